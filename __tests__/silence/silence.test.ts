import { createRequire } from 'node:module';
import * as api from '@opentelemetry/api';
import * as sdk from '@opentelemetry/sdk-trace-node';
import * as sessionTrace from '../../src/index.js';

/** What `npm run test:compat` runs beside each major of the SDK, with more spans. */
interface Harness {
  readonly DELEGATES: Readonly<Record<string, unknown>>;
  readonly VARIANTS: Readonly<Record<string, unknown>>;
  readonly compare: (
    major: unknown,
    programs: { delegate: string; variants: readonly string[]; spans: number; seed: number },
  ) => Promise<Readonly<Record<string, unknown>>>;
}

// Written once, in CommonJS, for Nodes that know no types.
const { DELEGATES, VARIANTS, compare } = jest.requireActual<Harness>(
  '../compat/sdk/silence/compare.cjs',
);
const { major } = jest.requireActual<{ major: (modules: object) => object }>(
  '../compat/sdk/sdk-2/major.cjs',
);

interface Transformer {
  readonly JsonTraceSerializer: {
    serializeRequest(spans: readonly sdk.ReadableSpan[]): Uint8Array;
  };
}
/** The one that the exporter over HTTP goes out by. */
const { JsonTraceSerializer } = createRequire(
  require.resolve('@opentelemetry/exporter-trace-otlp-http'),
)('@opentelemetry/otlp-transformer') as Transformer;

const sdk2 = {
  ...major({ api, sdk, sessionTrace }),
  serialize: (spans: readonly sdk.ReadableSpan[]) =>
    new TextDecoder().decode(JsonTraceSerializer.serializeRequest(spans)),
};
const SPANS = 300;
const delegates = Object.keys(DELEGATES);

/** What is heard of us in each of the variants, where it is anything. */
async function heardOfUs(delegate: string, variants: readonly string[]): Promise<unknown[]> {
  const differences = await compare(sdk2, { delegate, variants, spans: SPANS, seed: 1 });
  expect(Object.keys(differences)).toEqual(variants);
  return Object.entries(differences).filter(([, difference]) => difference !== undefined);
}

describe('spans of no session', () => {
  it.each(delegates)('are bit for bit as without us, sampled by %s', async (delegate) => {
    expect(await heardOfUs(delegate, Object.keys(VARIANTS))).toEqual([]);
  });
});
