import type { IncomingMessage, ServerResponse } from 'node:http';

import { replyTo } from '../../../../../examples/support/chat-reply.js';
import { startLocalServer } from '../../../../../examples/support/local-server.js';
import { startModelServer } from '../../../../../examples/support/model-server.js';
import { readBody } from '../../../../../examples/support/read-body.js';
import { anthropic } from './anthropic.js';
import type { Dialect } from './dialect.js';
import { gemini } from './gemini.js';

const DIALECTS: readonly Dialect[] = [anthropic, gemini];

/** The one model of this machine, in the protocols of three vendors. */
export interface LocalModels {
  /** Where a client finds it, by the name of the variable that says so. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts the model that all programs talk to. */
export async function startLocalModels(): Promise<LocalModels> {
  const openai = await startModelServer();
  const others = await startLocalServer((request, response) => {
    void serve(request, response);
  });
  return {
    environment: {
      OPENAI_BASE_URL: openai.url,
      OPENAI_API_KEY: 'none',
      ANTHROPIC_BASE_URL: others.origin,
      ANTHROPIC_API_KEY: 'none',
      GOOGLE_GEMINI_BASE_URL: others.origin,
      GEMINI_API_KEY: 'none',
    },
    close: async () => {
      await Promise.all([openai.close(), others.close()]);
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '';
  const dialect = DIALECTS.find(({ speaks }) => speaks(url));
  try {
    const body = await readBody(request);
    if (!dialect || request.method !== 'POST') {
      send(response, 404, 'application/json', JSON.stringify({ error: { message: 'not here' } }));
      return;
    }
    const asked = dialect.read(url, JSON.parse(body));
    const events = dialect.write(replyTo(asked), asked.stream);
    if (asked.stream) send(response, 200, 'text/event-stream', events.map(toEvent).join(''));
    else send(response, 200, 'application/json', JSON.stringify(events[0]));
  } catch (error) {
    send(response, 400, 'application/json', JSON.stringify({ error: { message: String(error) } }));
  }
}

function toEvent(data: { readonly type?: string }): string {
  return `${data.type ? `event: ${data.type}\n` : ''}data: ${JSON.stringify(data)}\n\n`;
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
