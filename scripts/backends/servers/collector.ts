import { writeFileSync } from 'node:fs';

import { cacheFolder } from '../cache.js';
import { installCollector } from '../install/collector.js';
import { ServerProcess } from '../process/server-process.js';

/** How a Collector runs. */
export interface CollectorOptions {
  /** Names its log file and its configuration. */
  readonly name: string;
  /** Where its OTLP receiver listens for HTTP. */
  readonly port: number;
  readonly config: object;
}

/** Starts a Collector and waits until its receiver answers. */
export async function startCollector(options: CollectorOptions): Promise<ServerProcess> {
  const { name, port, config } = options;
  const command = await installCollector();
  const cwd = cacheFolder('run', name);
  writeFileSync(`${cwd}/config.yaml`, JSON.stringify(config, undefined, 2));
  return ServerProcess.start({
    name,
    command,
    args: ['--config', 'config.yaml'],
    cwd,
    readyUrl: `http://127.0.0.1:${port}/v1/traces`,
  });
}
