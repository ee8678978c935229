// Builds dist/esm and dist/cjs: the main entry through tsc twice, the register hook through esbuild.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { rmSync, writeFileSync } from 'node:fs';
import { bundleHook } from './support/bundle-hook.js';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const compile = (...options) =>
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', ...options], {
    stdio: 'inherit',
  });

rmSync('dist', { recursive: true, force: true });
compile();
compile(
  ...['--outDir', 'dist/cjs', '--module', 'commonjs', '--moduleResolution', 'bundler'],
  ...['--verbatimModuleSyntax', 'false'],
);
// The package is "type": "module"; this file says that what lies beside it is not.
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n');
bundleHook();
