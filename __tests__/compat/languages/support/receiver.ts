import { startLocalServer } from '../../../../examples/support/local-server.js';
import { decodeExportRequest } from '../../../../examples/support/otlp-decode.js';
import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { jsonOf } from './otlp-protobuf.ts';

/** A trace backend for all three SDKs: it takes OTLP/HTTP in JSON and in protobuf. */
export interface Receiver {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  close(): Promise<void>;
}

/** Starts a receiver on a free port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const spans: ReceivedSpan[] = [];
  const server = await startLocalServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const isProtobuf = request.headers['content-type'] === 'application/x-protobuf';
    try {
      spans.push(...decodeExportRequest(isProtobuf ? jsonOf(body) : body.toString('utf8')));
      response.writeHead(200, { 'content-type': request.headers['content-type'] }).end();
    } catch (error) {
      console.error(error);
      response.writeHead(400).end();
    }
  });
  return { url: `${server.origin}/v1/traces`, spans, close: () => server.close() };
}
