import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DIST } from './hook.js';
import { runNode } from './run-node.js';

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** What a Node process loaded. */
export interface Loaded {
  /** Files, relative to the built package, in the order in which they were loaded. */
  readonly files: readonly string[];
  /** Modules of Node. */
  readonly builtins: readonly string[];
}

/** Runs Node and returns what it loaded: V8 lists every script when it is asked for coverage. */
export async function loadedBy(
  nodeArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
  try {
    const { exitCode, errors } = await runNode(nodeArguments, {
      environment: { ...environment, NODE_V8_COVERAGE: folder },
    });
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    const urls = readdirSync(folder).flatMap((file) => urlsIn(join(folder, file)));
    return {
      files: urls
        .filter((url) => url.startsWith('file:'))
        .map((url) => relative(DIST, fileURLToPath(url))),
      builtins: urls.filter((url) => url.startsWith('node:')),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function urlsIn(file: string): string[] {
  const { result } = JSON.parse(readFileSync(file, 'utf8')) as Coverage;
  return result.map(({ url }) => url);
}
