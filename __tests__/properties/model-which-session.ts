import { isSame } from './expectation.js';
import type { ModelContext, ModelSpan, ModelState } from './model-state.js';
import type { SessionId, Start, TurnId } from './program.js';

/** Which session a span belongs to: the first that answers. */
export function sessionOf(
  model: ModelState,
  start: Start,
  { above, entry }: ModelContext,
): Pick<ModelSpan, 'session' | 'fromEntry'> {
  const parent = model.spanAt(above);
  if (entry !== undefined && (above === undefined || isSame(entry.under, above))) {
    return { session: model.session(entry.session), fromEntry: true };
  }
  if (parent?.session !== undefined && (!model.isTurn(start) || parent.fromEntry)) {
    return { session: parent.session, fromEntry: parent.fromEntry };
  }
  if (entry !== undefined) {
    return { session: model.session(entry.session), fromEntry: true };
  }
  const resolved = resolve(model, start);
  if (resolved !== undefined) {
    return { session: model.session(resolved), fromEntry: false };
  }
  return { session: parent?.session, fromEntry: parent?.fromEntry ?? false };
}

function resolve(model: ModelState, { told, current }: Start): SessionId | undefined {
  const ambient = model.setup.throwing === 'sessionId' ? undefined : current;
  return { current: ambient, attributes: told, both: told ?? ambient }[model.setup.told];
}

/** The id of a turn that a span carries, or that its entry names. */
export function turnIdOf(
  model: ModelState,
  start: Start,
  { entry }: ModelContext,
  session: SessionId,
): TurnId | undefined {
  const own =
    model.setup.turnIds && model.setup.throwing !== 'interactionId' ? start.turn : undefined;
  return own ?? (entry?.session === session ? entry.turn : undefined);
}
