import type { Backend, Chat } from '../servers/backend.js';
import type { Run } from '../workload/run-mode.js';
import { shapeOf, type Shape } from './shape.js';

/** What a backend makes of one session. */
export interface Finding {
  readonly session: string;
  /** What a search for the session id finds: these traces, whole. */
  readonly shape: Shape;
  readonly chat: Chat | undefined;
}

/** What a backend makes of a run. */
export interface Answer {
  readonly run: Run;
  readonly sessions: readonly Finding[];
  /** Names of the spans that no search for a session id finds. */
  readonly notFound: readonly string[];
}

/** Asks a backend for a run, session by session, and for what no session has. */
export async function askBackend(backend: Backend, run: Run): Promise<Answer> {
  const { service } = run;
  const all = await backend.spansOf(service);
  const found = new Set<string>();
  const sessions: Finding[] = [];
  for (const session of run.sessions) {
    const traceIds = new Set(await backend.find(service, 'session.id', session));
    const spans = all.filter(({ traceId }) => traceIds.has(traceId));
    for (const { traceId } of spans) found.add(traceId);
    const chat = await backend.chatOf?.(service, session);
    sessions.push({ session, shape: shapeOf(spans), chat });
  }
  const notFound = all.filter(({ traceId }) => !found.has(traceId)).map(({ name }) => name);
  return { run, sessions, notFound };
}
