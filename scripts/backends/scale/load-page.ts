import { openBrowser, type Tab } from '../pictures/browser.js';
import { cpuMillis, ownChildren } from '../process/cpu-time.js';
import type { TracePage } from '../servers/backend.js';

/** Longer is no answer for somebody who looks at a page, on however busy a machine. */
const PATIENCE_MILLIS = 480_000;
/** Until a page has said that it does not show everything. */
const NOTICE_MILLIS = 2_000;

/** What the page of a trace did until it showed its first row, or until nobody waited any more. */
export interface PageLoad {
  readonly isShown: boolean;
  /** On the clock. */
  readonly millis: number;
  /** What the browser's processor did for it. */
  readonly cpuMillis: number;
  /** What it says of itself, if it does not show everything. */
  readonly notice: string | undefined;
}

/** Opens the page of a trace in a browser of its own. */
export async function loadPage(page: TracePage): Promise<PageLoad> {
  const others = ownChildren();
  const browser = await openBrowser();
  const [pid = 0] = [...ownChildren()].filter((each) => !others.has(each));
  try {
    const tab = await browser.newPage();
    const cpuBefore = cpuMillis(pid);
    const from = performance.now();
    const isShown = await isRowShown(tab, page);
    return {
      isShown,
      millis: performance.now() - from,
      cpuMillis: cpuMillis(pid) - cpuBefore,
      notice: await noticeOf(tab, page),
    };
  } finally {
    await browser.close();
  }
}

async function isRowShown(tab: Tab, { url, row }: TracePage): Promise<boolean> {
  try {
    await tab.goto(url);
    await tab.waitForSelector(row, { timeout: PATIENCE_MILLIS });
    return true;
  } catch {
    return false;
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
