// The README's program and the tree that it prints, taken from the page.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

export function readmeProgram(root) {
  const page = readFileSync(join(root, 'README.md'), 'utf8');
  const block = (fence) => {
    const [, code] = page.split(`\`\`\`${fence}\n`);
    return code.slice(0, code.indexOf('```'));
  };
  const esm = block('js agent.mjs');
  return { esm, cjs: transformSync(esm, { format: 'cjs' }).code, tree: block('text output') };
}
