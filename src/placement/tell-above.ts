import type { Plan } from './plan.js';

/**
 * Tells a parent of no session where the span went that was started under it. To be called for spans that are exported:
 * others take nobody along.
 */
export function tellAbove({ tells, mark, destination, trace, opensTurn }: Plan): void {
  const { session } = mark;
  if (tells === undefined || session === undefined) {
    return;
  }
  const told = { session, isLive: true, hasTurn: opensTurn };
  switch (destination) {
    case 'parent':
      tells.stayFor(session);
      tells.noteStart({ ...told, trace: trace ?? session.current });
      break;
    case 'root':
      tells.noteStart({ ...told, trace });
      break;
    default:
      // Only under a root is there room for another span.
      tells.noteStart({ ...told, trace: undefined });
  }
}
