import { installOnce } from '../cache.js';
import { runCommand } from '../process/run-command.js';
import { needTools } from '../skip.js';

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Installs packages into a folder of their own. @returns the folder that they are in */
export function installPackages(name: string, packages: readonly string[]): Promise<string> {
  needTools('npm');
  return installOnce(name, async (cwd) => {
    await runCommand('npm', ['init', '-y'], { cwd });
    await runCommand('npm', ['install', '--save-exact', ...QUIET, ...packages], { cwd });
  });
}
