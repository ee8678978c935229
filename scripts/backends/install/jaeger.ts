import { join } from 'node:path';

import { installOnce } from '../cache.js';
import { runCommand } from '../process/run-command.js';
import { needTools } from '../skip.js';
import { VERSIONS } from '../versions.js';
import { downloadGoModule } from './go-module.js';

/** Builds Jaeger. Its module has no web page, only the query API. @returns the path of the program */
export async function installJaeger(): Promise<string> {
  needTools('go');
  const folder = await installOnce('jaeger', async (cwd) => {
    const module = `github.com/jaegertracing/jaeger@v${VERSIONS.jaeger}`;
    const sources = await downloadGoModule(module, cwd);
    // Its replace directives forbid `go install`, and the module cache cannot be written.
    await runCommand('cp', ['-r', sources, 'src'], { cwd });
    await runCommand('chmod', ['-R', 'u+w', 'src'], { cwd });
    await runCommand('go', ['build', '-o', join(cwd, 'jaeger'), './cmd/jaeger'], {
      cwd: join(cwd, 'src'),
    });
  });
  return join(folder, 'jaeger');
}
