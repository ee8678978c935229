import { join } from 'node:path';

import { installOnce } from '../cache.js';
import { runCommand } from '../process/run-command.js';
import { needTools } from '../skip.js';
import { VERSIONS } from '../versions.js';

/** Builds Prometheus, without what finds targets in clouds. @returns the path of the program */
export async function installPrometheus(): Promise<string> {
  needTools('go');
  const folder = await installOnce('prometheus', async (cwd) => {
    const module = `github.com/prometheus/prometheus/cmd/prometheus@v${VERSIONS.prometheus}`;
    await runCommand('go', ['install', '-tags', 'remove_all_sd', module], {
      cwd,
      env: { GOBIN: join(cwd, 'bin') },
    });
  });
  return join(folder, 'bin/prometheus');
}
