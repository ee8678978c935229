import type childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { isOwn, loadUs, loadingFlagAt, ownFlags } from './own-flags.js';
import { programOf, type IsPartOfProgram } from './program.js';
import { thisNode, type IsThisNode } from './this-node.js';

type AnyFunction = (...args: unknown[]) => unknown;

/** The functions of `node:child_process` that start Node. */
export type Starters = Pick<
  typeof childProcess,
  'spawn' | 'spawnSync' | 'execFile' | 'execFileSync' | 'fork'
>;

/**
 * Sees to it that a command-line tool which starts itself again (to raise a limit, to restart after an
 * update, to keep a server) loads us there, too. Only that is touched: a file of the same program, started
 * by the same Node, without our flag. NODE_OPTIONS reaches every child by itself.
 *
 * @param execArgv - the arguments of Node that this process was started with
 * @param script - the script that it was started with
 * @param given - `node:child_process` when left out
 */
export function followRespawns(
  execArgv: readonly string[],
  script: string | undefined,
  given?: Starters,
): void {
  const flags = ownFlags(execArgv, process.cwd());
  if (flags.length === 0 || script === undefined) {
    return;
  }
  const target = given ?? loadChildProcess();
  const isPartOfProgram = programOf(script);
  const isThisNode = thisNode();
  for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync'] as const) {
    replace(
      target,
      name,
      (original) =>
        (command, args, ...rest) =>
          original(
            command,
            startsCopy(command, args, rest[0], isThisNode, isPartOfProgram)
              ? [...flags, ...(args as unknown[])]
              : args,
            ...rest,
          ),
    );
  }
  replace(
    target,
    'fork',
    (original) =>
      (module, ...rest) =>
        original(
          module,
          ...(isPartOfProgram(module)
            ? rest.map((given) => withExecArgv(given, flags, isThisNode))
            : rest),
        ),
  );
  // For those who import the functions by name.
  syncBuiltinESMExports();
}

/** Loaded only where it is followed: of all the modules of Node that we use, this one takes longest. */
function loadChildProcess(): Starters {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- See above.
  return require('node:child_process') as Starters;
}

function replace(
  target: Starters,
  name: keyof Starters,
  following: (original: AnyFunction) => AnyFunction,
): void {
  const original = target[name] as AnyFunction;
  const replacement = following(original);
  // `util.promisify(execFile)` looks for a property of the function.
  Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(original));
  Object.assign(target, { [name]: replacement });
}

/** Whether a command starts a copy of the program by this very Node, without our flag. */
function startsCopy(
  command: unknown,
  args: unknown,
  options: unknown,
  isThisNode: IsThisNode,
  isPartOfProgram: IsPartOfProgram,
): boolean {
  // Only these are looked for: where others lead is no business of ours.
  const mayBeNode = command === process.execPath || command === 'node' || command === process.argv0;
  // A shell would read the flags once more.
  const inShell = Boolean((options as { shell?: unknown } | null | undefined)?.shell);
  return (
    mayBeNode &&
    !inShell &&
    Array.isArray(args) &&
    startsProgram(args, isPartOfProgram) &&
    isThisNode(command, options)
  );
}

/** Whether Node's arguments start the program, and do not load us. */
function startsProgram(args: readonly unknown[], isPartOfProgram: IsPartOfProgram): boolean {
  for (let index = 0; index < args.length;) {
    const loading = loadingFlagAt(args, index);
    if (loading !== undefined && isOwn(loading)) {
      return false;
    }
    if (loading === undefined && isPartOfProgram(args[index])) {
      return true;
    }
    index = loading?.next ?? index + 1;
  }
  return false;
}

/** `fork` hands the flags of this process on, unless its options have others. They may name another Node, too. */
function withExecArgv(given: unknown, flags: readonly string[], isThisNode: IsThisNode): unknown {
  const { execArgv, execPath = process.execPath } = (given ?? {}) as {
    execArgv?: unknown;
    execPath?: unknown;
  };
  return Array.isArray(execArgv) && !loadUs(execArgv) && isThisNode(execPath, given)
    ? { ...(given as object), execArgv: [...flags, ...(execArgv as unknown[])] }
    : given;
}
