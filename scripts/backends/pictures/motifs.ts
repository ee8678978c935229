import type { Backend } from '../servers/backend.js';
import type { Tab } from './browser.js';

/** One picture: what is opened, and which part of it is shown. */
export interface Motif {
  readonly backend: string;
  /** The file in docs/pictures, and the service that it shows. */
  readonly file: string;
  readonly service: string;
  readonly open: (tab: Tab, backend: Backend) => Promise<void>;
  readonly clip: Clip;
}

/** A part of a page, in pixels. */
interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const LOOKBACK = 'lookback=15m&limit=10';

/** A user's session before and after, and as a chat. */
export function motifs(before: string, after: string, chat: string): readonly Motif[] {
  return [
    {
      backend: 'Zipkin',
      file: 'zipkin-before.png',
      service: before,
      clip: { x: 0, y: 68, width: 1200, height: 330 },
      open: async (tab, { page = '' }) => {
        const query = `serviceName=${before}&annotationQuery=session.id%3D${before}-alice`;
        await tab.goto(`${page}/?${query}&${LOOKBACK}`);
        await tab.click('text=RUN QUERY');
        await tab.waitForSelector('text=EXPAND ALL');
      },
    },
    {
      backend: 'Zipkin',
      file: 'zipkin-after.png',
      service: after,
      clip: { x: 0, y: 68, width: 720, height: 796 },
      open: (tab, backend) => openTrace(tab, backend, after),
    },
    {
      backend: 'Phoenix',
      file: 'phoenix-chat.png',
      service: chat,
      clip: { x: 300, y: 46, width: 900, height: 700 },
      open: async (tab, backend) => {
        // The page looks for it before it draws anything.
        await tab.goto(backend.page ?? '');
        await tab.evaluate("localStorage.setItem('arize-phoenix-theme', 'light')");
        await tab.goto((await backend.chatPage?.(chat, `${chat}-alice`)) ?? '');
        await tab.waitForSelector('text=Turn 03');
      },
    },
  ];
}

async function openTrace(tab: Tab, backend: Backend, service: string): Promise<void> {
  const [traceId = ''] = await backend.find(service, 'session.id', `${service}-alice`);
  const page = await backend.tracePage?.(service, traceId);
  if (!page) throw new Error(`${backend.name} has no page for traces.`);
  await tab.goto(page.url);
  await tab.waitForSelector(page.row);
}
