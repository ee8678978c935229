import { createHash } from 'node:crypto';
import { SESSION_IDS, TRACE_KEYS, TURN_IDS } from './program.js';

/** The derivation of docs/derivation.md, without the package. */
export function traceIdOf(session: string, key: string | undefined): string {
  return digest(session, key).slice(0, 32);
}

export function rootSpanIdOf(session: string, key: string | undefined): string {
  return digest(session, key).slice(32, 48);
}

function digest(session: string, key: string | undefined): string {
  return createHash('sha256')
    .update(key === undefined ? session : `${session}\0${key}`)
    .digest('hex');
}

/** The trace ids that programs can derive for a part of a session. */
export const BOUNDED_TRACE_IDS: ReadonlySet<string> = new Set(
  SESSION_IDS.flatMap((session) =>
    [...TURN_IDS, ...TRACE_KEYS].map((key) => traceIdOf(session, key)),
  ),
);

/** All trace ids that programs can derive. */
export const DERIVED_TRACE_IDS: ReadonlySet<string> = new Set([
  ...BOUNDED_TRACE_IDS,
  ...SESSION_IDS.map((session) => traceIdOf(session, undefined)),
]);
