import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { installOnce } from '../cache.js';
import { runCommand } from '../process/run-command.js';
import { needTools } from '../skip.js';
import { VERSIONS } from '../versions.js';

const CORE = 'go.opentelemetry.io/collector';
const CONTRIB = 'github.com/open-telemetry/opentelemetry-collector-contrib';
const { collector, collectorStable, zipkinExporter } = VERSIONS;

const MANIFEST = {
  dist: { name: 'otelcol', output_path: './build' },
  receivers: modules(`${CORE}/receiver/otlpreceiver v${collector}`),
  processors: modules(
    `${CORE}/processor/batchprocessor v${collector}`,
    `${CONTRIB}/processor/transformprocessor v${collector}`,
    `${CONTRIB}/processor/tailsamplingprocessor v${collector}`,
    `${CONTRIB}/processor/groupbytraceprocessor v${collector}`,
  ),
  exporters: modules(
    `${CORE}/exporter/otlpexporter v${collector}`,
    `${CORE}/exporter/otlphttpexporter v${collector}`,
    `${CONTRIB}/exporter/loadbalancingexporter v${collector}`,
    `${CONTRIB}/exporter/fileexporter v${collector}`,
    `${CONTRIB}/exporter/zipkinexporter v${zipkinExporter}`,
  ),
  providers: modules(
    `${CORE}/confmap/provider/envprovider v${collectorStable}`,
    `${CORE}/confmap/provider/fileprovider v${collectorStable}`,
  ),
};

/** Builds a Collector with what the runs need. @returns the path of the program */
export async function installCollector(): Promise<string> {
  needTools('go');
  const folder = await installOnce('collector', async (cwd) => {
    writeFileSync(join(cwd, 'builder.yaml'), JSON.stringify(MANIFEST));
    await runCommand('go', ['install', `${CORE}/cmd/builder@v${collector}`], {
      cwd,
      env: { GOBIN: join(cwd, 'bin') },
    });
    await runCommand(join(cwd, 'bin/builder'), ['--config', 'builder.yaml'], { cwd });
  });
  return join(folder, 'build/otelcol');
}

function modules(...lines: readonly string[]): { readonly gomod: string }[] {
  return lines.map((gomod) => ({ gomod }));
}
