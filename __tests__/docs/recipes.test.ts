import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { startOtlpReceiver } from '../../examples/support/otlp-receiver.js';
import { groupByTrace, renderTrace } from '../../examples/support/trace-tree.js';
import { codeBlocksOf, pages, type CodeBlock } from './support/code-blocks.js';
import { withoutInstalling } from './support/commands.js';
import { kindOf } from './support/kinds.js';
import { openReader, type Reader } from './support/reader.js';
import { runAll, type Command } from './support/run.js';

interface Recipe {
  readonly page: string;
  readonly program: CodeBlock;
  /** How the program is started, where the page says so. */
  readonly commands: CodeBlock | undefined;
  /** The traces that the page draws. */
  readonly drawn: string;
}

/** The recipes that are one program and draw what comes out of it, with its trace ids. */
const recipes = pages()
  .filter((page) => page.startsWith('docs/recipes/'))
  .flatMap((page): Recipe[] => {
    const blocks = codeBlocksOf(page);
    const [program, another] = blocks.filter((block) => kindOf(block) === 'program');
    const commands = blocks.find((block) => kindOf(block) === 'commands');
    const drawn = blocks.find(({ code }) => /^trace [\da-f]{32}$/m.test(code))?.code;
    return program === undefined || another !== undefined || drawn === undefined
      ? []
      : [{ page, program, commands, drawn }];
  });

let reader: Reader;

beforeAll(() => {
  reader = openReader(recipes.map(({ program }) => program));
});

afterAll(() => {
  rmSync(reader.folder, { recursive: true });
});

describe('the recipes', () => {
  it.each(recipes.map((recipe) => [recipe.page, recipe] as const))(
    '%s draws the traces that its program exports',
    async (page, { program, commands, drawn }) => {
      const receiver = await startOtlpReceiver();
      const file = reader.programOf(program, 'esm');
      const run: Command = {
        command: commands
          ? ['sh', '-ec', withoutInstalling(commands.code)]
          : [process.execPath, file],
        folder: dirname(file),
      };
      try {
        await runAll(new Map([[page, run]]), new URL(receiver.url).origin);
      } finally {
        await receiver.close();
      }
      const traces = groupByTrace(receiver.spans).map((trace) => `${renderTrace(trace)}\n`);
      expect(traces.join('')).toBe(drawn);
    },
  );
});
