import {
  isSame,
  isSameTrace,
  type ExpectedLink,
  type ExpectedPlace,
  type SpanName,
  type TraceName,
} from './expectation.js';
import type { ModelSession, ModelTurn } from './model-session.js';
import type { ModelContext, ModelSpan, ModelState, Placed } from './model-state.js';
import { turnIdOf } from './model-which-session.js';
import type { Start, TurnId } from './program.js';

const IN_NO_TURN = {
  turn: undefined,
  called: false,
  wait: undefined,
  links: [],
  turnNumber: undefined,
} as const;

export function placeWithoutSession(model: ModelState, { above }: ModelContext): Placed {
  const place = model.whereAbove(above);
  return { ...IN_NO_TURN, moved: 'followed', place };
}

export function place(
  model: ModelState,
  start: Start,
  context: ModelContext,
  session: ModelSession,
  index: number = model.spans.length,
): Placed {
  const { above } = context;
  const parent = model.spanAt(above);
  const id = turnIdOf(model, start, context, session.id);
  const called = isCalled(model, above, session);
  if (model.isTurn(start)) {
    // Nobody hears of the end of a turn that was dropped.
    const isInOpenTurn =
      parent?.session?.id === session.id &&
      parent.turn?.open === true &&
      parent.expectation.dropped !== true;
    if (model.setup.nested === 'keep' && isInOpenTurn) return follow(model, above, parent, called);
    return called
      ? calledTurn(model, index, above, session, id)
      : placeTurn(model, index, context, session, id);
  }
  if (above === undefined || above.kind === 'phantom') {
    const known = session.turnWith(id) ?? unnamedTurnFor(model, id, session);
    // What others get as well cannot be under a turn that only copies are in the place of.
    const turn = known?.onlyInCopies === true ? undefined : known;
    if (turn !== undefined) {
      return moved(model, underTurn(turn), above, turn);
    }
    // What a message is about is no matter of the turns to come.
    if (session.turns.length === 0 && mayWait(model) && context.sender === undefined) {
      return waiting(model, above, session, id);
    }
    return toRoot(model, session, context);
  }
  if (above.kind === 'remote') {
    return model.setup.remote === 'keep' || called
      ? follow(model, above, undefined, called)
      : toRoot(model, session, context);
  }
  const sessionAbove =
    above.kind === 'root' && above.trace.kind === 'derived'
      ? above.trace.session
      : parent?.session?.id;
  return sessionAbove === session.id || called
    ? follow(model, above, parent, called)
    : toRoot(model, session, context);
}

/** "Called from the session": what is above is in the session's own trace, and came in from another process. */
export function isCalled(
  model: ModelState,
  above: SpanName | undefined,
  session: ModelSession,
): boolean {
  const parent = model.spanAt(above);
  // A span that has gone elsewhere at export is not there any more.
  if (above?.kind === 'span' && model.atExport?.hasLeft(above.span) === true) return false;
  const isOfNone =
    above?.kind === 'remote' || (parent !== undefined && parent.session === undefined);
  return isOfNone
    ? isSameTrace(model.whereAbove(above).trace, session.currentTrace)
    : parent?.session?.id === session.id && parent.called;
}

/**
 * With `orphans: 'open-interaction'`, the only open turn; with `'last-interaction'`, that or the turn that began last:
 * but not one that has another id.
 */
function unnamedTurnFor(
  { setup }: ModelState,
  id: TurnId | undefined,
  { onlyOpenTurn, turns }: ModelSession,
): ModelTurn | undefined {
  if (setup.orphans === 'session-root') return undefined;
  const turn = onlyOpenTurn ?? (setup.orphans === 'last-interaction' ? turns.at(-1) : undefined);
  return id === undefined || turn?.id === undefined ? turn : undefined;
}

function mayWait({ setup }: ModelState): boolean {
  return setup.orphans === 'last-interaction' && setup.exporters.includes('holding');
}

/** Into the first turn, once that begins, unless the span names another; under the root, if none does. */
function waiting(
  model: ModelState,
  above: SpanName | undefined,
  session: ModelSession,
  id: TurnId | undefined,
): Placed {
  const { wait, currentTrace } = session;
  const place = (): ExpectedPlace => {
    const { turn } = wait;
    const isOther = id !== undefined && turn?.id !== undefined && turn.id !== id;
    return turn === undefined || isOther ? underRoot(model, currentTrace) : underTurn(turn);
  };
  return {
    ...moved(model, { trace: currentTrace, parent: undefined }, above, undefined),
    wait,
    place: {
      get trace() {
        return place().trace;
      },
      get parent() {
        return place().parent;
      },
    },
  };
}

