import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { agentFile } from './hook.js';

// The files themselves: API 1.10 has an ESM and a CJS entry, and a bundle would come by both.
const API_FILES: Readonly<Record<'older' | 'newer', string>> = {
  older: require.resolve('api-1-4'),
  newer: require.resolve('api-1-10'),
};

/** How an agent is bundled. */
export interface BundleOptions {
  readonly format: 'esm' | 'cjs';
  /** The version of the API to bundle. Default: the one of this checkout. */
  readonly api?: keyof typeof API_FILES;
}

const EXTENSIONS = { esm: 'mjs', cjs: 'cjs' };

/** A folder of bundles, outside of any `node_modules`. */
export class Bundles {
  readonly #folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));

  /** Makes one minified file of an agent, with its own copy of API and SDK, and returns its path. */
  async make(agent: string, { format, api }: BundleOptions): Promise<string> {
    const name = [agent, api ?? 'same-api'].join('-');
    const outfile = join(this.#folder, `${name}.${EXTENSIONS[format]}`);
    await build({
      entryPoints: [agentFile(agent)],
      outfile,
      format,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      logLevel: 'error',
      alias: api === undefined ? {} : { '@opentelemetry/api': API_FILES[api] },
      // Node's own modules are required by code that was CommonJS.
      banner:
        format === 'esm'
          ? {
              js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);',
            }
          : {},
    });
    return outfile;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
