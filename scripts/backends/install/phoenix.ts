import { join } from 'node:path';

import { installOnce } from '../cache.js';
import { runCommand } from '../process/run-command.js';
import { needTools } from '../skip.js';
import { VERSIONS } from '../versions.js';

// Its port for gRPC is open to the whole network, whatever PHOENIX_HOST says.
const LISTEN_ON_LOOPBACK = `
import phoenix.server.grpc_server as server, pathlib
path = pathlib.Path(server.__file__)
path.write_text(path.read_text().replace("[::]:{self", "127.0.0.1:{self"))
`;

/** Installs Phoenix into a virtual environment. @returns the folder that it is in */
export async function installPhoenix(): Promise<string> {
  needTools('python3');
  return installOnce('phoenix', async (cwd) => {
    const python = join(cwd, 'venv/bin/python');
    await runCommand('python3', ['-m', 'venv', 'venv'], { cwd });
    const packages = [`arize-phoenix==${VERSIONS.phoenix}`];
    await runCommand(python, ['-m', 'pip', 'install', '-q', ...packages], { cwd });
    await runCommand(python, ['-c', LISTEN_ON_LOOPBACK], { cwd });
  });
}
