import { join } from 'node:path';

import { installOnce } from '../cache.js';
import { runCommand } from '../process/run-command.js';
import { needTools } from '../skip.js';
import { VERSIONS } from '../versions.js';

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** Downloads Zipkin. @returns the path of the jar */
export async function installZipkin(): Promise<string> {
  needTools('mvn', 'java');
  const folder = await installOnce('zipkin', async (cwd) => {
    const artifact = `io.zipkin:zipkin-server:${VERSIONS.zipkin}:jar:exec`;
    await runCommand('mvn', ['-q', '-B', COPY, `-Dartifact=${artifact}`, '-DoutputDirectory=.'], {
      cwd,
    });
  });
  return join(folder, `zipkin-server-${VERSIONS.zipkin}-exec.jar`);
}
