import { existsSync, readFileSync, readdirSync } from 'node:fs';

import { groupBy } from '../support/group-by.js';
import { decodeExportRequest } from '../support/otlp-decode.js';
import type { ReceivedSpan } from '../support/received-span.js';
import type { Lane } from './lanes.js';
import { PROCESSES, SPANS_PER_PROCESS } from './sessions.js';

/** What became of the sessions in a lane. */
export interface KeptSessions {
  /** Ids of sessions of which every span came through. */
  readonly whole: ReadonlySet<string>;
  /** Ids of sessions of which something is missing: a span, or a parent that a span names. */
  readonly torn: ReadonlySet<string>;
}

/** Reads what the collectors of a lane let through. */
export function keptSessions(folder: string, { name }: Lane): KeptSessions {
  const spans = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(`.${name}.json`))
        .flatMap((file) => readSpans(`${folder}/${file}`))
    : [];
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const whole = new Set<string>();
  const torn = new Set<string>();
  for (const [session, members] of groupBy(spans, sessionOf)) {
    if (session === undefined) continue;
    const ofAgents = members.filter(({ attributes }) => attributes['fleet.session'] === session);
    const isWhole =
      ofAgents.length === PROCESSES * SPANS_PER_PROCESS &&
      members.every(({ parentSpanId }) => parentSpanId === undefined || ids.has(parentSpanId));
    (isWhole ? whole : torn).add(session);
  }
  return { whole, torn };
}

/** The agents say it on each span, so that those are counted too that nothing else holds to their session. */
function sessionOf({ attributes }: ReceivedSpan): string | undefined {
  const session = attributes['fleet.session'] ?? attributes['session.id'];
  return typeof session === 'string' ? session : undefined;
}

/** The file exporter writes one export request per line. */
function readSpans(file: string): ReceivedSpan[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => decodeExportRequest(line));
}
