import { context, createContextKey, type Context } from '@opentelemetry/api';
import { noteCall } from './use-of-with-session.js';
import { isPromise, withoutRejection } from '../diagnostics/promises.js';
import { spanContextIn } from '../sdk/span-context-in.js';

/** A session as the application names it. */
export interface SessionEntry {
  /** The runtime's own session id: 1 to 256 characters, no U+0000. Any other value names no session. */
  readonly sessionId: string;
  /** The id of the turn, for spans that do not carry it as an attribute. */
  readonly interactionId?: string;
  /**
   * An earlier process exported the session root: with `sessionRoot: 'shared'`, refer to that one
   * instead of making another. Default false.
   */
  readonly resumed?: boolean;
}

/** A session id, or a session with its turn; null and undefined, as of a header that is absent, name none. */
export type SessionName = string | SessionEntry | null | undefined;

/** An entry as it stands in a context, with the span that was active when it was made. */
export interface PlacedEntry {
  readonly entry: SessionEntry;
  readonly madeUnderSpanId: string | undefined;
  /** Who named the session, in the words of the user. */
  readonly source: string;
}

// The API makes equal keys from equal names, so two copies of this package read each other's entries.
const ENTRY = createContextKey('otel-session-trace.session');

// Nobody sees an entry that is lost, so it is noted where each copy of this package looks.
const LOST = Symbol.for('otel-session-trace.entry-lost');

/**
 * Runs a function in a session: spans started in it, and in whatever it awaits, belong to the session
 * unless their parent belongs to another one. Never throws of its own accord: a value that cannot be
 * a session id names no session, and the function runs all the same.
 *
 * @param session - the session id, or the session with its turn
 * @returns what the function returns
 *
 * @example
 * ```ts
 * server.on('request', (request, response) => {
 *   withSession(request.headersDistinct['x-session-id']?.[0], () => handle(request, response));
 * });
 * ```
 */
export function withSession<T>(session: SessionName, fn: () => T): T {
  noteCall();
  const entered = setSession(context.active(), session);
  return context.with(entered, () => {
    noteIfLost(entered);
    return fn();
  });
}

/**
 * The context with a session entry, for code that passes contexts by hand.
 *
 * @returns a new context; the given one stays as it is
 *
 * @example
 * ```ts
 * const inSession = setSession(context.active(), 'my-session');
 * trace.getTracer('agent').startSpan('tool', {}, inSession).end();
 * ```
 */
export function setSession(parent: Context, session: SessionName): Context {
  if (session === null || session === undefined) {
    return parent;
  }
  const entry = entryFor(session);
  withoutRejection(entry.sessionId);
  return placeEntry(parent, entry, 'the session id in withSession');
}

/**
 * The context with an entry that somebody else named.
 *
 * @param source - who, in the words of the user
 * @internal
 */
export function placeEntry(parent: Context, entry: SessionEntry, source: string): Context {
  const madeUnderSpanId = spanContextIn(parent)?.spanId;
  const placed: PlacedEntry = { entry, madeUnderSpanId, source };
  return parent.setValue(ENTRY, placed);
}

function entryFor(session: string | SessionEntry): SessionEntry {
  // What can be no session is refused where the session is looked for, like any other id that cannot be one.
  const unusable = { sessionId: session as string };
  try {
    return typeof session === 'object' && !isPromise(session) ? { ...session } : unusable;
  } catch {
    return unusable;
  }
}

/**
 * The session entry of a context: the innermost `withSession` or `setSession`, if there is one. It knows nothing of what a
 * resolver or a parent told: `sessions.sessionOf` does.
 *
 * @example
 * ```ts
 * console.log(getSession(context.active())?.sessionId);
 * ```
 */
export function getSession(from: Context): SessionEntry | undefined {
  return entryOf(from)?.entry;
}

/** Whether some `withSession` was in vain, because no context manager is registered. */
export function isEntryLost(): boolean {
  return LOST in globalThis;
}

function noteIfLost(entered: Context): void {
  // Not the context itself: a context manager may hand out another one that holds the same.
  if (entryOf(context.active()) !== entryOf(entered) && !isEntryLost()) {
    Reflect.defineProperty(globalThis, LOST, { value: true, configurable: true });
  }
}

/** @internal */
export function entryOf(from: Context): PlacedEntry | undefined {
  return from.getValue(ENTRY) as PlacedEntry | undefined;
}
