import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Backend } from '../servers/backend.js';
import { openBrowser } from './browser.js';
import { motifs } from './motifs.js';

const FOLDER = fileURLToPath(new URL('../../../docs/pictures', import.meta.url));
const VIEWPORT = { width: 1200, height: 960 };
const PATIENCE_MILLIS = 180_000;
/** Until a page has drawn what it has loaded. */
const DRAWING_MILLIS = 3_000;

/** Takes the pictures of docs/pictures, of services that the backends have. */
export async function takePictures(
  backends: readonly Backend[],
  services: readonly [before: string, after: string, chat: string],
): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await openBrowser();
  try {
    for (const motif of motifs(...services)) {
      const backend = backends.find(({ name }) => name === motif.backend);
      if (!backend) continue;
      const tab = await browser.newPage({ viewport: VIEWPORT, colorScheme: 'light' });
      tab.setDefaultTimeout(PATIENCE_MILLIS);
      await motif.open(tab, backend);
      await tab.waitForTimeout(DRAWING_MILLIS);
      await tab.screenshot({ path: `${FOLDER}/${motif.file}`, clip: motif.clip });
    }
  } finally {
    await browser.close();
  }
}
