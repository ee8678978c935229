import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * A child process that is spoken to in lines of JSON. It is run by this Node, with this Node's own
 * arguments: where the program was started with the register hook, so is the child.
 *
 * @param {readonly string[]} args - a script and its arguments
 * @param {Readonly<Record<string, string>>} env - what is added to the environment
 * @param {(line: Record<string, any>) => void} heard - gets each line that it prints
 */
export function startChild(args, env, heard) {
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) heard(JSON.parse(line));
  });
  return {
    exited,
    say: (line) => child.stdin.write(`${JSON.stringify(line)}\n`),
    /** Ends its input, and waits until it has ended itself. */
    async close() {
      child.stdin.end();
      await exited;
    },
    /** As a terminal would end it. */
    async interrupt(signal = 'SIGTERM') {
      child.kill(signal);
      await exited;
    },
  };
}

/** A child process, run as above, that takes nothing and answers on its standard output. */
export async function runChild(args, env) {
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`It ended with ${code}: ${output}`);
  return output;
}
