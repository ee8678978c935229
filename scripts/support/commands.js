// Running npm and other commands, and the package as it would be published.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

// What the environment tells an SDK (a sampler, limits, a parent span) would change what is printed.
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(OTEL_|TRACE|BAGGAGE|SESSION_TRACE_)/.test(name),
  ),
);

/** Packs the built package, and removes the tarball after its use. */
export function withTarball(use) {
  const folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
  try {
    // Built already; the scripts of the package would build again.
    npm(['pack', '--ignore-scripts', '--pack-destination', folder], root);
    return use(join(folder, readdirSync(folder)[0]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Installs what a folder's lock file says, and the packed package beside it. */
export function install(tarball, cwd) {
  // The tarball is not in the lock file, which stays as it is: hence two steps.
  npm(['ci', '--ignore-scripts'], cwd);
  npm(['install', '--no-save', '--ignore-scripts', tarball], cwd);
}

/** Runs a command and returns what it printed; throws when it fails. */
export function output(command, args, cwd, variables = {}) {
  // On Windows npm and npx are scripts, which only a shell can start.
  const shell = process.platform === 'win32' && command.startsWith('np');
  return execFileSync(command, args, {
    cwd,
    shell,
    env: { ...environment, ...variables },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The path of a Node of that major version: of the one that runs this script, or of one from npm. */
export function nodePath(version) {
  return process.versions.node.startsWith(`${version}.`)
    ? process.execPath
    : output('npx', ['-y', `node@${version}`, '-p', 'process.execPath'], tmpdir()).trim();
}

function npm(args, cwd) {
  output('npm', [...args, '--no-audit', '--no-fund'], cwd);
}
