import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

/** The ways of loading us that a process hands on to a copy of itself only if it thinks of them. */
const FLAGS = ['--import', '--require', '-r'];
const OURS = /otel-session-trace|[\\/]register(\.[cm]?js)?$/;

/**
 * Sees to it that a command-line tool which starts itself again (to raise a limit, to restart after an
 * update) loads us there, too. Only that is touched: the same program, by the same Node, without our flag.
 * `fork` hands the flags on by itself, and NODE_OPTIONS reaches every child.
 */
export function followRespawns(execArgv: readonly string[], script: string | undefined): void {
  const flags = ownFlags(execArgv);
  if (flags.length === 0 || script === undefined) {
    return;
  }
  for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync'] as const) {
    const original = childProcess[name] as (...args: unknown[]) => unknown;
    const following = (command: unknown, args: unknown, ...rest: unknown[]): unknown =>
      original.call(childProcess, command, withFlags(command, args, flags, script), ...rest);
    // `util.promisify(execFile)` looks for a property of the function.
    Object.defineProperties(following, Object.getOwnPropertyDescriptors(original));
    Object.assign(childProcess, { [name]: following });
  }
  syncBuiltinESMExports();
}

function ownFlags(execArgv: readonly string[]): string[] {
  return execArgv.flatMap((argument, index) => {
    const [flag = '', value = execArgv[index + 1] ?? ''] = argument.split(/=(.*)/s);
    return FLAGS.includes(flag) && OURS.test(value)
      ? [`${flag === '-r' ? '--require' : flag}=${value}`]
      : [];
  });
}

function withFlags(
  command: unknown,
  args: unknown,
  flags: readonly string[],
  script: string,
): unknown {
  const isItself =
    Array.isArray(args) &&
    (command === process.execPath || command === 'node' || command === process.argv0) &&
    args.includes(script) &&
    !args.slice(0, args.indexOf(script)).some((argument) => OURS.test(String(argument)));
  return isItself ? [...flags, ...(args as unknown[])] : args;
}
