import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../../docs/queries.md', import.meta.url));

/** A query as the page has it: a request under the heading of its backend. */
export interface Query {
  readonly backend: string;
  /** The sentence before it. */
  readonly title: string;
  readonly path: string;
  /** What is posted; undefined for a GET. */
  readonly body: object | undefined;
}

/** The queries of docs/queries.md, with another service and session in the place of the page's. */
export function queriesOfPage(service: string, sessionId: string): Query[] {
  const page = readFileSync(PAGE, 'utf8')
    .replaceAll('my-agent', service)
    .replaceAll('my-session', sessionId);
  return page.split(/^## /m).flatMap((section) => {
    const backend = section.slice(0, section.indexOf('\n'));
    const blocks = section.matchAll(/^([^\n]+):\n\n```http\n(GET|POST) ([^\n]+)\n(.*?)```/gms);
    return [...blocks].map(([, title = '', method, path = '', body = '']) => ({
      backend,
      title,
      path,
      body: method === 'POST' ? (JSON.parse(body) as object) : undefined,
    }));
  });
}
