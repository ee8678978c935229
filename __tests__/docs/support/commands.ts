import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, type CodeBlock } from './code-blocks.js';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** What the commands of a block name that this repository does not have. */
export function unknownNames({ code }: CodeBlock): string[] {
  const commands = code.replaceAll(/#.*/g, '');
  const named = [...commands.matchAll(/\bnpm (?:run (?:-s )?)?([\w:]+)/g)]
    .map(([, script = '']) => script)
    .filter((script) => !['ci', 'install', 'pack', 'version', 'publish'].includes(script));
  const files = [...commands.matchAll(/\b[\w-]+(?:\/[\w.-]+)*\.(?:ts|js|cjs|mjs)\b/g)].map(String);
  return [
    ...named.filter((script) => scripts[script] === undefined),
    ...files.filter((file) => !existsSync(join(ROOT, file))),
  ];
}

/** The packages that the commands of a block install. */
export function installedBy({ code }: CodeBlock): string[] {
  return [...code.matchAll(/^npm install (.*)$/gm)].flatMap(([, packages = '']) =>
    packages.split(' ').filter((word) => word !== '' && !word.startsWith('-')),
  );
}

/** The packages that a program imports. */
export function importedBy({ code }: CodeBlock): string[] {
  return [...code.matchAll(/^(?:import|export) [^']*'([^'.]+)'/gm)]
    .map(([, module = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module)
    .filter((module) => !module.startsWith('node:'));
}

/** What is left to run where the packages are there: installing takes a network. */
export function withoutInstalling(code: string): string {
  return code.replaceAll(/^(?:npm (?:install|init) .*|mkdir .*|cd .*)$/gm, '');
}

/** Whether an excerpt stands in the file that it names, but for indentation; `// ...` leaves lines out. */
export function isIn(file: string, { code }: CodeBlock): boolean {
  const linesOf = (text: string): string =>
    text
      .split('\n')
      .map((line) => `${line.trim()}\n`)
      .join('');
  let rest = linesOf(readFileSync(join(ROOT, file), 'utf8'));
  return linesOf(code)
    .trim()
    .split(/^\/\/ \.\.\.$/m)
    .every((piece) => {
      const at = rest.indexOf(piece.trim());
      rest = rest.slice(at + piece.trim().length);
      return at >= 0;
    });
}
