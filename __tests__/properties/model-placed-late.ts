import type { ExpectedPlace } from './expectation.js';
import type { ModelTold, Released } from './model-at-export.js';
import type { ModelSession } from './model-session.js';
import type { ModelSpan, ModelState } from './model-state.js';
import { isCalled, moved } from './model-where.js';
import { turnIdOf } from './model-which-session.js';

/** What is around a span without a session that goes out. */
interface Around {
  /** The session that its parent has gone to. */
  readonly above: ModelSession | undefined;
  /** Its parent, of no session either, has not ended. */
  readonly isOpen: boolean;
  /** What all spans of its local trace tell. */
  readonly inTree: ModelTold | 'nothing' | 'several';
}

/** Where a span goes that started without a session. */
export function placeHeld(
  model: ModelState,
  item: Released,
  around: Around,
): { readonly session: ModelSession | undefined; readonly place: ExpectedPlace } {
  const span = model.spans[item.index];
  if (span === undefined) throw new Error(`no span ${item.index}`);
  const { place } = span.expectation;
  const session = sessionFor(span, item, around);
  if (session === undefined) {
    if (around.above !== undefined) {
      // It cannot follow its parent, because a span went out under it as it was.
      const detached: ExpectedPlace = { trace: place.trace, parent: undefined };
      const links = moved(model, detached, span.context.above, undefined, true).links;
      span.atExport = { ...span.expectation, place: detached, links };
      return { session: undefined, place: detached };
    }
    return { session: undefined, place };
  }
  const along = [item.agreed, around.inTree].find(
    (told): told is ModelTold =>
      typeof told === 'object' && told.session.id === session.id && told.place !== undefined,
  );
  const went = wentTo(model, span, session, around, along);
  const opensTurn =
    model.isTurn(span.start) &&
    !(model.setup.nested === 'keep' && isInOpenTurn(model, span, session, around)) &&
    !(along !== undefined && (along.hasTurn || model.setup.scope === 'interaction'));
  if (opensTurn) {
    span.lateTurn = model.beginLateTurn(session, {
      span: item.index,
      trace: went.place.trace,
      id: turnIdOf(model, { ...span.start }, { ...span.context, entry: undefined }, session.id),
      open: true,
      onlyInCopies: true,
    });
  } else if (went.follows && around.above !== undefined) {
    span.lateTurn = model.spanAt(span.context.above)?.lateTurn;
  }
  span.atExport = {
    ...span.expectation,
    session: session.id,
    place: went.place,
    links: went.links,
  };
  return { session, place: went.place };
}

function sessionFor(
  { stayedFor }: ModelSpan,
  { agreed, stays, cutOff }: Released,
  { above, isOpen }: Around,
): ModelSession | undefined {
  if (stays || (cutOff && above === undefined)) return undefined;
  const goes = typeof agreed === 'object' && agreed.place !== undefined && !isOpen;
  return stayedFor ?? above ?? (goes ? agreed.session : undefined);
}

function wentTo(
  model: ModelState,
  span: ModelSpan,
  session: ModelSession,
  around: Around,
  along: ModelTold | undefined,
): {
  readonly place: ExpectedPlace;
  readonly links: ModelSpan['expectation']['links'];
  readonly follows: boolean;
} {
  const { above } = span.context;
  const followsPlaced = around.above?.id === session.id;
  const staysPut =
    (above?.kind === 'remote' && model.setup.remote === 'keep' && !model.isTurn(span.start)) ||
    isCalled(model, above, session);
  if (followsPlaced) {
    const parent = model.spanAt(above);
    const trace = (parent?.atExport ?? span.expectation).place.trace;
    return { place: { trace, parent: above }, links: [], follows: true };
  }
  if (staysPut || along?.place === undefined) {
    return { place: span.expectation.place, links: [], follows: false };
  }
  const { place } = along;
  return { place, links: moved(model, place, above, undefined).links, follows: false };
}

function isInOpenTurn(
  model: ModelState,
  span: ModelSpan,
  session: ModelSession,
  around: Around,
): boolean {
  const turn = model.spanAt(span.context.above)?.lateTurn;
  return around.above?.id === session.id && turn?.open === true;
}
