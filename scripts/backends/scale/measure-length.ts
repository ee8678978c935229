import { openBrowser, type Tab } from '../pictures/browser.js';
import type { Backend, TracePage } from '../servers/backend.js';
import { awaitSpans, type Intake } from './await-spans.js';
import { sendSession, type Length } from './lengths.js';

/** Longer is no answer for somebody who looks at a page. */
export const PAGE_PATIENCE_MILLIS = 90_000;

/** Until a page has said that it does not show everything. */
const NOTICE_MILLIS = 2_000;

/** The page of a trace that has shown its first row. */
interface ShownPage {
  readonly millis: number;
  /** What it says of itself, if it does not show everything. */
  readonly notice: string | undefined;
}

/** How a backend answers for a session. */
export interface LengthAnswer {
  readonly intake: Intake;
  /** How many traces a search for the session finds. */
  readonly traces: number;
  /** Spans of the first of them. */
  readonly spans: number;
  /** Until its API has answered with that trace. */
  readonly apiMillis: number;
  /** Undefined: not within the time, or no page. */
  readonly page: ShownPage | undefined;
}

/** Sends a session to a backend and asks it for the first trace, by its API and by its page. */
export async function measureLength(
  backend: Backend,
  length: Length,
  endpoint: string,
): Promise<LengthAnswer> {
  const { service, sessionId } = length;
  await sendSession(length, endpoint);
  const intake = await awaitSpans(backend, service, length.spans, performance.now());
  const traceIds = await backend.findSession(service, sessionId);
  const [traceId = ''] = traceIds;
  const from = performance.now();
  const spans = await backend.loadTrace(service, traceId);
  const apiMillis = performance.now() - from;
  const page = await loadPage(backend, service, traceId);
  return { intake, traces: traceIds.length, spans, apiMillis, page };
}

async function loadPage(
  backend: Backend,
  service: string,
  traceId: string,
): Promise<ShownPage | undefined> {
  const page = await backend.tracePage?.(service, traceId);
  if (!page) return undefined;
  const browser = await openBrowser();
  try {
    const tab = await browser.newPage();
    const from = performance.now();
    await tab.goto(page.url);
    await tab.waitForSelector(page.row, { timeout: PAGE_PATIENCE_MILLIS });
    const millis = performance.now() - from;
    return { millis, notice: await noticeOf(tab, page) };
  } catch {
    return undefined;
  } finally {
    await browser.close();
  }
}

async function noticeOf(tab: Tab, { notice }: TracePage): Promise<string | undefined> {
  if (notice === undefined) return undefined;
  try {
    return (await tab.textContent(notice, { timeout: NOTICE_MILLIS })) ?? undefined;
  } catch {
    return undefined;
  }
}
