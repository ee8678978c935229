import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT: string = join(__dirname, '../../..');

/** A fenced block of a page. */
export interface CodeBlock {
  /** `docs/metrics.md:8`, as editors take it. */
  readonly where: string;
  readonly page: string;
  readonly language: string;
  /** The words after the language: CONTRIBUTING.md says what each means. */
  readonly notes: readonly string[];
  readonly code: string;
  /** The block that comes before it on its page. */
  readonly before?: CodeBlock;
}

/** What people read: the pages at the top, in docs/ and in examples/. */
export function pages(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { encoding: 'utf8', recursive: true })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`);
  return ['README.md', 'CONTRIBUTING.md', ...below('docs'), 'examples/README.md'];
}

/** The fenced blocks of a page, in order. */
export function codeBlocksOf(page: string): CodeBlock[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks: CodeBlock[] = [];
  for (const match of text.matchAll(/^([ \t]*)```(\S+)(.*)\n([^]*?)^[ \t]*```$/gm)) {
    const [, indent = '', language = '', notes = '', code = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    const before = blocks.at(-1);
    blocks.push({
      where: `${page}:${line}`,
      page,
      language,
      notes: notes.split(' ').filter((word) => word !== ''),
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      ...(before === undefined ? {} : { before }),
    });
  }
  return blocks;
}
