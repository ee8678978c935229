import { createHash, createHmac } from 'node:crypto';
import { findProblems } from '../../examples/support/well-formed.js';
import { groupByTrace, renderTrace } from '../../examples/support/trace-tree.js';
import { runProgram, type ProgramResult } from '../examples/support/run-program.js';
import { startCollector, type Collector } from './support/collector.js';

// A program of its own takes some seconds to load, and more on a busy machine.

const SECRET = 'a secret of this test';

/** The derivation without the package. */
const plain = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32);
const keyed = (id: string): string =>
  createHmac('sha256', SECRET).update(id).digest('hex').slice(0, 32);

const SESSION_TREE = `
└─ session
   ├─ interaction
   │  ├─ GET
   │  ├─ GET
   │  ├─ api_request
   │  └─ api_error
   ├─ turn_done
   ├─ interaction
   │  ├─ GET
   │  ├─ GET
   │  ├─ api_request
   │  └─ api_error
   └─ turn_done
`.trim();

describe.each<[string, Readonly<Record<string, string>>, (id: string) => string]>([
  ['sha256Derivation', {}, plain],
  ['hmacDerivation', { SECRET }, keyed],
])('NodeSDK with all pieces, on the wire, with %s', (_, environment, traceIdOf) => {
  let collector: Collector;
  let program: ProgramResult;

  beforeAll(async () => {
    collector = await startCollector();
    program = await runProgram('__tests__/integration/support/node-sdk-program.ts', {
      ...environment,
      UPSTREAM: collector.origin,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
    });
  });

  afterAll(() => collector.close());

  it('runs without a complaint', () => {
    expect(program).toMatchObject({ errors: '', exitCode: 0 });
  });

  it('exports one well-formed trace per session, with the log-made spans in it', () => {
    expect(findProblems(collector.spans)).toEqual([]);
    const traces = new Map(groupByTrace(collector.spans).map((one) => [one.traceId, one]));
    for (const id of ['A', 'B']) {
      const trace = traces.get(traceIdOf(id));
      expect(trace && renderTrace(trace).split('\n').slice(1).join('\n')).toBe(SESSION_TREE);
    }
    const others = [...traces.keys()].filter(
      (id) => ![traceIdOf('A'), traceIdOf('B')].includes(id),
    );
    expect(others).toHaveLength(2);
  });

  it('exports roots of one nanosecond, in the scope of the spans that needed them', () => {
    const roots = collector.spans.filter(
      ({ attributes }) => attributes['otel_session_trace.span'] === 'session_root',
    );
    const lasted = roots.map((root) => root.endTimeUnixNano - root.startTimeUnixNano);
    expect(lasted).toEqual([1n, 1n]);
    for (const root of roots) {
      const children = collector.spans.filter(({ parentSpanId }) => parentSpanId === root.spanId);
      expect(children.map(({ scope }) => scope)).toContain(root.scope);
    }
  });

  it('injects the trace id of the session into calls, and the id of a span that is exported', () => {
    expect([...collector.calls.keys()].sort()).toEqual([
      '/A/fetch',
      '/A/http',
      '/B/fetch',
      '/B/http',
      '/none/fetch',
    ]);
    for (const [path, traceparent] of collector.calls) {
      const [, traceId, spanId, flags] = traceparent?.split('-') ?? [];
      const id = path.charAt(1);
      const client = collector.spans.find((span) => span.spanId === spanId);
      expect(client).toMatchObject({ kind: 'CLIENT', traceId });
      expect(flags).toBe('01');
      expect(['A', 'B'].map(traceIdOf).includes(traceId ?? '')).toBe(id !== 'n');
      expect(client?.attributes['session.id']).toBe(id === 'n' ? undefined : id);
    }
  });

  it('sends log records that point to the spans they belong to', () => {
    const homes = collector.records.map(({ eventName, traceId, spanId, sessionId }) => {
      const home = collector.spans.find((span) => span.spanId === spanId);
      const known = sessionId === undefined ? '' : traceIdOf(sessionId);
      expect(traceId).toBe(known);
      return `${sessionId ?? 'none'} ${eventName ?? ''} at ${home?.name ?? 'nothing'}`;
    });
    const ofSession = (id: string): string[] =>
      [
        `${id} api_error at interaction`,
        `${id} api_request at interaction`,
        `${id} turn_done at session`,
      ].flatMap((line) => [line, line]);
    expect(homes.sort()).toEqual([...ofSession('A'), ...ofSession('B'), 'none idle at nothing']);
  });

  it('shows itself through the metrics API', () => {
    expect(JSON.parse(program.output)).toMatchObject({
      'otel_session_trace.interaction.started': 4,
      // The last look comes after the shutdown, which ends the count of what is held.
      'otel_session_trace.session.live': 0,
      'otel_session_trace.span.unwritable': 0,
      'otel_session_trace.log_record.unwritable': 0,
      'otel_session_trace.resolver.error': 0,
    });
  });
});
