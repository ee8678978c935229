import { openBrowser } from '../pictures/browser.js';
import type { Backend } from '../servers/backend.js';

/** Longer is no answer for somebody who looks at a page. */
const PATIENCE_MILLIS = 90_000;

/** How a backend answers for a trace. */
export interface LengthAnswer {
  /** How many traces a search for the session finds. */
  readonly traces: number;
  /** Spans of the first of them. */
  readonly spans: number;
  readonly apiMillis: number;
  /** Until the page shows its first row; undefined: not within the time, or no page. */
  readonly pageMillis: number | undefined;
}

/** Asks a backend for a session's first trace, by its API and by its page. */
export async function measureLength(
  backend: Backend,
  service: string,
  sessionId: string,
): Promise<LengthAnswer> {
  const traceIds = await backend.findSession(service, sessionId);
  const [traceId = ''] = traceIds;
  const from = performance.now();
  const spans = await backend.loadTrace(service, traceId);
  const apiMillis = performance.now() - from;
  return {
    traces: traceIds.length,
    spans,
    apiMillis,
    pageMillis: await firstRowMillis(backend, service, traceId),
  };
}

async function firstRowMillis(
  backend: Backend,
  service: string,
  traceId: string,
): Promise<number | undefined> {
  const page = await backend.tracePage?.(service, traceId);
  if (!page) return undefined;
  const browser = await openBrowser();
  try {
    const tab = await browser.newPage();
    const from = performance.now();
    await tab.goto(page.url);
    await tab.waitForSelector(page.row, { timeout: PATIENCE_MILLIS });
    return performance.now() - from;
  } catch {
    return undefined;
  } finally {
    await browser.close();
  }
}
