import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts a module as another process; answers what it says when it is ready, and how to end it. */
export async function startProcess(module, environment = {}) {
  const child = fork(module, { env: { ...process.env, ...environment } });
  const [ready] = await Promise.race([once(child, 'message'), endOf(child)]);
  return {
    ready,
    async close() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function endOf(child) {
  const [code] = await once(child, 'exit');
  throw new Error(`${child.spawnargs.join(' ')} ended with ${code}`);
}

/** Says to the process that started this one that it is ready, and cleans up when that one has had enough. */
export function serveUntilDisconnected(ready, cleanUp) {
  process.once('disconnect', () => void cleanUp());
  process.send(ready);
}

/** Listens on a free port of this machine. */
export async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}
