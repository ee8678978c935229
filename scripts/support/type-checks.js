// The TypeScript versions and the ways to resolve modules that the declarations are checked under.
import { join } from 'node:path';
import { output } from './commands.js';

export const TYPESCRIPTS = ['5.4.5', '5.5.4', '5.6.3', '5.7.3', '5.8.3', '5.9.3', '6.0.3'].map(
  (version) => ({ name: `typescript-${version.slice(0, 3)}`, version }),
);

const node = (system) => ['--module', system, '--moduleResolution', system];
const ESM = 'consumer.mts';
const CJS = 'consumer.cts';

export const RESOLUTIONS = {
  nodenext: [...node('nodenext'), ESM, CJS],
  node16: [...node('node16'), ESM, CJS],
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler', ESM],
};

const STRICT = [
  ...[
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--noImplicitOverride',
  ],
  ...['--noPropertyAccessFromIndexSignature', '--isolatedModules'],
  ...['--skipLibCheck', 'false', '--target', 'es2022', '--types', 'node', '--noEmit'],
];

/** Runs that compiler in the folder and returns its complaints; throws when it has any. */
export function typeCheck(folder, name, options) {
  const tsc = join(folder, 'node_modules', name, 'bin/tsc');
  return output(process.execPath, [tsc, ...STRICT, ...options], folder);
}
