import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';

/** What a command left behind. */
export interface Outcome {
  readonly output: string;
  readonly errors: string;
  readonly exitCode: number | null;
}

/** A command, and where it is run. */
export interface Command {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
}

/** Runs them all, as many at once as there are cores. Exporters send to the receiver. */
export async function runAll<Key>(
  commands: ReadonlyMap<Key, Command>,
  receiver: string,
): Promise<ReadonlyMap<Key, Outcome>> {
  const env = { ...readersEnvironment(), OTEL_EXPORTER_OTLP_ENDPOINT: receiver };
  const outcomes = new Map<Key, Outcome>();
  const waiting = [...commands];
  const work = async (): Promise<void> => {
    for (let next; (next = waiting.shift()) !== undefined;) {
      outcomes.set(next[0], await run(next[1], env));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return outcomes;
}

/** What the environment tells an SDK or us would change what is printed. */
function readersEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(OTEL_|TRACE|BAGGAGE|SESSION_TRACE_|NODE_|npm_)/.test(name),
    ),
  );
}

async function run({ command, folder }: Command, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [exitCode, output, errors] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { output, errors, exitCode };
}
