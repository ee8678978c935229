import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { completion, completionChunks } from './chat-completion.js';
import { replyTo } from './chat-reply.js';
import { parseChatRequest, type ChatRequest } from './chat-request.js';
import { startLocalServer } from './local-server.js';
import { readBody } from './read-body.js';

/** A chat completions server that speaks OpenAI's protocol and needs no model. */
export interface ModelServer {
  /** What a client takes as its `baseURL`. */
  readonly url: string;
  close(): Promise<void>;
}

const CHUNK_MILLIS = 1;
const SHORTEST_LATENCY_MILLIS = 3;
const LATENCY_SPREAD_MILLIS = 20;

/** Starts a model server on a free port of this machine. */
export async function startModelServer(): Promise<ModelServer> {
  const server = await startLocalServer((request, response) => {
    void serve(request, response);
  });
  return { url: `${server.origin}/v1`, close: () => server.close() };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
    refuse(response, 404, 'expected a POST of /v1/chat/completions');
    return;
  }
  try {
    const body = await readBody(request);
    await answer(response, parseChatRequest(body), fingerprint(body));
  } catch (error) {
    refuse(response, 400, error instanceof Error ? error.message : String(error));
  }
}

async function answer(
  response: ServerResponse,
  request: ChatRequest,
  requestFingerprint: Buffer,
): Promise<void> {
  const id = requestFingerprint.toString('hex', 0, 4);
  const reply = replyTo(request);
  await sleep(SHORTEST_LATENCY_MILLIS + (requestFingerprint.readUInt8() % LATENCY_SPREAD_MILLIS));
  if (!request.stream) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(completion(id, reply)));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const chunk of completionChunks(id, reply)) {
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    await sleep(CHUNK_MILLIS);
  }
  response.end('data: [DONE]\n\n');
}

/** Ids and latency come from the request itself: they vary between requests, never between runs. */
function fingerprint(body: string): Buffer {
  return createHash('sha256').update(body).digest();
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message } }));
}
