import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSync } from 'esbuild';

// What the hook loads when there is something to trace. It carries a copy of the API: most of the hook's time would go
// into finding and reading the forty files of the installed one.
const LATER = 'register/provider-attachment';
const API = 'node_modules/@opentelemetry/api';

/**
 * Bundles the register hook: a small file for each of its doors, and one for all that they load later. They
 * are not minified, so that a stack trace says where it was.
 */
export function bundleHook() {
  bundle('src/register/esm-door.ts', 'dist/esm/register.js', { format: 'esm' });
  bundle('src/register.ts', 'dist/cjs/register.js', { external: [`./${LATER}.js`] });
  bundle(`src/${LATER}.ts`, `dist/cjs/${LATER}.js`, { banner: { js: licenceOfApi() } });
  copyFileSync(`${API}/LICENSE`, 'dist/cjs/register/LICENSE-opentelemetry-api');
  for (const format of ['esm', 'cjs']) {
    writeFileSync(`dist/${format}/register.d.ts`, 'export {};\n');
  }
}

function bundle(entry, outfile, options) {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // The API's ES modules, of which only what is used goes in.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    ...options,
  });
}

function licenceOfApi() {
  const { version } = JSON.parse(readFileSync(`${API}/package.json`, 'utf8'));
  return (
    `/*! Contains parts of @opentelemetry/api ${version}, Copyright The OpenTelemetry Authors, Apache-2.0: ` +
    'see LICENSE-opentelemetry-api */'
  );
}
