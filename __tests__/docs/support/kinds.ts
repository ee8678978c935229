import type { CodeBlock } from './code-blocks.js';

/** What a block is, and so what is done with it. */
export type Kind =
  'program' | 'excerpt' | 'commands' | 'commands of a clone' | 'text' | 'elsewhere';

/** Languages whose blocks are run elsewhere: in derivation.test.ts, and by `npm run backends -- queries`. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'docs/derivation.md': ['python', 'go', 'java', 'sh', 'yaml'],
  'docs/queries.md': ['http'],
};

/** Says what a block is; undefined for one that nothing is known of, which nobody would test. */
export function kindOf({ page, language, notes }: CodeBlock): Kind | undefined {
  if (ELSEWHERE[page]?.includes(language) === true) {
    return 'elsewhere';
  }
  switch (language) {
    case 'ts':
    case 'js':
      return notes.some((note) => note.includes('/')) ? 'excerpt' : 'program';
    case 'sh':
      return notes.includes('clone') ? 'commands of a clone' : 'commands';
    case 'text':
      return 'text';
    default:
      return undefined;
  }
}

/** The name that a page gives its program, which the commands of the page use. */
export function fileNameOf({ notes }: CodeBlock): string | undefined {
  return notes.find((note) => note.includes('.'));
}

/** What a block must print, if the page shows it right after the block. */
export interface Printed {
  /** All of stdout, to the letter. */
  readonly output?: string;
  /** Lines that stderr must have in them. Without any, stderr must be empty. */
  readonly warnings: readonly string[];
  /** Whether it ends with an error. */
  readonly fails: boolean;
}

/** What the page says that a block prints. */
export function printedBy(block: CodeBlock, blocks: readonly CodeBlock[]): Printed {
  const shown: CodeBlock[] = [];
  for (let last = block, next; (next = textAfter(last, blocks)) !== undefined; last = next) {
    shown.push(next);
  }
  const output = shown.find(({ notes }) => notes.includes('output'))?.code;
  return {
    ...(output === undefined ? {} : { output }),
    warnings: shown
      .filter(({ notes }) => notes.includes('warnings'))
      .flatMap(({ code }) => code.trim().split('\n')),
    fails: block.notes.includes('fails'),
  };
}

function textAfter(block: CodeBlock, blocks: readonly CodeBlock[]): CodeBlock | undefined {
  return blocks.find(
    ({ before, language, notes }) => before === block && language === 'text' && notes.length > 0,
  );
}
