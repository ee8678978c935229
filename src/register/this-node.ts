import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Whether a command starts a certain Node.
 *
 * @param options - those of `node:child_process`, of which `env` and `cwd` say where a command is looked for
 */
export type IsThisNode = (command: unknown, options: unknown) => boolean;

/** Knows the Node that runs this process. The name `node` may lead to any other, which may not know our flag. */
export function thisNode(): IsThisNode {
  const { execPath } = process;
  return (command, options) => {
    if (command === execPath) {
      return true;
    }
    try {
      return (
        typeof command === 'string' &&
        realpathSync(fileOf(command, options)) === realpathSync(execPath)
      );
    } catch {
      // There is no such file, so nothing of this name will start.
      return false;
    }
  };
}

/** The file that a command leads to, as the system looks for it: in the folder and the environment of the child. */
function fileOf(command: string, options: unknown): string {
  const { cwd, env } = (options ?? {}) as { cwd?: string | URL; env?: NodeJS.ProcessEnv };
  const folder = cwd instanceof URL ? fileURLToPath(cwd) : (cwd ?? '');
  if (/[\\/]/.test(command)) {
    return resolve(folder, command);
  }
  const files = pathIn(env ?? process.env)
    .split(delimiter)
    .flatMap((entry) => namesOf(command).map((name) => resolve(folder, entry, name)));
  const found = files.find(isProgram);
  if (found === undefined) {
    throw new Error(`${command} is nowhere in the PATH.`);
  }
  return found;
}

/** Windows knows the variable in any case, and often calls it `Path`. */
function pathIn(environment: NodeJS.ProcessEnv): string {
  const name =
    process.platform === 'win32'
      ? (Object.keys(environment).find((key) => key.toUpperCase() === 'PATH') ?? '')
      : 'PATH';
  return environment[name] ?? '';
}

function namesOf(command: string): readonly string[] {
  return process.platform === 'win32' ? [`${command}.exe`, command] : [command];
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
