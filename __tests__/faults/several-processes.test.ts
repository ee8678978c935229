import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Derivation } from '../../src/index.js';
import { runProgram } from '../examples/support/run-program.js';

interface Line {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

const THREADS = 4;
const TURNS = 50;
const { traceId, rootSpanId } = sha256Derivation().derive('one');

/** What two processes with two threads each export that work on one session at once, by thread. */
async function workTogether(
  first: string,
  others: string,
): Promise<ReadonlyMap<string, readonly Line[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'together-'));
  try {
    const program = '__tests__/faults/support/work-on-one-session.ts';
    const ends = await Promise.all([
      runProgram(program, {}, [folder, first, others]),
      runProgram(program, {}, [folder, others, others]),
    ]);
    expect(ends).toEqual(ends.map(() => ({ exitCode: 0, output: '', errors: '' })));
    return new Map(readdirSync(folder).map((file) => [file, linesIn(join(folder, file))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function linesIn(path: string): readonly Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

/** The ids that spans name as their parents although nobody has exported a span with such an id. */
function missingParents(lines: readonly Line[]): readonly string[] {
  const ids = new Set(lines.map(({ spanId }) => spanId));
  const parents = new Set(lines.flatMap(({ parentSpanId }) => parentSpanId ?? []));
  return [...parents].filter((id) => !ids.has(id));
}

interface Mode {
  readonly mode: string;
  readonly first: string;
  readonly others: string;
  readonly roots: number;
  readonly derivedRoots: number;
  readonly tops: number;
  /** In all that was exported, and in what one thread exported alone. */
  readonly missing: readonly string[];
  readonly missingAlone: readonly string[];
}

const MODES: readonly Mode[] = [
  {
    mode: 'own',
    first: 'own',
    others: 'own',
    roots: THREADS,
    derivedRoots: 0,
    tops: THREADS,
    missing: [],
    missingAlone: [],
  },
  {
    mode: 'shared in one thread, reference in the others',
    first: 'shared',
    others: 'reference',
    roots: 1,
    derivedRoots: 1,
    tops: 1,
    missing: [],
    missingAlone: [rootSpanId],
  },
  {
    mode: 'reference, whose root a process exports that is not here',
    first: 'reference',
    others: 'reference',
    roots: 0,
    derivedRoots: 0,
    tops: 0,
    missing: [rootSpanId],
    missingAlone: [rootSpanId],
  },
  {
    mode: 'omit',
    first: 'omit',
    others: 'omit',
    roots: 0,
    derivedRoots: 0,
    // Turns, lost spans, and the closing span.
    tops: THREADS * (2 * TURNS + 1),
    missing: [],
    missingAlone: [],
  },
];

describe('two processes with two threads each, at once on one session', () => {
  it.each(MODES)(
    'export each span once, in one trace, under a root that is there: $mode',
    async ({ first, others, ...expected }) => {
      const threads = await workTogether(first, others);
      const lines = [...threads.values()].flat();
      const roots = lines.filter(({ name }) => name === 'session');
      expect({
        mode: expected.mode,
        roots: roots.length,
        derivedRoots: roots.filter(({ spanId }) => spanId === rootSpanId).length,
        tops: lines.filter(({ parentSpanId }) => parentSpanId === undefined).length,
        missing: missingParents(lines),
        missingAlone: [...new Set([...threads.values()].flatMap(missingParents))],
      }).toEqual(expected);
      expect(threads.size).toBe(THREADS);
      // Three spans a turn, and the closing one.
      expect(lines).toHaveLength(THREADS * (3 * TURNS + 1) + expected.roots);
      expect(new Set(lines.map(({ spanId }) => spanId)).size).toBe(lines.length);
      expect(new Set(lines.map((line) => line.traceId))).toEqual(new Set([traceId]));
    },
  );
});
