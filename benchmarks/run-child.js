// Starts a measuring process and reads what it prints.
import { fileURLToPath } from 'node:url';
import { output } from '../scripts/support/commands.js';

/** What a measuring process needs of Node: `gc()`, and looking for packages from another folder. */
export const NODE_FLAGS = ['--expose-gc', '--experimental-import-meta-resolve'];

export function runChild({ node, folder, major }, file, what) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return JSON.parse(output(node, [...NODE_FLAGS, path, what, major], folder));
}
