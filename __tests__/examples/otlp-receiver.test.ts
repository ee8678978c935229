import { gzipSync } from 'node:zlib';

import { startOtlpReceiver, type OtlpReceiver } from '../../examples/support/otlp-receiver.js';
import { runProgram } from './support/run-program.js';

// A program of its own takes a second to load, and several on a busy machine.

const traceId = 'a'.repeat(32);
const spanId = 'b'.repeat(16);
const wireSpan = { traceId, spanId, name: 'turn', startTimeUnixNano: '1', endTimeUnixNano: '2' };

function exportRequest(span: unknown): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
}

function hexadecimal(length: number): unknown {
  return expect.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
}

let receiver: OtlpReceiver;

beforeEach(async () => {
  receiver = await startOtlpReceiver();
});

afterEach(async () => {
  await receiver.close();
});

function post(body: string | Uint8Array<ArrayBuffer>, encoding?: string): Promise<Response> {
  return fetch(receiver.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    },
    body,
  });
}

describe('startOtlpReceiver', () => {
  // The exporter's transport loads `http` with a dynamic import, which jest refuses: hence a process.
  it.each(['none', 'gzip'])(
    'decodes what the OTLP exporter sends with compression %s',
    async (compression) => {
      const { exitCode } = await runProgram('__tests__/examples/support/export-spans.ts', {
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: compression,
      });
      const [child, root, entry, ...others] = receiver.spans;

      expect(exitCode).toBe(0);
      expect(others).toEqual([]);
      expect(root).toEqual({
        traceId: hexadecimal(32),
        spanId: hexadecimal(16),
        name: 'root',
        kind: 'SERVER',
        startTimeUnixNano: 1_700_000_000_123_456_789n,
        endTimeUnixNano: 1_700_000_001_000_000_000n,
        attributes: { text: 'é', count: 3, ratio: 0.5, yes: true, list: ['a', 'b'] },
        links: [{ traceId, spanId, attributes: { why: 'because' } }],
        status: { code: 'UNSET' },
        scope: 'runtime',
        flags: 0x101,
      });
      expect(child).toMatchObject({
        traceId: root?.traceId,
        parentSpanId: root?.spanId,
        name: 'child',
        status: { code: 'ERROR', message: 'broken' },
      });
      expect(entry).toMatchObject({ traceId, parentSpanId: spanId, name: 'entry', flags: 0x301 });
    },
  );

  it('answers an export with 200 and an empty object', async () => {
    const response = await post(exportRequest(wireSpan));

    expect([response.status, await response.text()]).toEqual([200, '{}']);
    expect(receiver.spans).toEqual([
      {
        traceId,
        spanId,
        name: 'turn',
        kind: 'UNSPECIFIED',
        startTimeUnixNano: 1n,
        endTimeUnixNano: 2n,
        attributes: {},
        links: [],
        status: { code: 'UNSET' },
        scope: '',
        flags: 0,
      },
    ]);
  });

  it('decodes every kind of attribute value', async () => {
    const attributes = [
      { key: 'integer as text', value: { intValue: '-7' } },
      { key: 'integer', value: { intValue: 7 } },
      { key: 'bytes', value: { bytesValue: 'AAE=' } },
      { key: 'nothing', value: {} },
      { key: 'list', value: { arrayValue: { values: [{ boolValue: false }, { intValue: 0 }] } } },
      {
        key: 'record',
        value: { kvlistValue: { values: [{ key: 'inner', value: { doubleValue: 1.5 } }] } },
      },
      { key: 'empty list', value: { arrayValue: {} } },
    ];
    await post(exportRequest({ ...wireSpan, attributes }));

    expect(receiver.spans[0]?.attributes).toEqual({
      'integer as text': -7,
      integer: 7,
      bytes: 'AAE=',
      nothing: null,
      list: [false, 0],
      record: { inner: 1.5 },
      'empty list': [],
    });
  });

  it.each([
    ['text that is not JSON', 'rubbish', undefined],
    ['JSON that is no export', '{"spans":[]}', undefined],
    ['a trace id of zeros', exportRequest({ ...wireSpan, traceId: '0'.repeat(32) }), undefined],
    ['a short span id', exportRequest({ ...wireSpan, spanId: 'b' }), undefined],
    [
      'a time that is not a number',
      exportRequest({ ...wireSpan, endTimeUnixNano: '?' }),
      undefined,
    ],
    ['gzip that is none', exportRequest(wireSpan), 'gzip'],
    ['an encoding it does not know', exportRequest(wireSpan), 'br'],
  ])('answers %s with 400', async (_, body, encoding) => {
    const response = await post(body, encoding);

    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty('message');
    expect(receiver.spans).toEqual([]);
  });

  it('keeps nothing of an export with one bad span', async () => {
    const spans = [wireSpan, { ...wireSpan, spanId: 'bad' }];
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

    expect((await post(new Uint8Array(gzipSync(body)), 'gzip')).status).toBe(400);
    expect(receiver.spans).toEqual([]);
  });

  it('answers other paths with 404 and other methods with 405', async () => {
    const elsewhere = await fetch(new URL('/v1/logs', receiver.url), { method: 'POST' });
    const wrongMethod = await fetch(receiver.url);

    expect([elsewhere.status, wrongMethod.status]).toEqual([404, 405]);
  });

  it('takes no more exports once it is closed', async () => {
    await receiver.close();

    await expect(post(exportRequest(wireSpan))).rejects.toThrow('fetch failed');
  });
});