function follow(
  model: ModelState,
  above: SpanName | undefined,
  parent: ModelSpan | undefined,
  called: boolean,
): Placed {
  const place = model.whereAbove(above);
  return {
    ...IN_NO_TURN,
    turn: parent?.turn,
    called,
    wait: parent?.wait,
    moved: 'followed',
    place,
  };
}

/** A turn that was called from the session hangs there. */
function calledTurn(
  model: ModelState,
  index: number,
  above: SpanName | undefined,
  session: ModelSession,
  id: TurnId | undefined,
): Placed {
  const place = model.whereAbove(above);
  const turn: ModelTurn = { span: index, trace: place.trace, id, open: true };
  session.begin(turn);
  return {
    ...IN_NO_TURN,
    turn,
    called: true,
    moved: 'followed',
    place,
    turnNumber: session.turns.length,
  };
}

function placeTurn(
  model: ModelState,
  index: number,
  context: ModelContext,
  session: ModelSession,
  id: TurnId | undefined,
): Placed {
  const { above } = context;
  const same = model.setup.scope === 'interaction' ? session.turnWith(id) : undefined;
  if (same !== undefined) {
    // The same turn again would be a second root of the trace that its id determines.
    return moved(model, underTurn(same), above, same);
  }
  const previous = session.turns.at(-1);
  if (model.setup.scope === 'key') {
    session.key = model.key;
  }
  const hasOwnTrace = model.setup.scope === 'interaction';
  const place = hasOwnTrace
    ? { trace: traceOfTurn(index, session, id), parent: undefined }
    : underRootOrSender(model, session, context);
  const turn: ModelTurn = { span: index, trace: place.trace, id, open: true };
  session.begin(turn);
  const left = moved(model, place, above, turn);
  const links: readonly ExpectedLink[] =
    hasOwnTrace && previous !== undefined
      ? [{ to: { kind: 'span', span: previous.span }, type: 'previous_interaction' }, ...left.links]
      : left.links;
  return {
    ...{ ...left, links, turnNumber: session.turns.length },
    moved: hasOwnTrace ? 'elsewhere' : 'under the root',
  };
}

export function moved(
  model: ModelState,
  place: ExpectedPlace,
  left: SpanName | undefined,
  turn: ModelTurn | undefined,
  hasLeft = false,
): Placed {
  const isUnderIt = place.parent !== undefined && isSame(left, place.parent);
  const wait = isUnderIt ? undefined : model.spanAt(left)?.wait;
  if (wait !== undefined) {
    // It is linked to.
    wait.isSettled = true;
  }
  // Inside one trace without a root, Jaeger would draw the turns as a staircase.
  const isStaircase =
    !hasLeft &&
    place.parent === undefined &&
    left !== undefined &&
    isSameTrace(model.whereAbove(left).trace, place.trace);
  const links: readonly ExpectedLink[] =
    left === undefined || isUnderIt || isStaircase ? [] : [{ to: left, type: 'displaced_parent' }];
  return { ...IN_NO_TURN, moved: 'elsewhere', turn, place, links };
}

function toRoot(model: ModelState, session: ModelSession, context: ModelContext): Placed {
  const place = underRootOrSender(model, session, context);
  return { ...moved(model, place, context.above, undefined), moved: 'under the root' };
}

/** "Where they belong to the session of that span", what a message brings about hangs under the span that sent it. */
function underRootOrSender(
  model: ModelState,
  { currentTrace: trace }: ModelSession,
  { sender }: ModelContext,
): ExpectedPlace {
  return sender !== undefined && isSameTrace(sender.trace, trace)
    ? { trace, parent: sender }
    : underRoot(model, trace);
}

export function underRoot(model: ModelState, trace: TraceName): ExpectedPlace {
  return { trace, parent: model.hasRoot(trace) ? { kind: 'root', trace } : undefined };
}

function underTurn({ trace, span }: ModelTurn): ExpectedPlace {
  return { trace, parent: { kind: 'span', span } };
}

function traceOfTurn(index: number, session: ModelSession, id: TurnId | undefined): TraceName {
  return id === undefined
    ? { kind: 'random', span: index }
    : { kind: 'derived', session: session.id, key: id };
}
