import { join } from 'node:path';

import { installOnce } from '../cache.js';
import { runCommand } from '../process/run-command.js';
import { needTools } from '../skip.js';
import { VERSIONS } from '../versions.js';

/** Installs a checker that brings the schemas of Kubernetes along. @returns the path of the program */
export async function installKubernetesValidate(): Promise<string> {
  needTools('python3');
  const folder = await installOnce('kubernetes', async (cwd) => {
    await runCommand('python3', ['-m', 'venv', 'venv'], { cwd });
    const packages = [`kubernetes-validate==${VERSIONS.kubernetesValidate}`];
    await runCommand('venv/bin/pip', ['install', '-q', ...packages], { cwd });
  });
  return join(folder, 'venv/bin/kubernetes-validate');
}
