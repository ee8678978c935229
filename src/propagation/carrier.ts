import { context, type Context } from '@opentelemetry/api';
import { setCaller } from '../sessions/starter-and-caller.js';
import { textIn } from './carried-text.js';
import { contextUnder, fieldsOf, spanIn, type CarryingOptions } from './w3c-fields.js';

/**
 * What puts the receiver of a message into the session: `traceparent`, `tracestate`, and with `baggage: true` `baggage`.
 * For the `_meta` of MCP and ACP (SEP-414), job data, headers of queues, `workerData`, and whatever else goes from one
 * program to another as a plain object. The texts are those of W3C Trace Context and W3C Baggage, whatever propagator
 * is registered. Empty when no valid span is active and there is no baggage to hand on.
 *
 * @param from - the context of the span that sends the message; the active one when left out
 *
 * @example
 * ```ts
 * await client.callTool({ name: 'search', _meta: sessionCarrier() });
 * ```
 */
export function sessionCarrier(
  from: Context = context.active(),
  options: CarryingOptions = {},
): Record<string, string> {
  return fieldsOf(from, options);
}

/**
 * The context in which a message was sent, for the function that handles it. Spans started in it hang under the span
 * that sent the message; so do turns and orphans that are started in it, where they belong to the session of that span.
 *
 * The message chooses no session. Its baggage is put into the context, where `fromBaggage('session.id')` reads it if
 * that is your resolver; otherwise say the session with `withSession`.
 *
 * @param carrier - a plain object; the case of its keys does not matter, values may be texts, bytes or a list of one
 * of them, and other keys are left alone. Never throws: what names no span, or is none of all that, carries nothing
 * @param from - what the context is made from; the active one when left out
 * @returns a new context; the given one where the carrier carries nothing
 *
 * @example
 * ```ts
 * mcpServer.registerTool('search', {}, (args, { _meta }) =>
 *   context.with(contextFromCarrier(_meta), () => search(args)),
 * );
 * ```
 */
export function contextFromCarrier(carrier: unknown, from: Context = context.active()): Context {
  const fields = {
    traceparent: textIn(carrier, 'traceparent'),
    tracestate: textIn(carrier, 'tracestate'),
    baggage: textIn(carrier, 'baggage'),
  };
  const caller = spanIn(fields);
  return contextUnder(caller, fields, caller === undefined ? from : setCaller(from, caller));
}
