import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');

/** Puts the built package, and those that it is used with, into a folder as if they were installed there. */
export function installPackage(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', '@opentelemetry'), join(modules, '@opentelemetry'));
  symlinkSync(ROOT, join(modules, 'otel-session-trace'));
  for (const api of ['api-1-4', 'api-1-10']) {
    symlinkSync(join(ROOT, 'node_modules', api), join(modules, api));
  }
}
