import type { SpanContext } from '@opentelemetry/api';
import type { FirstTurn } from './first-turn.js';
import { Mark } from './mark.js';
import { markOf } from './marked-context.js';
import type { SessionTrace } from './session-trace.js';
import type { Session } from './session.js';
import type { Turn } from './turn.js';

/** What a waiting mark is made with. */
interface Wait {
  readonly session: Session;
  /** The trace that the live span is in. */
  readonly trace: SessionTrace;
  readonly firstTurn: FirstTurn;
  /** The turn that the orphan itself names. */
  readonly interactionId: string | undefined;
  readonly fromEntry: boolean;
}

/**
 * The mark of an orphan that waits for the first turn of its session. All that follows it shares the mark, and goes
 * where it goes. Only what `sessions.exporter` exports is moved: the live spans stay where they are.
 */
export class WaitingMark extends Mark {
  readonly #wait: Wait;

  constructor(owner: object, wait: Wait) {
    super(owner, wait.session, wait.trace, undefined, wait.fromEntry);
    this.#wait = wait;
  }

  get firstTurn(): FirstTurn {
    return this.#wait.firstTurn;
  }

  /** The turn that it goes into; undefined for the session root, and while that is not settled. */
  get joins(): Turn | undefined {
    const { firstTurn, interactionId } = this.#wait;
    const named = firstTurn.turn?.interactionId;
    const isOther = interactionId !== undefined && named !== undefined && named !== interactionId;
    return isOther ? undefined : firstTurn.turn;
  }

  /** The same wait, of a span whose session a `withSession` entry names. */
  fromThatEntry(): WaitingMark {
    return new WaitingMark(this.owner, { ...this.#wait, fromEntry: true });
  }
}

/**
 * The context that a span is exported with, for a link to it. One that waits for its turn does so no more: nobody could
 * change the link.
 */
export function exportedContextOf(spanContext: SpanContext): SpanContext {
  const mark = markOf(spanContext);
  if (!(mark instanceof WaitingMark)) {
    return spanContext;
  }
  mark.firstTurn.settle();
  const { joins } = mark;
  return joins === undefined ? spanContext : { ...spanContext, traceId: joins.spanContext.traceId };
}
