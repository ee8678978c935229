import { join } from 'node:path';

import { installOnce } from '../cache.js';
import { runCommand } from '../process/run-command.js';
import { needTools } from '../skip.js';
import { VERSIONS } from '../versions.js';

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Installs the viewer, with the Node that it asks for. @returns the folder that it is in */
export function installViewer(): Promise<string> {
  const { viewer, viewerNode } = VERSIONS;
  return installPackages('viewer', [`node@${viewerNode}`, `autotel-devtools@${viewer}`]);
}

/** Installs what drives the browser of this machine; it downloads none of its own. */
export async function installPlaywright(): Promise<string> {
  needTools('chromium');
  const folder = await installPackages('playwright', [`playwright-core@${VERSIONS.playwright}`]);
  return join(folder, 'node_modules/playwright-core/index.mjs');
}

function installPackages(name: string, packages: readonly string[]): Promise<string> {
  needTools('npm');
  return installOnce(name, async (cwd) => {
    await runCommand('npm', ['init', '-y'], { cwd });
    await runCommand('npm', ['install', '--save-exact', ...QUIET, ...packages], { cwd });
  });
}
