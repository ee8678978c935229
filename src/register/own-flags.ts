import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** This module by its name, or its file wherever it was put. */
const OURS = /(?:otel-session-trace|[\\/]esm|[\\/]cjs)[\\/]register(?:\.js)?$/;

/** An argument of Node that has it load a module first. */
export interface LoadingFlag {
  readonly flag: '--import' | '--require';
  readonly module: string;
  /** The index of the argument after it. */
  readonly next: number;
}

/** The flag at an index of Node's arguments, if it is one that loads a module. */
export function loadingFlagAt(args: readonly unknown[], index: number): LoadingFlag | undefined {
  const [name, value] = textAt(args, index).split(/=(.*)/s);
  const flag = name === '-r' ? '--require' : name;
  if (flag !== '--import' && flag !== '--require') {
    return undefined;
  }
  return value === undefined
    ? { flag, module: textAt(args, index + 1), next: index + 2 }
    : { flag, module: value, next: index + 1 };
}

function textAt(args: readonly unknown[], index: number): string {
  const argument = args[index];
  return typeof argument === 'string' ? argument : '';
}

/** Whether a flag loads us. */
export function isOwn({ module }: LoadingFlag): boolean {
  return OURS.test(module);
}

/** Whether arguments of Node have a flag that loads us. */
export function loadUs(execArgv: readonly unknown[]): boolean {
  return execArgv.some((_argument, index) => {
    const loading = loadingFlagAt(execArgv, index);
    return loading !== undefined && isOwn(loading);
  });
}

/**
 * The flags among `execArgv` that load us, in a form that means the same in whatever folder a child process
 * starts.
 *
 * @param folder - where this process was started
 */
export function ownFlags(execArgv: readonly string[], folder: string): string[] {
  return execArgv.flatMap((_argument, index) => {
    const loading = loadingFlagAt(execArgv, index);
    if (loading === undefined || !isOwn(loading)) {
      return [];
    }
    return [`${loading.flag}=${placeOf(loading, folder)}`];
  });
}

/** The module of a flag, in a form that means the same in whatever folder; as it is where nobody finds it. */
export function placeOf({ flag, module }: LoadingFlag, folder: string): string {
  return flag === '--import' ? urlOf(module, folder) : pathOf(module, folder);
}

function urlOf(module: string, folder: string): string {
  const path = pathOf(module, folder);
  return isAbsolute(path) ? pathToFileURL(path).href : module;
}

function pathOf(module: string, folder: string): string {
  if (/^\.{1,2}[\\/]/.test(module)) {
    return resolve(folder, module);
  }
  try {
    return createRequire(join(folder, 'in-this-folder.js')).resolve(module);
  } catch {
    // A URL, or a name that only Node's own flags find.
    return module;
  }
}
