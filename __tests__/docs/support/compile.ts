import ts from 'typescript';
import type { CodeBlock } from './code-blocks.js';

/** Compiles programs; answers what is wrong with them, with the place on the page. */
export function compile(
  rootDir: string,
  outDir: string,
  blockOf: ReadonlyMap<string, CodeBlock>,
): readonly string[] {
  const program = ts.createProgram([...blockOf.keys()], {
    target: ts.ScriptTarget.ES2022,
    // As each file's own package.json says: to ESM or to CJS.
    module: ts.ModuleKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    types: ['node'],
    rootDir,
    outDir,
  });
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics]
    .filter((problem) => !isMissingType(problem))
    .map(({ file, start = 0, messageText }) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
      const where = blockOf.get(file?.fileName ?? '')?.where ?? file?.fileName ?? '';
      return `${where}, line ${line} of the block: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
}

/** "Implicitly has an 'any' type", which in JavaScript is no fault. */
function isMissingType({ file, code }: ts.Diagnostic): boolean {
  return (file?.fileName.endsWith('js') ?? false) && code >= 7000 && code < 7100;
}
