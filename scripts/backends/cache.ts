import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../.cache/backends', import.meta.url));

/** A path in the folder that git ignores: what was downloaded and built, and what the last runs wrote. */
export function inCache(...names: readonly string[]): string {
  return join(CACHE, ...names);
}

/** A folder in the cache, made when it is not there. */
export function cacheFolder(...names: readonly string[]): string {
  const folder = inCache(...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Installs a thing unless it is there already. What was cut off in the middle is begun again.
 *
 * @returns the folder that it is in
 */
export async function installOnce(
  name: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = cacheFolder(name);
  const isWhole = join(folder, 'installed');
  if (!existsSync(isWhole)) {
    console.log(`installing ${name} …`);
    await install(folder);
    writeFileSync(isWhole, new Date().toISOString());
  }
  return folder;
}
