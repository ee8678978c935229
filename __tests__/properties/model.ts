// The table of docs/placement.md, read naively: it remembers everything, works out each span on its own, and knows neither
// SDK objects nor how the package does it.
import { isSame, type Expectation } from './expectation.js';
import { contextOf } from './model-contexts.js';
import type { ModelSession } from './model-session.js';
import { ModelState, type ModelContext, type ModelSpan, type Placed } from './model-state.js';
import { sessionOf, turnIdOf } from './model-which-session.js';
import { place, placeWithoutSession } from './model-where.js';
import {
  SESSION_IDS,
  spanMeant,
  type End,
  type Log,
  type Program,
  type SessionId,
  type Start,
} from './program.js';

/** What becomes of a span, and what of it `sessions.exporter` exports. */
export interface Expectations {
  readonly live: Expectation;
  readonly atExport: Expectation;
}

/** What becomes of each span that a program starts, in order. */
export function expectationsOf(program: Program): readonly Expectations[] {
  const model = new ModelState(program.setup);
  for (const step of program.steps) {
    switch (step.do) {
      case 'start':
        start(model, step);
        break;
      case 'end':
        end(model, step);
        break;
      case 'log':
        log(model, step);
        break;
      case 'end-session':
        model.sessions.get(step.session)?.stopWaiting();
        model.sessions.delete(step.session);
        break;
      case 'set-key':
        model.key = step.key;
        break;
      case 'flush':
        flush(model);
        model.atExport?.flush();
        break;
    }
  }
  for (const [index, span] of [...model.spans.entries()].reverse()) {
    endSpan(model, index, span);
  }
  model.atExport?.flush();
  return model.spans.map(({ expectation, atExport = expectation }) => ({
    live: expectation,
    atExport,
  }));
}

function start(model: ModelState, start: Start): void {
  const context = contextOf(model, start);
  const above = model.spanAt(context.above);
  if (above !== undefined) {
    above.followed = true;
  }
  const told = sessionOf(model, start, context);
  const placed =
    told.session === undefined
      ? placeWithoutSession(model, context)
      : place(model, start, context, told.session);
  const followed = isFollowing(context, placed, told.session, above) ? above : undefined;
  const isOpen =
    mayMissItsTrace(model, start, context, placed, told.session) ||
    (followed !== undefined && followed.expectation.dropped === undefined);
  if (isOpen && told.session !== undefined && model.isTurn(start)) {
    told.session.mayMissTurn = true;
  }
  model.spans.push({
    start,
    context,
    ...told,
    turn: placed.turn,
    called: placed.called,
    moved: placed.moved,
    atExport: undefined,
    lateTurn: undefined,
    stayedFor: undefined,
    wait: placed.wait,
    expectation: {
      session: told.session?.id,
      place: placed.place,
      links: placed.links,
      turnNumber: placed.turnNumber,
      dropped: isOpen
        ? undefined
        : followed?.expectation.dropped === true || model.isDropped(placed.place.trace),
      isOpen,
    },
    ended: false,
    followed: false,
  });
  model.atExport?.started(model.spans.length - 1);
}

function end(model: ModelState, { span: number, told }: End): void {
  const meant = spanMeant(number, model.spans.length);
  const span = meant === undefined ? undefined : model.spans[meant];
  if (meant === undefined || span === undefined || span.ended) return;
  endSpan(model, meant, span);
  if (isToldLate(model, span, told)) {
    placeLate(model, meant, span, told);
  }
}

function endSpan(model: ModelState, index: number, span: ModelSpan): void {
  if (span.ended) return;
  span.ended = true;
  if (span.turn?.span === index) {
    span.turn.open = false;
  }
  if (span.expectation.dropped !== true) {
    model.atExport?.ended(index);
  }
}

/** Nothing waits for its turn any more that a simple processor has handed to `sessions.exporter`. */
function flush({ setup, spans }: ModelState): void {
  for (const { wait, ended } of spans) {
    if (wait !== undefined && ended && setup.processor === 'simple') {
      wait.isSettled = true;
    }
  }
}

function log(model: ModelState, { span: number, told, current }: Log): void {
  const meant = number === undefined ? undefined : spanMeant(number, model.spans.length);
  const span = meant === undefined ? undefined : model.spans[meant];
  if (meant !== undefined && span !== undefined && model.setup.logs === 'spans') {
    span.followed = true;
    // "By the rules for a span that is no turn."
    const record: Start = { ...span.start, name: 'tool', told, current };
    const above = { kind: 'span', span: meant } as const;
    const { session } = sessionOf(model, record, { ...span.context, above });
    model.atExport?.logged(meant, session);
  }
}

/** "A span without parent and children is placed at its end." */
function isToldLate(
  model: ModelState,
  span: ModelSpan,
  told: SessionId | undefined,
): told is SessionId {
  return (
    told !== undefined &&
    model.setup.told !== 'current' &&
    span.session === undefined &&
    span.context.above === undefined &&
    !span.followed
  );
}

function placeLate(model: ModelState, index: number, span: ModelSpan, told: SessionId): void {
  const session = model.session(told);
  // Nobody knows any more in which message it was started.
  const context = { ...span.context, sender: undefined };
  const placed = place(model, span.start, context, session, index);
  if (placed.turn?.span === index) {
    placed.turn.open = false;
  }
  model.spans[index] = {
    ...span,
    session,
    turn: placed.turn,
    called: placed.called,
    wait: placed.wait,
    expectation: {
      session: told,
      place: placed.place,
      links: placed.links,
      turnNumber: undefined,
      dropped: span.expectation.dropped,
      isOpen: false,
    },
  };
}

/** What follows a span of its session is dropped with it; all else is kept or dropped with its own trace. */
function isFollowing(
  { above }: ModelContext,
  { place }: Placed,
  session: ModelSession | undefined,
  parent: ModelSpan | undefined,
): boolean {
  return session !== undefined && parent?.session?.id === session.id && isSame(place.parent, above);
}

/** What was dropped or forgotten is not there to be joined or to change the key: another trace decides then. */
function mayMissItsTrace(
  model: ModelState,
  start: Start,
  context: ModelContext,
  { turn }: Placed,
  session: ModelSession | undefined,
): boolean {
  const { sampler, scope, maxSessions, orphans } = model.setup;
  if (sampler !== 'half' || session === undefined) return false;
  const forgets = maxSessions < SESSION_IDS.length;
  if (scope === 'key' && (forgets || session.mayMissTurn)) return true;
  const isOrphan =
    !model.isTurn(start) && (context.above === undefined || context.above.kind === 'phantom');
  if (scope === 'session' || !isOrphan) return false;
  if (turn === undefined) return orphans !== 'session-root';
  // Of a dropped turn nothing is remembered but its id.
  const isNamed = turn.id !== undefined && turn.id === turnIdOf(model, start, context, session.id);
  return forgets || !isNamed || model.spans[turn.span]?.expectation.isOpen === true;
}
