import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, pages } from './support/code-blocks.js';

const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly files: readonly string[];
};
// npm packs these whatever `files` says.
const packed = [...files, 'README.md', 'LICENSE', 'package.json'];

interface Link {
  readonly page: string;
  /** From the root of the repository. */
  readonly target: string;
  readonly anchor: string | undefined;
}

/** The links of a page to files of this repository, in either notation. */
function linksOf(page: string): Link[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/^ *```[^]*?^ *```$/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/gm)]
    .map(([, inline, below]) => inline ?? below ?? '')
    .filter((link) => !/^(https?|mailto):/.test(link))
    .map((link) => {
      const [path = '', anchor] = link.split('#');
      return { page, target: path === '' ? page : join(dirname(page), path), anchor };
    });
}

/** The anchors that a page's headings get. */
function anchorsOf(page: string): string[] {
  return [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const links = [...pages(), 'llms.txt'].flatMap(linksOf);

describe('the links of the pages', () => {
  it('lead to files that are there', () => {
    expect(links.filter(({ target }) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it('lead to headings that are there', () => {
    const lost = links.filter(
      ({ target, anchor }) => anchor !== undefined && !anchorsOf(target).includes(anchor),
    );

    expect(lost).toEqual([]);
  });

  it('lead to files that are in the package', () => {
    const inPackage = (path: string): boolean =>
      packed.some((entry) => path === entry || path.startsWith(`${entry}/`));
    const left = links.filter(({ page, target }) => inPackage(page) && !inPackage(target));

    expect(left).toEqual([]);
  });
});
