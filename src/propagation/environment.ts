import {
  ROOT_CONTEXT,
  context,
  createContextKey,
  propagation,
  trace,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import { formatBaggage, parseBaggage } from './baggage-text.js';
import { formatTraceParent, parseTraceParent } from './trace-parent.js';

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What goes into the environment of a child process beside the span that starts it. */
export interface SessionEnvironmentOptions {
  /**
   * Hands on the baggage of the context. It may hold what the child, and all that it calls, has no
   * business to know. Default false.
   */
  readonly baggage?: boolean;
}

// An API's trace state takes any value that it is given; one with U+0000 would make `spawn` throw.
const TRACE_STATE = /^[\x20-\x7e]+$/;

const STARTED_BY = createContextKey('otel-session-trace.started-by');

/**
 * The environment variables that put a child process into the session: `TRACEPARENT`, `TRACESTATE`,
 * and with `baggage: true` `BAGGAGE`. They follow OpenTelemetry's rules for environment variables as
 * context carriers, whatever propagator is registered. Empty when no valid span is active.
 *
 * @param from - the context of the span that starts the process; the active one when left out
 *
 * @example
 * ```ts
 * spawn('node', ['tool.js'], { env: { ...process.env, ...sessionEnvironment() } });
 * ```
 */
export function sessionEnvironment(
  from: Context = context.active(),
  { baggage = false }: SessionEnvironmentOptions = {},
): Record<string, string> {
  const environment: Record<string, string> = {};
  const parent = trace.getSpanContext(from);
  if (parent !== undefined && trace.isSpanContextValid(parent)) {
    environment['TRACEPARENT'] = formatTraceParent(parent);
    const traceState = parent.traceState?.serialize();
    if (traceState !== undefined && TRACE_STATE.test(traceState)) {
      environment['TRACESTATE'] = traceState;
    }
  }
  const carried = baggage ? propagation.getBaggage(from) : undefined;
  if (carried !== undefined) {
    environment['BAGGAGE'] = formatBaggage(carried);
  }
  return environment;
}

/**
 * The context in which this process was started, for its outermost function. Spans started in it hang
 * under the span that started the process; turns and orphans of that span's session do so too, for it
 * serves as their session root here.
 *
 * @param environment - `process.env` when left out
 * @returns the root context where the environment names no span
 *
 * @example
 * ```ts
 * context.with(contextFromEnvironment(), main);
 * ```
 */
export function contextFromEnvironment(environment: Environment = process.env): Context {
  const starter = spanThatStarted(environment);
  const baggage = environment['BAGGAGE'];
  let started = ROOT_CONTEXT;
  if (starter !== undefined) {
    started = trace.setSpanContext(started, starter).setValue(STARTED_BY, starter);
  }
  return baggage === undefined || baggage === ''
    ? started
    : propagation.setBaggage(started, parseBaggage(baggage));
}

/** The span that started this process, as the environment names it. */
export function spanThatStarted(environment: Environment): SpanContext | undefined {
  return parseTraceParent(environment['TRACEPARENT'], environment['TRACESTATE']);
}

/** The span that started this process, in a context made by `contextFromEnvironment`. */
export function starterIn(from: Context): SpanContext | undefined {
  return from.getValue(STARTED_BY) as SpanContext | undefined;
}
