import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { startOtlpReceiver } from '../../examples/support/otlp-receiver.js';
import { codeBlocksOf, pages, type CodeBlock } from './support/code-blocks.js';
import {
  importedBy,
  installedBy,
  isIn,
  unknownNames,
  withoutInstalling,
} from './support/commands.js';
import { kindOf, printedBy, type Kind } from './support/kinds.js';
import { openReader, type ModuleSystem, type Reader } from './support/reader.js';
import { runAll, type Command, type Outcome } from './support/run.js';

const SYSTEMS = ['esm', 'cjs'] as const;

const blocks = pages().flatMap(codeBlocksOf);
const ofKind = (kind: Kind): CodeBlock[] => blocks.filter((block) => kindOf(block) === kind);
const programs = ofKind('program');
const commands = ofKind('commands').filter(({ code }) => withoutInstalling(code).trim() !== '');

let reader: Reader;
let outcomes: ReadonlyMap<string, Outcome>;

const keyOf = ({ where }: CodeBlock, system: ModuleSystem): string => `${where} ${system}`;

beforeAll(async () => {
  reader = openReader(programs);
  const toRun = new Map<string, Command>();
  for (const block of programs) {
    for (const system of SYSTEMS) {
      const file = reader.programOf(block, system);
      toRun.set(keyOf(block, system), {
        command: [process.execPath, file],
        folder: dirname(file),
      });
    }
  }
  for (const block of commands) {
    toRun.set(keyOf(block, 'esm'), {
      command: ['sh', '-ec', withoutInstalling(block.code)],
      folder: reader.folderOf(block.page),
    });
  }
  const receiver = await startOtlpReceiver();
  try {
    outcomes = await runAll(toRun, new URL(receiver.url).origin);
  } finally {
    await receiver.close();
  }
});

afterAll(() => {
  rmSync(reader.folder, { recursive: true });
});

/** Expects that a block did what its page says. */
function expectPrinted(block: CodeBlock, system: ModuleSystem): void {
  const printed = printedBy(block, blocks);
  const { output = '', errors = '', exitCode } = outcomes.get(keyOf(block, system)) ?? {};
  const missing = printed.warnings.filter((line) => !errors.includes(line.trim()));

  expect(missing).toEqual([]);
  if (printed.warnings.length === 0) {
    expect(errors).toBe('');
  }
  if (printed.output !== undefined) {
    expect(output).toBe(printed.output);
  }
  expect(exitCode).toBe(printed.fails ? 1 : 0);
}

describe('the code blocks of the pages', () => {
  it('are all of a kind that is tested', () => {
    const untested = blocks.filter((block) => kindOf(block) === undefined);

    expect(untested.map(({ where, language }) => `${where}: ${language}`)).toEqual([]);
  });

  it('compile, where they are programs', () => {
    expect(reader.problems).toEqual([]);
  });

  it('stand in the file that they name, where they are excerpts', () => {
    const others = ofKind('excerpt').filter((block) => {
      const file = block.notes.find((note) => note.includes('/')) ?? '';
      return !/^(examples|__tests__)\//.test(file) || !isIn(file, block);
    });

    expect(others.map(({ where }) => where)).toEqual([]);
  });

  it('name scripts and files that are there, where they are commands for a clone', () => {
    const unknown = ofKind('commands of a clone').map(({ where, ...block }) => ({
      where,
      unknown: unknownNames({ where, ...block }),
    }));

    expect(unknown.filter((block) => block.unknown.length > 0)).toEqual([]);
  });

  it('install what the programs of their page import', () => {
    const missing = pages().flatMap((page) => {
      const onPage = (block: CodeBlock): boolean => block.page === page;
      const installed = ofKind('commands').filter(onPage).flatMap(installedBy);
      return installed.length === 0
        ? []
        : programs
            .filter(onPage)
            .flatMap((block) => importedBy(block).map((name) => ({ where: block.where, name })))
            .filter(({ name }) => !installed.includes(name));
    });

    expect(missing).toEqual([]);
  });
});

describe.each(SYSTEMS)('the programs of the pages, as %s', (system) => {
  it.each(programs.map((block) => [block.where, block] as const))(
    '%s does what the page says',
    (_where, block) => {
      expectPrinted(block, system);
    },
  );
});

describe('the commands of the pages', () => {
  it.each(commands.map((block) => [block.where, block] as const))(
    '%s do what the page says',
    (_where, block) => {
      expectPrinted(block, 'esm');
    },
  );
});
