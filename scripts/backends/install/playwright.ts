import { join } from 'node:path';

import { needTools } from '../skip.js';
import { VERSIONS } from '../versions.js';
import { installPackages } from './npm-packages.js';

/** Installs what drives the browser of this machine; it downloads none of its own. @returns its module */
export async function installPlaywright(): Promise<string> {
  needTools('chromium');
  const folder = await installPackages('playwright', [`playwright-core@${VERSIONS.playwright}`]);
  return join(folder, 'node_modules/playwright-core/index.mjs');
}
