import { runProcess } from '../../../examples/support/run-process.js';
import type { LongSession } from './long-session.js';

const PROGRAM = new URL('./long-session.ts', import.meta.url);

/** Sessions of one trace each, and one that is rotated. */
export const LENGTHS: readonly Omit<LongSession, 'endpoint'>[] = [
  ...[2_000, 10_000, 30_000].map((spans) => ({
    service: `long-${spans}`,
    sessionId: `long-${spans}`,
    spans,
  })),
  { service: 'rotated', sessionId: 'rotated', spans: 10_000, rotateAfterSpans: 1_000 },
];

/** Sends a session in a process of its own. */
export function sendSession(
  length: Omit<LongSession, 'endpoint'>,
  endpoint: string,
): Promise<void> {
  return runProcess(PROGRAM, [JSON.stringify({ ...length, endpoint })], process.env);
}
