// The package managers that the tarball is installed with, and how each runs a program in a folder.
import { execFileSync } from 'node:child_process';
import { output } from './commands.js';

const by = (name, command) => ['npx', '-y', '--package', name, '--', command];
const npm = ['npm'];
const pnpm = by('pnpm@10.34.8', 'pnpm');
const yarn1 = by('yarn@1.22.22', 'yarn');
const yarn4 = by('@yarnpkg/cli-dist@4.18.1', 'yarn');
const bun = by('bun@1.4.5', 'bun');

export const PACKAGE_MANAGERS = [
  { name: 'npm', manager: npm, run: ['node'] },
  { name: 'pnpm', manager: pnpm, run: ['node'] },
  { name: 'yarn 1', manager: yarn1, run: ['node'] },
  // With its default, Plug'n'Play: a package finds what it has declared, and nothing else.
  { name: 'yarn 4', manager: yarn4, run: [...yarn4, 'node'] },
  { name: 'bun', manager: bun, run: bun },
];

/** Why a package manager cannot be had on this machine; undefined where it can. */
export function whyMissing({ manager }, folder) {
  try {
    run([...manager, '--version'], folder);
    return undefined;
  } catch (error) {
    return String(error.stderr).trim().split('\n').at(-1);
  }
}

/** Runs a command and returns what it printed; throws when it fails. */
export function run([command, ...args], folder) {
  return output(command, args, folder, surroundings);
}

// Yarn 4 reads no .npmrc, and takes an installation without a lock file for a mistake where CI is set.
const surroundings = {
  YARN_NPM_REGISTRY_SERVER: execFileSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }).trim(),
  YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
  YARN_ENABLE_TELEMETRY: 'false',
};
