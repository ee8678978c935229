import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';

import { cacheFolder } from '../cache.js';
import { until } from './until.js';

/** Some load for a minute, and longer on a busy machine. */
const READY_MILLIS = 300_000;
const GRACE_MILLIS = 10_000;

interface ServerOptions {
  /** Names its log file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What answers as soon as the server works; which answer does not matter, unless it is a fault of its own. */
  readonly readyUrl: string;
  readonly readyMillis?: number;
}

/** A server that this program started, and ends. */
export class ServerProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    // Also where this program ends by an error.
    const kill = (): void => {
      child.kill('SIGKILL');
    };
    process.once('exit', kill);
    child.once('exit', () => {
      process.off('exit', kill);
    });
  }

  /** Starts a server and waits until it answers. */
  static async start(options: ServerOptions): Promise<ServerProcess> {
    const { name, command, args, cwd, env = {}, readyUrl, readyMillis = READY_MILLIS } = options;
    const logFile = `${cacheFolder('logs')}/${name}.log`;
    const log = openSync(logFile, 'w');
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log],
    });
    const server = new ServerProcess(child);
    const state = await until(
      `${name} at ${readyUrl}`,
      // One that has ended need not be waited for.
      async () => (server.#hasEnded ? 'ended' : await server.#ready(readyUrl)),
      readyMillis,
    );
    if (state === 'ended') {
      throw new Error(`${name} ended: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    }
    return server;
  }

  /** Zero for one that could not be started. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Ends it as a crash does: nothing that it held is flushed. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    const tooLong = setTimeout(() => void this.kill(), GRACE_MILLIS);
    await this.#end('SIGTERM');
    clearTimeout(tooLong);
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#hasEnded) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }

  async #ready(url: string): Promise<'ready' | undefined> {
    const { status } = await fetch(url);
    return status < 500 ? 'ready' : undefined;
  }
}
