import { runProgram } from '../examples/support/run-program.js';
import { renderSessions } from '../support/render-sessions.js';
import { startCollector } from './support/collector.js';

const REQUEST = [
  '   ├─ POST',
  '   │  └─ interaction',
  '   │     ├─ llm_request',
  '   │     └─ tool',
];
const LAST_REQUEST = [
  '   └─ POST',
  '      └─ interaction',
  '         ├─ llm_request',
  '         └─ tool',
];

describe('a node:http server under the official instrumentation, with sessionPropagator and requestSpans', () => {
  it('has session > request > everything, for two sessions at once, callers and a client that goes away', async () => {
    const collector = await startCollector();
    try {
      const program = await runProgram('__tests__/integration/support/http-server-program.ts', {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      });
      expect(program).toMatchObject({ errors: '', exitCode: 0 });
    } finally {
      await collector.close();
    }
    const [none, ...ofSessions] = renderSessions(collector.spans).split(/\n(?=s)/);
    expect(none).toBe(
      ['some trace', '└─ POST', '   └─ interaction', '      ├─ llm_request', '      └─ tool'].join(
        '\n',
      ),
    );
    expect(ofSessions.sort()).toEqual([
      ['session A', '└─ session', ...REQUEST, ...LAST_REQUEST].join('\n'),
      // Called from the session itself: no second root.
      [
        'session B',
        '└─ POST  (remote parent)',
        '   └─ interaction',
        '      ├─ llm_request',
        '      └─ tool',
      ].join('\n'),
      // The trace of another session in its header does not bring it there.
      [
        'session C',
        '└─ session',
        '   └─ POST  ~> displaced parent (not exported)',
        ...LAST_REQUEST.slice(1),
      ].join('\n'),
    ]);
  });
});

describe('a node:http server whose handler alone knows the session, with sessions.exporter', () => {
  it('has the same trees, and leaves a request of two sessions where it is', async () => {
    const collector = await startCollector();
    try {
      const program = await runProgram('__tests__/integration/support/http-handler-program.ts', {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      });
      expect(program).toMatchObject({ errors: '', exitCode: 0 });
    } finally {
      await collector.close();
    }
    const turn = (indent: string): string[] =>
      ['└─ interaction', '   ├─ llm_request', '   └─ tool'].map((line) => indent + line);
    const request = (indent: string, post = 'POST'): string[] => [
      `${indent}└─ ${post}`,
      `${indent}   ├─ authenticate`,
      ...turn(`${indent}   `),
    ];
    const traces = renderSessions(collector.spans).split(/\n(?=s)/);
    expect(traces.sort()).toEqual(
      [
        [
          'session A',
          '└─ session',
          '   ├─ POST',
          '   │  ├─ authenticate',
          ...turn('   │  '),
          ...request('   '),
        ],
        ['session B', ...request('', 'POST  (remote parent)')],
        ['session C', '└─ session', ...request('   ', 'POST  ~> displaced parent (not exported)')],
        // Those of D and E, whose ids are not drawn.
        ...['D', 'E'].map(() => [
          'some trace',
          '└─ session',
          '   └─ interaction  ~> displaced parent POST',
          '      ├─ llm_request',
          '      └─ tool',
        ]),
        ['some trace', '└─ POST', '   └─ authenticate'],
        ['some trace', '└─ POST', '   └─ authenticate'],
      ]
        .map((lines) => lines.join('\n'))
        .sort(),
    );
  });
});
