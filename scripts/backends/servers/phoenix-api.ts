import type { Chat, FoundSpan } from './backend.js';
import { fetchJson } from './fetch-json.js';

interface Page<T> {
  readonly edges: readonly { readonly node: T }[];
  readonly pageInfo?: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface PhoenixSpan {
  readonly name: string;
  readonly spanKind: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly trace: { readonly traceId: string };
}

interface PhoenixSession {
  readonly id: string;
  readonly sessionId: string;
  readonly numTraces: number;
  readonly firstInput: { readonly value: string } | null;
  readonly lastOutput: { readonly value: string } | null;
}

const PAGE_SIZE = 1_000;
const SPANS = `spans(first: ${PAGE_SIZE}, after: $after, filterCondition: $filter) {
  edges { node { name spanKind spanId parentId trace { traceId } } }
  pageInfo { hasNextPage endCursor }
}`;
const SESSIONS = `sessions(first: ${PAGE_SIZE}) {
  edges { node { id sessionId numTraces firstInput { value } lastOutput { value } } }
}`;

/** The GraphQL API of Phoenix. The workload tells each service to go to a project of its name. */
export class PhoenixApi {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async spansOf(project: string): Promise<FoundSpan[]> {
    return (await this.#spans(project)).map((span) => ({
      traceId: span.trace.traceId,
      spanId: span.spanId,
      parentSpanId: span.parentId ?? undefined,
      name: span.name,
      kind: span.spanKind,
      warnings: [],
    }));
  }

  async find(project: string, attribute: string, value: string): Promise<string[]> {
    const spans = await this.#spans(project, `${attribute} == '${value}'`);
    return [...new Set(spans.map(({ trace }) => trace.traceId))];
  }

  async chatOf(project: string, sessionId: string): Promise<Chat> {
    const session = await this.#session(project, sessionId);
    return {
      turns: session?.numTraces ?? 0,
      firstInput: session?.firstInput?.value,
      lastOutput: session?.lastOutput?.value,
    };
  }

  async countAll(project: string): Promise<number> {
    return (await this.#project<{ recordCount: number }>(project, 'recordCount')).recordCount;
  }

  async countSpans(project: string, traceId: string): Promise<number> {
    return (await this.#spans(project, `trace_id == '${traceId}'`)).length;
  }

  /** The id that the addresses of a project's pages have. */
  async idOf(project: string): Promise<string> {
    return (await this.#project<{ id: string }>(project, 'id')).id;
  }

  /** The id that the address of a session's page has. */
  async idOfSession(project: string, sessionId: string): Promise<string | undefined> {
    return (await this.#session(project, sessionId))?.id;
  }

  async #session(project: string, sessionId: string): Promise<PhoenixSession | undefined> {
    const { sessions } = await this.#project<{ sessions: Page<PhoenixSession> }>(project, SESSIONS);
    return sessions.edges.find(({ node }) => node.sessionId === sessionId)?.node;
  }

  async #spans(project: string, filter?: string): Promise<PhoenixSpan[]> {
    const found: PhoenixSpan[] = [];
    let after: string | null = null;
    do {
      const { spans }: { spans: Page<PhoenixSpan> } = await this.#project(project, SPANS, {
        after,
        filter,
      });
      found.push(...spans.edges.map(({ node }) => node));
      after = spans.pageInfo?.hasNextPage === true ? spans.pageInfo.endCursor : null;
    } while (after !== null);
    return found;
  }

  async #project<T>(name: string, fields: string, variables: object = {}): Promise<T> {
    const declared = Object.keys(variables).length === 0 ? '' : '($after: String, $filter: String)';
    const query = `query${declared} { getProjectByName(name: "${name}") { ${fields} } }`;
    const { data, errors } = await fetchJson<{
      readonly data: { readonly getProjectByName: T | null } | null;
      readonly errors?: readonly { readonly message: string }[];
    }>(`${this.#origin}/graphql`, { query, variables });
    if (!data?.getProjectByName) {
      throw new Error(errors?.[0]?.message ?? `Phoenix has no project ${name}.`);
    }
    return data.getProjectByName;
  }
}
