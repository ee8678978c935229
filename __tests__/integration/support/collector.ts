import { startLocalServer } from '../../../examples/support/local-server.js';
import { decodeExportRequest } from '../../../examples/support/otlp-decode.js';
import { readBody } from '../../../examples/support/read-body.js';
import type { ReceivedSpan } from '../../../examples/support/received-span.js';

/** A log record as it arrived on the wire: what the tests look at. */
interface ReceivedLogRecord {
  readonly eventName: string | undefined;
  readonly traceId: string;
  readonly spanId: string;
  readonly sessionId: string | undefined;
}

/** What a program sent: its telemetry, and its calls of others. */
export interface Collector {
  readonly origin: string;
  readonly spans: readonly ReceivedSpan[];
  readonly records: readonly ReceivedLogRecord[];
  /** The `traceparent` of each call that was not telemetry, by path. */
  readonly calls: ReadonlyMap<string, string | undefined>;
  close(): Promise<void>;
}

/** Receives OTLP traces and logs in JSON, and any other call, on one free port of this machine. */
export async function startCollector(): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const records: ReceivedLogRecord[] = [];
  const calls = new Map<string, string | undefined>();
  const receive = (path: string, body: string, traceparent: string | undefined): void => {
    switch (path) {
      case '/v1/traces':
        spans.push(...decodeExportRequest(body));
        break;
      case '/v1/logs':
        records.push(...decodeLogs(body));
        break;
      default:
        calls.set(path, traceparent);
    }
  };
  const server = await startLocalServer((request, response) => {
    void readBody(request).then((body) => {
      const { traceparent } = request.headers;
      receive(request.url ?? '', body, Array.isArray(traceparent) ? traceparent[0] : traceparent);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{}');
    });
  });
  return { origin: server.origin, spans, records, calls, close: () => server.close() };
}

interface WireRecord {
  readonly eventName?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes?: readonly { key: string; value: { stringValue?: string } }[];
}

interface WireLogs {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly { readonly logRecords: readonly WireRecord[] }[];
  }[];
}

function decodeLogs(body: string): ReceivedLogRecord[] {
  const { resourceLogs } = JSON.parse(body) as WireLogs;
  return resourceLogs.flatMap(({ scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map(({ eventName, traceId = '', spanId = '', attributes = [] }) => ({
        eventName,
        traceId,
        spanId,
        sessionId: attributes.find(({ key }) => key === 'session.id')?.value.stringValue,
      })),
    ),
  );
}
