import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT, type CodeBlock } from './code-blocks.js';
import { compile } from './compile.js';
import { fileNameOf } from './kinds.js';

export type ModuleSystem = 'esm' | 'cjs';

/** A reader's folder: the package as it is published, the packages that we have, and the pages' programs. */
export interface Reader {
  readonly folder: string;
  /** What the compiler has to say, with the place on the page. */
  readonly problems: readonly string[];
  /** Where a block lies compiled. */
  programOf(block: CodeBlock, system: ModuleSystem): string;
  /** Where the commands of a page are run: beside its programs. */
  folderOf(page: string): string;
}

/** Writes all programs down, once for each module system, and compiles them all at once. */
export function openReader(programs: readonly CodeBlock[]): Reader {
  const outer = mkdtempSync(join(tmpdir(), 'reader-'));
  // A link in the folder above: what the copy of the package imports must be found from the copy.
  symlinkSync(join(ROOT, 'node_modules'), join(outer, 'node_modules'), 'junction');
  const folder = join(outer, 'folder');
  copyPackage(join(folder, 'node_modules/otel-session-trace'));

  const source = join(folder, 'source');
  const compiled = join(folder, 'compiled');
  const blockOf = new Map<string, CodeBlock>();
  for (const system of ['esm', 'cjs'] as const) {
    const type = system === 'esm' ? 'module' : 'commonjs';
    for (const side of [source, compiled]) {
      write(join(side, system, 'package.json'), JSON.stringify({ type }));
    }
    for (const block of programs) {
      const file = join(source, system, pathOf(block, system));
      write(file, block.code);
      blockOf.set(file, block);
    }
  }
  return {
    folder: outer,
    problems: compile(source, compiled, blockOf),
    programOf: (block, system) =>
      join(compiled, system, pathOf(block, system)).replace(/ts$/, 'js'),
    folderOf(page) {
      const pageFolder = join(compiled, 'esm', folderNameOf(page));
      // A page may have commands only.
      mkdirSync(pageFolder, { recursive: true });
      return pageFolder;
    },
  };
}

function pathOf(block: CodeBlock, system: ModuleSystem): string {
  const line = block.where.slice(block.page.length + 1);
  const name = fileNameOf(block) ?? `line-${line}.${block.language}`;
  return join(
    folderNameOf(block.page),
    system === 'cjs' ? name.replace(/\.m(?=[jt]s$)/, '.c') : name,
  );
}

function folderNameOf(page: string): string {
  return page.replaceAll('/', '-');
}

/** What `npm pack` would pack; without npm, which takes seconds and would build. */
function copyPackage(target: string): void {
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly files: readonly string[];
  };
  for (const file of ['package.json', ...files]) {
    cpSync(join(ROOT, file), join(target, file), { recursive: true });
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
