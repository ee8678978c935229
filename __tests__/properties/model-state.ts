import type { ExpectedPlace, Expectation, SpanName, TraceName } from './expectation.js';
import { ModelAtExport } from './model-at-export.js';
import { ModelSession, type ModelTurn, type ModelWait } from './model-session.js';
import {
  PHANTOM,
  REMOTE,
  keepsHalf,
  type SessionId,
  type Setup,
  type Start,
  type TraceKey,
  type TurnId,
} from './program.js';
import { isReferenced } from './referenced-root.js';
import { traceIdOf } from './trace-ids.js';

/** An entry of `setSession`, and the span that was in the context when it was made. */
export interface EntryInContext {
  readonly session: SessionId;
  readonly turn: TurnId | undefined;
  readonly under: SpanName | undefined;
}

type RemoteSpan = SpanName & { readonly kind: 'remote' };

/** A context, as far as it matters. */
export interface ModelContext {
  readonly above: SpanName | undefined;
  readonly entry: EntryInContext | undefined;
  /** The span of another process that sent the message which is handled there. */
  readonly sender: RemoteSpan | undefined;
}

/** A span, as the model remembers it. */
export interface ModelSpan {
  readonly start: Start;
  readonly context: ModelContext;
  /** What it was told then; a session that was ended since goes on under its open spans. */
  readonly session: ModelSession | undefined;
  /** The session, or that of a span above, was told by a context entry. */
  readonly fromEntry: boolean;
  readonly turn: ModelTurn | undefined;
  /** A span of another process called, from the trace of the session: it, or one above. */
  readonly called: boolean;
  /** It waits for the first turn of its session, or one above it does. */
  readonly wait: ModelWait | undefined;
  readonly expectation: Expectation;
  /** How it left the span above as it started. */
  readonly moved: HowMoved;
  /** What `sessions.exporter` makes of it, where that is something else. */
  atExport: Expectation | undefined;
  /** The turn that it began, or is inside of, only at export. */
  lateTurn: ModelTurn | undefined;
  /** The session of a span that follows it in its trace. */
  stayedFor: ModelSession | undefined;
  ended: boolean;
  /** Something was started under it. */
  followed: boolean;
}

/** Whether a span is right under a root, stayed where it was, or is somewhere else. */
type HowMoved = 'under the root' | 'followed' | 'elsewhere';

/** Where a span goes. */
export type Placed = Pick<ModelSpan, 'turn' | 'called' | 'moved' | 'wait'> &
  Pick<Expectation, 'place' | 'links' | 'turnNumber'>;

/** What the model remembers: everything that was started, and the sessions that were not ended. */
export class ModelState {
  key: TraceKey | undefined;
  readonly setup: Setup;
  readonly spans: ModelSpan[] = [];
  readonly sessions: Map<SessionId, ModelSession> = new Map<SessionId, ModelSession>();

  /** Where nobody tells a session at the end of a span, it is told by what was started under it. */
  readonly atExport: ModelAtExport | undefined;
  readonly #lateTurns: ModelTurn[] = [];

  constructor(setup: Setup) {
    this.setup = setup;
    this.atExport =
      setup.told === 'current' && setup.exporters.includes('holding')
        ? new ModelAtExport(this)
        : undefined;
  }

  /** A turn that begins when its span has ended already; it is open until all under it has been placed. */
  beginLateTurn(session: ModelSession, turn: ModelTurn): ModelTurn {
    session.begin(turn);
    this.#lateTurns.push(turn);
    return turn;
  }

  endLateTurns(): void {
    for (const turn of this.#lateTurns.splice(0)) {
      turn.open = false;
    }
  }

  session(id: SessionId): ModelSession {
    const session = this.sessions.get(id) ?? new ModelSession(id);
    this.sessions.set(id, session);
    return session;
  }

  isTurn({ name }: Start): boolean {
    return this.setup.throwing !== 'interaction' && name.endsWith('interaction');
  }

  /** Whether a parent in that trace is the root's. */
  hasRoot(trace: TraceName): boolean {
    const { root, throwing } = this.setup;
    if (trace.kind === 'derived' && isReferenced(this.setup, trace)) return true;
    return (root !== 'omit' || throwing === 'sessionRoot') && this.isDropped(trace) !== true;
  }

  /** Where a span is that stays under what is above it. */
  whereAbove(above: SpanName | undefined): ExpectedPlace {
    if (above === undefined) {
      return { trace: { kind: 'random', span: this.spans.length }, parent: undefined };
    }
    switch (above.kind) {
      case 'span': {
        const { spans } = this;
        // Asked when it is compared: what is above may still wait for its turn.
        return {
          get trace() {
            return spans[above.span]?.expectation.place.trace ?? { kind: 'phantom' };
          },
          parent: above,
        };
      }
      case 'phantom':
        return { trace: { kind: 'phantom' }, parent: above };
      default:
        return { trace: above.trace, parent: above };
    }
  }

  spanAt(name: SpanName | undefined): ModelSpan | undefined {
    return name?.kind === 'span' ? this.spans[name.span] : undefined;
  }

  /** Whether a sampler drops a trace; undefined where that hangs on a random id. */
  isDropped(trace: TraceName): boolean | undefined {
    if (this.setup.sampler !== 'half') return false;
    switch (trace.kind) {
      case 'derived':
        return !keepsHalf(traceIdOf(trace.session, trace.key));
      case 'phantom':
        return !keepsHalf(PHANTOM.traceId);
      case 'remote':
        return !keepsHalf(REMOTE.traceId);
      case 'random':
        return undefined;
    }
  }
}
