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

export function placeWithoutSession(model: ModelState, { above }: ModelContext): Placed {
  const place = model.whereAbove(above);
  return { turn: undefined, place, links: [], turnNumber: undefined };
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
  if (model.isTurn(start)) {
    const isInOpenTurn = parent?.session?.id === session.id && parent.turn?.open === true;
    return model.setup.nested === 'keep' && isInOpenTurn
      ? follow(model, above, parent)
      : placeTurn(model, index, above, session, id);
  }
  if (above === undefined || above.kind === 'phantom') {
    const turn = session.turnWith(id) ?? onlyTurnFor(model, id, session);
    if (turn !== undefined) {
      return moved(model, underTurn(turn), above, turn);
    }
    return moved(model, underRoot(model, session.currentTrace), above, undefined);
  }
  if (above.kind === 'remote') {
    const isOwnTrace = isSameTrace(above.trace, session.currentTrace);
    return model.setup.remote === 'keep' || isOwnTrace
      ? follow(model, above, undefined)
      : moved(model, underRoot(model, session.currentTrace), above, undefined);
  }
  const sessionAbove =
    above.kind === 'root' && above.trace.kind === 'derived'
      ? above.trace.session
      : parent?.session?.id;
  return sessionAbove === session.id
    ? follow(model, above, parent)
    : moved(model, underRoot(model, session.currentTrace), above, undefined);
}

/** With `orphans: 'open-interaction'`, the only open turn: but not one that has another id. */
function onlyTurnFor(
  model: ModelState,
  id: TurnId | undefined,
  { onlyOpenTurn }: ModelSession,
): ModelTurn | undefined {
  const mayBeIt = id === undefined || onlyOpenTurn?.id === undefined;
  return model.setup.orphans === 'open-interaction' && mayBeIt ? onlyOpenTurn : undefined;
}

function follow(
  model: ModelState,
  above: SpanName | undefined,
  parent: ModelSpan | undefined,
): Placed {
  const place = model.whereAbove(above);
  return { turn: parent?.turn, place, links: [], turnNumber: undefined };
}

function placeTurn(
  model: ModelState,
  index: number,
  above: SpanName | undefined,
  session: ModelSession,
  id: TurnId | undefined,
): Placed {
  const same = model.setup.scope === 'interaction' ? session.turnWith(id) : undefined;
  if (same !== undefined) {
    // The same turn again would be a second root of the trace that its id determines.
    return moved(model, underTurn(same), above, same);
  }
  const previous = session.turns.at(-1);
  if (model.setup.scope === 'key') {
    session.key = model.key;
  }
  const place =
    model.setup.scope === 'interaction'
      ? { trace: traceOfTurn(index, session, id), parent: undefined }
      : underRoot(model, session.currentTrace);
  const turn: ModelTurn = { span: index, trace: place.trace, id, open: true };
  session.begin(turn);
  const left = moved(model, place, above, turn);
  const links: readonly ExpectedLink[] =
    model.setup.scope === 'interaction' && previous !== undefined
      ? [{ to: { kind: 'span', span: previous.span }, type: 'previous_interaction' }, ...left.links]
      : left.links;
  return { ...left, links, turnNumber: session.turns.length };
}

function moved(
  model: ModelState,
  place: ExpectedPlace,
  left: SpanName | undefined,
  turn: ModelTurn | undefined,
): Placed {
  const isUnderIt = place.parent !== undefined && isSame(left, place.parent);
  // Inside one trace without a root, Jaeger would draw the turns as a staircase.
  const isStaircase =
    place.parent === undefined &&
    left !== undefined &&
    isSameTrace(model.whereAbove(left).trace, place.trace);
  const links: readonly ExpectedLink[] =
    left === undefined || isUnderIt || isStaircase ? [] : [{ to: left, type: 'displaced_parent' }];
  return { turn, place, links, turnNumber: undefined };
}

function underRoot(model: ModelState, trace: TraceName): ExpectedPlace {
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
