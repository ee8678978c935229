import {
  propagation,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '../sdk/suppress-tracing.js';
import { parseBaggage } from './baggage-text.js';
import { sessionIdIn } from './session-in.js';
import {
  resolveSessionPropagator,
  type ResolvedSessionPropagator,
  type SessionPropagatorOptions,
} from './session-propagator-options.js';
import { placeEntry, type SessionEntry } from './with-session.js';

/**
 * A propagator that takes the session from a header of the request (or key of the metadata, or entry of the baggage), so
 * that the SERVER or CONSUMER span of any instrumentation is born in its session, as within `withSession`. Put it into
 * a `CompositePropagator` beside the W3C ones; the order does not matter. It follows the `TextMapPropagator` of
 * OpenTelemetry's API.
 *
 * Whoever can send the header chooses the session: use it behind a gateway that sets or strips it. Only what you name is
 * read. A header that comes twice, or holds a comma as two that were joined do, names no session, nor does a
 * value that can be none; that is counted (`refusedIds` in `stats()`) and told once.
 *
 * @throws TypeError when an option is wrong, or nothing is named that could be read
 *
 * @example
 * ```ts
 * propagation.setGlobalPropagator(
 *   new CompositePropagator({
 *     propagators: [
 *       new W3CTraceContextPropagator(),
 *       new W3CBaggagePropagator(),
 *       sessionPropagator({ header: 'x-session-id' }),
 *     ],
 *   }),
 * );
 * ```
 */
export function sessionPropagator(options: SessionPropagatorOptions): TextMapPropagator<unknown> {
  return new SessionPropagator(resolveSessionPropagator(options));
}

// What every HTTP client takes as the value of a header, without the comma, at which we would refuse it ourselves.
const HEADER_VALUE = /^[\x21-\x2b\x2d-\x7e]([\x20-\x2b\x2d-\x7e]*[\x21-\x2b\x2d-\x7e])?$/;

class SessionPropagator implements TextMapPropagator<unknown> {
  readonly #options: ResolvedSessionPropagator;

  constructor(options: ResolvedSessionPropagator) {
    this.#options = options;
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    try {
      return (
        this.#fromHeader(context, carrier, getter) ?? this.#fromBaggage(context, carrier, getter)
      );
    } catch {
      // A carrier or getter of the application's failed; the W3C propagators would let the request fail over it.
      return context;
    }
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const [header] = this.#options.headers;
    if (!this.#options.inject || header === undefined || isTracingSuppressed(context)) {
      return;
    }
    const sessionId = sessionIdIn(context);
    if (sessionId !== undefined && HEADER_VALUE.test(sessionId)) {
      setter.set(carrier, header, sessionId);
    }
  }

  fields(): string[] {
    const [header] = this.#options.headers;
    return this.#options.inject && header !== undefined ? [header] : [];
  }

  #fromHeader(context: Context, carrier: unknown, getter: TextMapGetter): Context | undefined {
    for (const header of this.#options.headers) {
      const named = namedIn(valuesOf(carrier, header, getter));
      if (named !== undefined) {
        return placeEntry(context, named, `the header ${header}`);
      }
    }
    return undefined;
  }

  #fromBaggage(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const { baggage: key } = this.#options;
    if (key === undefined) {
      return context;
    }
    // Read from the carrier as well: the propagator of baggage may come after this one, or not be there.
    const baggage =
      propagation.getBaggage(context) ??
      parseBaggage(valuesOf(carrier, 'baggage', getter).join(','));
    const value = baggage.getEntry(key)?.value;
    return value === undefined || value === ''
      ? context
      : placeEntry(context, { sessionId: value }, `the baggage entry ${key}`);
  }
}

/** The values of a header. Node has the names in lower case; the headers of a message may have any. */
function valuesOf(carrier: unknown, header: string, getter: TextMapGetter): readonly string[] {
  if (carrier === undefined || carrier === null) {
    return [];
  }
  const value: unknown = getter.get(carrier, header.toLowerCase()) ?? getter.get(carrier, header);
  const values = (Array.isArray(value) ? value : [value]) as readonly unknown[];
  return values.filter((each) => typeof each === 'string').map((each) => each.trim());
}

/**
 * The session that the values of a header name; undefined where there is none. Of several nobody can know which is
 * meant: they make an entry that is refused where the session is looked for, and counted there.
 */
function namedIn(values: readonly string[]): SessionEntry | undefined {
  const all = values.flatMap((value) => value.split(','));
  const [only = '', ...others] = all;
  if (others.length > 0) {
    return { sessionId: all as unknown as string };
  }
  return only === '' ? undefined : { sessionId: only };
}
