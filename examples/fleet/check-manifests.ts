import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cacheFolder } from '../../scripts/backends/cache.js';
import { installCollector } from '../../scripts/backends/install/collector.js';
import { installKubernetesValidate } from '../../scripts/backends/install/kubernetes-validate.js';
import { runCommand } from '../../scripts/backends/process/run-command.js';
import { needTools } from '../../scripts/backends/skip.js';

const MANIFESTS = fileURLToPath(new URL('./kubernetes', import.meta.url));

/**
 * Checks the manifests against the schemas of Kubernetes, and the configurations in them with the Collector.
 *
 * @throws Error with what is wrong
 */
export async function checkManifests(): Promise<void> {
  needTools('kubectl');
  const validate = await installKubernetesValidate();
  const cwd = cacheFolder('run', 'kubernetes');
  const rendered = await runCommand('kubectl', ['kustomize', MANIFESTS], { cwd });
  writeFileSync(join(cwd, 'rendered.yaml'), rendered);
  await runCommand(validate, ['--strict', 'rendered.yaml'], { cwd });
  const collector = await installCollector();
  for (const name of ['balancer', 'sampler']) {
    const config = join(MANIFESTS, `${name}-config.yaml`);
    const env = { BACKEND_ENDPOINT: 'backend:4317' };
    await runCommand(collector, ['validate', '--config', config], { cwd, env });
  }
}
