import { ROOT_CONTEXT, context, type Context, type SpanContext } from '@opentelemetry/api';
import { tryToRead } from '../diagnostics/try-to-read.js';
import { setStarter } from '../sessions/starter-and-caller.js';
import {
  contextUnder,
  fieldsOf,
  spanIn,
  type CarryingOptions,
  type W3CFields,
} from './w3c-fields.js';

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

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
  options: CarryingOptions = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldsOf(from, options)).map(([name, text]) => [name.toUpperCase(), text]),
  );
}

/**
 * The context in which this process was started, for its outermost function. Spans started in it hang
 * under the span that started the process; turns and orphans of that span's session do so too, for it
 * serves as their session root here.
 *
 * @param environment - `process.env` when left out
 * @returns the root context where the environment names no span. Never throws, whatever the environment is
 *
 * @example
 * ```ts
 * context.with(contextFromEnvironment(), main);
 * ```
 */
export function contextFromEnvironment(environment: Environment = process.env): Context {
  const starter = spanThatStarted(environment);
  const started = starter === undefined ? ROOT_CONTEXT : setStarter(ROOT_CONTEXT, starter);
  return contextUnder(starter, fieldsIn(environment), started);
}

/** The span that started this process, as the environment names it. */
export function spanThatStarted(environment: Environment): SpanContext | undefined {
  return spanIn(fieldsIn(environment));
}

function fieldsIn(environment: Environment | null): W3CFields {
  const textOf = (name: string): string | undefined => {
    const value: unknown = tryToRead(() => environment?.[name]);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    traceparent: textOf('TRACEPARENT'),
    tracestate: textOf('TRACESTATE'),
    baggage: textOf('BAGGAGE'),
  };
}
