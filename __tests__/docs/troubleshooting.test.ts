import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './support/code-blocks.js';

const PAGE = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8');

/** The messages that the page quotes, each in one line. */
function quotes(): string[] {
  return [...PAGE.matchAll(/^> (.*(?:\n> .*)*)/gm)].map(([, quote = '']) =>
    quote.replaceAll('\n> ', ' '),
  );
}

/** Stands for what is put into a message. */
const ANY = '\u0000';

/** The texts in a source file, with what is put together by `+` as one. */
function textsOf(file: string): string[] {
  const texts: string[] = [];
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text === undefined) {
      ts.forEachChild(node, visit);
    } else {
      texts.push(text);
      // A text may stand in what is put into another.
      ts.forEachChild(node, (child) => {
        ts.forEachChild(child, visit);
      });
    }
  };
  visit(tree);
  return texts;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) {
    return node.text;
  }
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => ANY + literal.text).join('');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined && right === undefined ? undefined : (left ?? ANY) + (right ?? ANY);
  }
  return undefined;
}

const pieces = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => textsOf(join(ROOT, 'src', file)))
  .flatMap((text) => text.split(ANY));

/** Whether the code says each part of a quote; `...` stands for what is put in between. */
function isSaid(quote: string): boolean {
  return quote
    .split('...')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .every((part) => pieces.some((piece) => piece.includes(part)));
}

describe('docs/troubleshooting.md', () => {
  it('quotes messages', () => {
    expect(quotes().length).toBeGreaterThan(20);
  });

  it.each(quotes())('quotes what the code says: %s', (quote) => {
    expect(isSaid(quote)).toBe(true);
  });

  it('knows what nobody says', () => {
    expect(isSaid('no session was found ... for lunch.')).toBe(false);
  });

  it.each([
    ['another trace'],
    ['two roots'],
    ['no session'],
    ['orphans under the root'],
    ['spans missing after a flush'],
    ['serverless: flush before'],
  ])('has a heading for the symptom: %s', (symptom) => {
    const headings = PAGE.split('\n').filter((line) => line.startsWith('## '));
    expect(headings.join('\n').toLowerCase()).toContain(symptom);
  });
});
