import { ROOT_CONTEXT, SpanKind, type Context } from '@opentelemetry/api';
import type { Journal } from './journal.js';
import type { NotFound } from './not-found.js';
import type { SpanToPlan } from './plan.js';
import type { SpanStart } from '../sdk/span-start.js';
import type { ResolvedOptions } from '../options/options.js';
import type { Mark } from '../sessions/mark.js';
import { refusalOf } from '../ids/usable-id.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { Session } from '../sessions/session.js';
import { distanceOf, parentSessionOf, sessionSource } from '../propagation/session-source.js';
import { entryOf, type PlacedEntry } from '../propagation/with-session.js';

/** What a resolver gets that looks at no span. */
const NO_SPAN: SpanStart = Object.freeze({ name: '', kind: SpanKind.INTERNAL, attributes: {} });

/** A session as it was found, and whether a `withSession` entry named it. */
interface FoundSession {
  readonly session: Session;
  readonly fromEntry: boolean;
}

/** Says which session a span belongs to: asks the sources in the order of the rules. */
export class SessionFinder {
  readonly #resolvers: ResolvedOptions['resolvers'];
  readonly #sessions: SessionStore;
  readonly #journal: Journal | undefined;

  /** @param journal - undefined where nobody wants to know who named a session */
  constructor(
    resolvers: ResolvedOptions['resolvers'],
    sessions: SessionStore,
    journal: Journal | undefined,
  ) {
    this.#resolvers = resolvers;
    this.#sessions = sessions;
    this.#journal = journal;
  }

  /**
   * @returns the session; the parent's mark where the span simply follows its parent; why there is none where
   * nobody knows one
   */
  find(span: SpanToPlan): FoundSession | Mark | NotFound {
    const { start, parentContext, parent, parentMark, interaction, entry } = span;
    const parentSession = parentSessionOf(parentMark);
    let source = sessionSource(interaction, distanceOf(entry, parent), parentSession);
    if (source === 'parent' && !interaction) {
      return parentMark ?? 'untold';
    }
    let session: Session | NotFound = 'untold';
    if (source === 'entry' && entry !== undefined) {
      session = this.#namedBy(entry);
      this.#journal?.hear(entry.source);
      // An entry that names no session is no entry.
      source =
        typeof session === 'string' ? sessionSource(interaction, 'none', parentSession) : source;
    }
    if (source === 'resolver') {
      session = this.byResolvers(start, parentContext, session === 'refused' ? session : 'untold');
    }
    if (typeof session === 'object') {
      return { session, fromEntry: source === 'entry' };
    }
    if (parentMark?.session === undefined) {
      return session;
    }
    this.#journal?.hear('its parent');
    return { session: parentMark.session, fromEntry: parentMark.fromEntry };
  }

  /**
   * The session that the resolvers tell of a span that starts.
   *
   * @param otherwise - why there is none, as far as others were asked
   */
  byResolvers(
    start: SpanStart,
    parentContext: Context,
    otherwise: NotFound = 'untold',
  ): Session | NotFound {
    return this.#resolve(start, parentContext, 'start', otherwise);
  }

  /** The session that a context names, or that is known without a span. */
  ambient(from: Context): Session | undefined {
    const entry = entryOf(from);
    return (
      sessionIn(entry && this.#namedBy(entry)) ?? sessionIn(this.#resolve(NO_SPAN, from, 'no span'))
    );
  }

  /** The session that the attributes of a span tell, by the resolvers that look at nothing else. */
  ofEnded(start: SpanStart): Session | undefined {
    return sessionIn(this.#resolve(start, ROOT_CONTEXT, 'ended'));
  }

  /** Whether the attributes of a span tell a session, which is not looked up. */
  isToldByEnded(start: SpanStart): boolean {
    return this.#resolvers.some(
      ({ resolve, readsAttributes }) =>
        readsAttributes && refusalOf(resolve(start, ROOT_CONTEXT)) === undefined,
    );
  }

  #namedBy({ entry, source }: PlacedEntry): Session | NotFound {
    // Untyped callers pass what a header or a lookup gave them: nothing is no answer, not a wrong one.
    const { sessionId, resumed } = entry as { sessionId?: unknown; resumed?: boolean };
    return sessionId === undefined || sessionId === null
      ? 'untold'
      : (this.#sessions.find(sessionId, source, resumed === true) ?? 'refused');
  }

  #resolve(
    start: SpanStart,
    parentContext: Context,
    moment: 'start' | 'no span' | 'ended',
    otherwise: NotFound = 'untold',
  ): Session | NotFound {
    let why = otherwise;
    for (const { name, resolve, needsSpan, readsAttributes } of this.#resolvers) {
      const asked = moment === 'start' || (moment === 'ended' ? readsAttributes : !needsSpan);
      const answer = asked ? resolve(start, parentContext) : undefined;
      if (answer !== undefined && answer !== null) {
        const session = this.#sessions.find(answer, 'the answer of `sessionId`');
        if (session !== undefined) {
          this.#journal?.hear(name);
          return session;
        }
        why = 'refused';
      }
    }
    return why;
  }
}

/** What the resolvers alone have told. */
export function foundByResolvers(told: Session | NotFound): FoundSession | NotFound {
  return typeof told === 'object' ? { session: told, fromEntry: false } : told;
}

function sessionIn(found: Session | NotFound | undefined): Session | undefined {
  return typeof found === 'object' ? found : undefined;
}
