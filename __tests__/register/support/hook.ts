import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The built package. */
export const DIST: string = join(__dirname, '..', '..', '..', 'dist');

/** The built register hook, as ES module. */
export const ESM_HOOK: string = pathToFileURL(join(DIST, 'esm', 'register.js')).href;

/** The built register hook, as CommonJS. */
export const CJS_HOOK: string = join(DIST, 'cjs', 'register.js');

/** The Node arguments that load the hook, in each way there is. */
export const WAYS: readonly (readonly [way: '--import' | '--require', hook: readonly string[]])[] =
  [
    ['--import', ['--import', ESM_HOOK]],
    ['--require', ['--require', CJS_HOOK]],
  ];

/** The file of a fixture agent. */
export function agentFile(name: string): string {
  return join(__dirname, '..', 'agents', name);
}
