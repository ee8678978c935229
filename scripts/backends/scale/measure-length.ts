import { cpuMillis } from '../process/cpu-time.js';
import type { Backend } from '../servers/backend.js';
import { awaitSpans, type Intake } from './await-spans.js';
import { sendSession, type Length } from './lengths.js';
import { loadPage, type PageLoad } from './load-page.js';

/** How a backend answers for a session. */
export interface LengthAnswer {
  readonly intake: Intake;
  /** How many traces a search for the session finds. */
  readonly traces: number;
  /** Spans of the first of them. */
  readonly spans: number;
  /** What the backend's processor did to answer with that trace. */
  readonly apiCpuMillis: number;
  /** Undefined: it has no page. */
  readonly page: PageLoad | undefined;
}

/** Sends a session to a backend and asks it for the first trace, by its API and by its page. */
export async function measureLength(
  backend: Backend,
  length: Length,
  endpoint: string,
): Promise<LengthAnswer> {
  const { service, sessionId } = length;
  const send = (): Promise<void> => sendSession(length, endpoint);
  const intake = await awaitSpans(backend, service, length.spans, send);
  const traceIds = await backend.find(service, 'session.id', sessionId);
  const [traceId = ''] = traceIds;
  const cpuBefore = cpuMillis(backend.pid);
  const spans = await backend.loadTrace(service, traceId);
  const apiCpuMillis = cpuMillis(backend.pid) - cpuBefore;
  const page = await backend.tracePage?.(service, traceId);
  return {
    intake,
    traces: traceIds.length,
    spans,
    apiCpuMillis,
    page: page && (await loadPage(page)),
  };
}
