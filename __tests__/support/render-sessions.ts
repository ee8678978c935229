import { createHash } from 'node:crypto';
import { linkNote } from '../../examples/support/link-note.js';
import type { ReceivedSpan } from '../../examples/support/received-span.js';
import { groupByTrace, renderTrace } from '../../examples/support/trace-tree.js';

/** Session ids that tests use; their trace ids are shown by name. */
const SESSIONS = ['A', 'B', 'C'];
const KEYS = ['t1', 't2', 't3', 'k1', 'k2'];

/** Renders traces as text in which nothing is random: derived trace ids are shown as what they mean. */
export function renderSessions(spans: readonly ReceivedSpan[]): string {
  const note = linkNote(spans);
  return groupByTrace(spans)
    .map((trace) =>
      renderTrace(trace, note).replace(`trace ${trace.traceId}`, meaningOf(trace.traceId)),
    )
    .join('\n');
}

function meaningOf(traceId: string): string {
  for (const session of SESSIONS) {
    if (traceId === hash(session)) {
      return `session ${session}`;
    }
    const key = KEYS.find((candidate) => traceId === hash(`${session}\0${candidate}`));
    if (key !== undefined) {
      return `session ${session}, ${key}`;
    }
  }
  return 'some trace';
}

/** The derivation without the package, so that the two check each other. */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
