import type { IncomingMessage, ServerResponse } from 'node:http';

import { startLocalServer } from './local-server.js';
import { decodeExportRequest } from './otlp-decode.js';
import { readBody } from './read-body.js';
import type { ReceivedSpan } from './received-span.js';

/** A small trace backend: it takes what an OTLP/HTTP JSON exporter sends and remembers it. */
export interface OtlpReceiver {
  /** What an exporter takes as its `url`. */
  readonly url: string;
  /** Every span received so far, in order of arrival. */
  readonly spans: readonly ReceivedSpan[];
  close(): Promise<void>;
}

const PATH = '/v1/traces';

/** Starts a receiver on a free port of this machine. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const server = await startLocalServer((request, response) => {
    void receive(request, response, spans);
  });
  return { url: `${server.origin}${PATH}`, spans, close: () => server.close() };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  spans: ReceivedSpan[],
): Promise<void> {
  if (request.url !== PATH) {
    answer(response, 404, `no such path: ${request.url ?? ''}`);
    return;
  }
  if (request.method !== 'POST') {
    answer(response, 405, 'expected a POST');
    return;
  }
  try {
    // All or nothing: a body with one bad span adds none.
    spans.push(...decodeExportRequest(await readBody(request)));
    answer(response, 200);
  } catch (error) {
    answer(response, 400, error instanceof Error ? error.message : String(error));
  }
}

function answer(response: ServerResponse, status: number, message?: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message }));
}
