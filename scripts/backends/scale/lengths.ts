import { runProcess } from '../../../examples/support/run-process.js';
import type { LongSession } from './long-session.js';

const PROGRAM = new URL('./long-session.ts', import.meta.url);

/** A session that every backend is given. */
export interface Length extends Omit<LongSession, 'endpoint'> {
  /** Stands in the table. */
  readonly title: string;
}

const ROTATED = { spans: 10_000, rotateAfterSpans: 1_000 };

/** Sessions of one trace each, one that is rotated, and one with a trace for each turn. */
export const LENGTHS: readonly Length[] = [
  ...[2_000, 10_000, 30_000].map((spans) => length(`long-${spans}`, `${spans} spans`, { spans })),
  length('rotated', `${ROTATED.spans} spans, \`rotateAfter({ spans: 1_000 })\``, ROTATED),
  length('by-turn', "10000 spans, `'interaction'`", { spans: 10_000, isByTurn: true }),
];

/** Sends a session in a process of its own. */
export function sendSession(
  { service, sessionId, spans, rotateAfterSpans, isByTurn }: Length,
  endpoint: string,
): Promise<void> {
  const session = { service, sessionId, spans, rotateAfterSpans, isByTurn, endpoint };
  return runProcess(PROGRAM, [JSON.stringify(session)], process.env);
}

function length(
  name: string,
  title: string,
  shape: Pick<LongSession, 'spans' | 'rotateAfterSpans' | 'isByTurn'>,
): Length {
  return { ...shape, title, service: name, sessionId: name };
}
