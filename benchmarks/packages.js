// The packages that a variant is made of, as an application beside the SDK would import them.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The API, the SDK's provider and our package, all from the SDK's folder. */
export async function importBeside({ folder, module, provider }) {
  // As ES modules: `require` would find other files of the same packages.
  const from = pathToFileURL(join(folder, 'package.json'));
  const load = (name) => import(import.meta.resolve(name, from));
  const api = await load('@opentelemetry/api');
  const sdk = await load(module);
  const sessionTrace = await load('otel-session-trace');
  return { api, TracerProvider: sdk[provider], sessionTrace };
}
