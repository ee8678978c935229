import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const examples = fileURLToPath(new URL('../../../../examples', import.meta.url));
const cache = fileURLToPath(new URL('../../../../.cache/languages', import.meta.url));

/** A process in another language. */
export interface Worker {
  /** The instrumentation scope of its spans. */
  readonly scope: string;
  /** What must be on the machine for it. */
  readonly tools: readonly string[];
  /** Installs its SDK into a folder that git ignores, and returns the command that runs it. */
  prepare(): readonly [string, ...string[]];
}

export const WORKERS: readonly Worker[] = [
  {
    scope: 'python-worker',
    tools: ['python3'],
    prepare() {
      const folder = join(cache, 'python');
      const bin = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
      run('python3', ['-m', 'venv', folder]);
      const requirements = join(examples, 'python/requirements.txt');
      run(join(bin, 'pip'), ['install', '-q', '--disable-pip-version-check', '-r', requirements]);
      return [join(bin, 'python'), join(examples, 'python/main.py')];
    },
  },
  {
    scope: 'go-worker',
    tools: ['go'],
    prepare() {
      const program = join(cache, process.platform === 'win32' ? 'worker.exe' : 'worker');
      run('go', ['build', '-modcacherw', '-p', '1', '-o', program, '.'], join(examples, 'go'), {
        GOMODCACHE: join(cache, 'go'),
        GOFLAGS: '',
      });
      return [program];
    },
  },
];

/** Why a worker cannot be run here; undefined where it can. */
export function whyMissing({ tools }: Worker): string | undefined {
  const missing = tools.filter((tool) => spawnSync(tool, ['version']).error !== undefined);
  return missing.length > 0 ? `no ${missing.join(' and no ')} on this machine` : undefined;
}

function run(
  command: string,
  args: readonly string[],
  cwd: string = cache,
  variables: Readonly<Record<string, string>> = {},
): void {
  mkdirSync(cache, { recursive: true });
  execFileSync(command, args, { cwd, env: { ...process.env, ...variables }, stdio: 'inherit' });
}
