import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Compilers and virtual machines take seconds, and several times that on a busy machine.
jest.setTimeout(180_000);

interface Vector {
  readonly sessionId?: string;
  readonly sessionIdRepeat?: { readonly char: string; readonly count: number };
  readonly key?: string;
  readonly secret?: string;
  readonly traceId: string;
  readonly rootSpanId: string;
}

const page = readFileSync(join(__dirname, '../../docs/derivation.md'), 'utf8');
const { vectors } = JSON.parse(readFileSync(join(__dirname, '../ids/vectors.json'), 'utf8')) as {
  readonly vectors: readonly Vector[];
};
const folder = mkdtempSync(join(tmpdir(), 'derivation-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The page's program in a language, in a file of its own. */
function writeProgram(language: string, fileName: string): string {
  const [, program, another] = page.split(new RegExp(`^\`\`\`${language}\n`, 'm'));
  if (program === undefined || another !== undefined) {
    throw new Error(`Expected exactly one ${language} program on the page.`);
  }
  const path = join(folder, fileName);
  writeFileSync(path, program.slice(0, program.indexOf('\n```') + 1));
  return path;
}

function run(command: readonly string[]): string {
  const [tool = '', ...args] = command;
  // Otherwise the programs would read their arguments as ASCII.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  return execFileSync(tool, args, { cwd: folder, env, encoding: 'utf8' });
}

/** What the program prints for each vector. */
function answers(command: readonly string[]): string[] {
  return vectors.map(({ sessionId, sessionIdRepeat, key = '', secret = '' }) => {
    const id = sessionId ?? sessionIdRepeat?.char.repeat(sessionIdRepeat.count) ?? '';
    return run([...command, id, key, secret]).trim();
  });
}

const expected = vectors.map(({ traceId, rootSpanId }) => `${traceId} ${rootSpanId}`);

/** Only a tool that is not there excuses; one that is there and fails does not. */
function describeWith(...tools: readonly string[]): jest.Describe {
  const isThere = (tool: string): boolean =>
    (spawnSync(tool, ['--version']).error as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT';
  return tools.every(isThere) ? describe : describe.skip;
}

describeWith('python3')('docs/derivation.md, Python', () => {
  it('has a Python program that answers every vector', () => {
    expect(answers(['python3', writeProgram('python', 'derive.py')])).toEqual(expected);
  });
});

describeWith('go')('docs/derivation.md, Go', () => {
  it('has a Go program that answers every vector', () => {
    const program = join(folder, 'derive');
    run(['go', 'build', '-p', '1', '-o', program, writeProgram('go', 'derive.go')]);

    expect(answers([program])).toEqual(expected);
  });
});

describeWith('java', 'javac')('docs/derivation.md, Java', () => {
  it('has a Java program that answers every vector', () => {
    run(['javac', writeProgram('java', 'Derive.java')]);

    expect(answers(['java', '-cp', folder, 'Derive'])).toEqual(expected);
  });
});

describeWith(
  'sh',
  'sha256sum',
  'openssl',
)('docs/derivation.md, shell', () => {
  it('has a shell program that answers every vector', () => {
    expect(answers(['sh', writeProgram('sh', 'derive.sh')])).toEqual(expected);
  });
});

describe('docs/derivation.md', () => {
  it('shows vectors of the list', () => {
    const shown = [
      ...page.matchAll(/^\| `([^`]+)` \|(.*)\| `([0-9a-f]{32})` \| `([0-9a-f]{16})` \|$/gm),
    ];
    const rows = shown.map(([, sessionId, middle = '', traceId, rootSpanId]) => {
      const [key, secret] = middle.split('|').map((cell) => cell.replaceAll('`', '').trim());
      return {
        sessionId,
        ...(key === '' ? {} : { key }),
        ...(secret === '' ? {} : { secret }),
        traceId,
        rootSpanId,
      };
    });

    expect(rows).toHaveLength(5);
    expect(vectors).toEqual(expect.arrayContaining(rows));
  });
});
