import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether an argument of Node is a file of the program. */
export type IsPartOfProgram = (argument: unknown) => boolean;

/**
 * The program that a process was started from: its script, and the package that this is in. A launcher starts
 * another file of its package; a link in a `bin` folder leads there.
 */
export function programOf(script: string): IsPartOfProgram {
  const file = realPath(script);
  const folder = file === undefined ? undefined : packageFolder(dirname(file));
  return (argument) => {
    if (argument === script) {
      return true;
    }
    const other = realPath(argument);
    if (other === undefined) {
      return false;
    }
    const inFolder = folder !== undefined && other.startsWith(folder + sep);
    return (
      other === file ||
      (inFolder && !other.slice(folder.length).includes(`${sep}node_modules${sep}`))
    );
  };
}

function realPath(argument: unknown): string | undefined {
  try {
    return realpathSync(
      argument instanceof URL || String(argument).startsWith('file:')
        ? fileURLToPath(String(argument))
        : String(argument),
    );
  } catch {
    return undefined;
  }
}

/** The folder of the package that a folder is in. A package.json without a name only says how to read files. */
function packageFolder(folder: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name?: unknown;
    };
    if (typeof name === 'string') {
      return folder;
    }
  } catch {
    // None here, or none that can be read.
  }
  const above = dirname(folder);
  return above === folder ? undefined : packageFolder(above);
}
