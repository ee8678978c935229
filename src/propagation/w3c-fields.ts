import { propagation, trace, type Context, type SpanContext } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import { requireKnownNames } from '../diagnostics/known-names.js';
import { tryToRead } from '../diagnostics/try-to-read.js';
import { hasMethod } from '../options/checks/has-method.js';
import { spanContextIn } from '../sdk/span-context-in.js';
import { formatBaggage, parseBaggage } from './baggage-text.js';
import { sessionIdIn } from './session-in.js';
import { formatTraceParent, parseTraceParent } from './trace-parent.js';

/** What goes to another process or into a message beside the active span. */
export interface CarryingOptions {
  /**
   * Hands on the baggage of the context, and in it, as the entry `session.id`, the session id. It may hold what the
   * receiver, and all that it calls, has no business to know. Default false.
   *
   * @example
   * ```ts
   * sessionCarrier(context.active(), { baggage: true });
   * ```
   */
  readonly baggage?: boolean;
}

/** The fields of W3C Trace Context and W3C Baggage, as they were found. */
export interface W3CFields {
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
  readonly baggage: string | undefined;
}

/** The key of the baggage entry with the session id. */
const SESSION_KEY = 'session.id';

// An API's trace state takes any value that it is given; one with U+0000 would make `spawn` throw.
const TRACE_STATE = /^[\x20-\x7e]+$/;

/**
 * Writes the active span of a context, and its baggage where that is asked for: each field that says something.
 *
 * @throws TypeError where the options come first, as they easily do
 */
export function fieldsOf(from: Context, options: CarryingOptions): Record<string, string> {
  if (!hasMethod(from, 'getValue')) {
    throw expected(
      'from',
      'a context',
      from,
      'Options come second: `(context.active(), { baggage: true })`.',
    );
  }
  requireKnownNames(options, ['baggage']);
  const { baggage = false } = options;
  return { ...spanFieldsOf(spanContextIn(from)), ...(baggage ? baggageFieldOf(from) : {}) };
}

function spanFieldsOf(span: SpanContext | undefined): Record<string, string> {
  if (span === undefined || !trace.isSpanContextValid(span)) {
    return {};
  }
  const traceparent = formatTraceParent(span);
  const tracestate: unknown = tryToRead(() => span.traceState?.serialize());
  return typeof tracestate === 'string' && TRACE_STATE.test(tracestate)
    ? { traceparent, tracestate }
    : { traceparent };
}

function baggageFieldOf(from: Context): Record<string, string> {
  const carried = propagation.getBaggage(from);
  const sessionId = sessionIdIn(from);
  if (sessionId === undefined) {
    return carried === undefined ? {} : { baggage: formatBaggage(carried) };
  }
  // First, for the end is what does not fit.
  let entries = propagation.createBaggage({ [SESSION_KEY]: { value: sessionId } });
  for (const [key, entry] of carried?.getAllEntries() ?? []) {
    entries = key === SESSION_KEY ? entries : entries.setEntry(key, entry);
  }
  return { baggage: formatBaggage(entries) };
}

/** The span that the fields name; undefined where they name none. */
export function spanIn({ traceparent, tracestate }: W3CFields): SpanContext | undefined {
  return parseTraceParent(traceparent, tracestate);
}

/** The context under a span, if there is one, with the baggage that the fields hold. */
export function contextUnder(
  span: SpanContext | undefined,
  { baggage }: W3CFields,
  from: Context,
): Context {
  const under = span === undefined ? from : trace.setSpanContext(from, span);
  return baggage === undefined || baggage === ''
    ? under
    : propagation.setBaggage(under, parseBaggage(baggage));
}
