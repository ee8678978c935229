import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runCommand } from './run-command.js';

/** A major version that every program runs on. */
const NEWER_NODE = 24;

/**
 * Packs this checkout's built package into a folder, as a release would be.
 *
 * @returns the tarball's path
 */
export async function packPackage(checkout: string, into: string): Promise<string> {
  const output = await npm(['pack', '--json', '--pack-destination', into], checkout);
  const [packed] = JSON.parse(output) as { filename: string; files: { path: string }[] }[];
  if (!packed?.files.some(({ path }) => path === 'dist/esm/index.js')) {
    throw new Error('Expected the package to be built: run `npm run build` first.');
  }
  return join(into, packed.filename);
}

/** Installs what a program's lock file says, unless it is there already, and the packed package beside it. */
export async function installProgram(folder: string, tarball: string): Promise<void> {
  const lock = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json')));
  const wanted = lock.digest('hex');
  const installed = join(folder, 'node_modules', '.installed-lock');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
    await installLocked(folder);
    await writeFile(installed, wanted);
  }
  const ours = join(folder, 'node_modules', 'otel-session-trace');
  await rm(ours, { recursive: true, force: true });
  await mkdir(ours);
  await runCommand('tar', ['-xzf', tarball, '-C', ours, '--strip-components=1']);
}

/**
 * Installs what the lock file says. Where a registry lacks the packages of other platforms, no lock file can have them,
 * and `npm ci` takes that for a fault; the rest has exact versions all the same.
 */
async function installLocked(folder: string): Promise<void> {
  try {
    await npm(['ci'], folder);
  } catch (error) {
    const missing = [...String(error).matchAll(/Missing: (\S+) from lock file/g)].map(String);
    // A package that was found has its version after the @.
    if (missing.length === 0 || missing.some((line) => !line.includes('@ from'))) throw error;
    await npm(['install', '--no-package-lock'], folder);
  }
}

/** The path of a Node that a program runs on: our own where it will do, else npm's package of a newer one. */
export async function nodeFor(folder: string): Promise<string> {
  const { engines } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const required = Number(engines.node.replace('>=', ''));
  if (Number.parseInt(process.versions.node) >= required) return process.execPath;
  const args = ['--yes', `node@${NEWER_NODE}`, '--print', 'process.execPath'];
  return (await runCommand('npx', args)).trim();
}

function npm(args: readonly string[], cwd: string): Promise<string> {
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  return runCommand('npm', [...args, ...quiet], { cwd });
}
