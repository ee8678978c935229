import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { chat } from '../chat-service.js';

/** A client of a chat server. */
export interface ChatClient {
  health(): Promise<void>;
  /** Reads the whole answer; or goes away after its first piece. */
  chat(headers: Readonly<Record<string, string>>, leaves?: boolean): Promise<void>;
  close(): void;
}

export function httpClient(port: number): ChatClient {
  const origin = `http://127.0.0.1:${port}`;
  return {
    async health() {
      await (await fetch(`${origin}/health`)).text();
    },
    async chat(headers, leaves = false) {
      const leaving = new AbortController();
      const response = await fetch(`${origin}/chat`, {
        method: 'POST',
        headers,
        signal: leaving.signal,
      });
      try {
        for await (const piece of response.body ?? []) {
          if (leaves && piece.length > 0) leaving.abort();
        }
      } catch (error) {
        if (!leaves) throw error;
      }
    },
    close() {
      // Connections of `fetch` are kept by the process.
    },
  };
}

/** By the very package that the server uses. */
export function grpcClient(port: number): ChatClient {
  const { Client, Metadata, credentials } = createRequire(import.meta.url)('@grpc/grpc-js');
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const { health, chat: method } = chat;
  return {
    health: () =>
      new Promise((resolve, reject) => {
        const done = (error: unknown): void => (error ? reject(error) : resolve());
        client.makeUnaryRequest(
          health.path,
          health.requestSerialize,
          health.responseDeserialize,
          'hello',
          done,
        );
      }),
    async chat(headers, leaves = false) {
      const metadata = new Metadata();
      for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
      const call = client.makeServerStreamRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        'hello',
        metadata,
      );
      try {
        for await (const piece of call) {
          if (leaves && piece.length > 0) call.cancel();
        }
      } catch (error) {
        if (!leaves) throw error;
      }
      await sleep(0);
    },
    close: () => client.close(),
  };
}
