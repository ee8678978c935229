import { sha256Derivation } from 'otel-session-trace';

import { startLocalServer } from '../support/local-server.js';

/** A company whose model an agent calls. It reads the headers that it gets, as anybody does who is called. */
export interface ModelVendor {
  readonly origin: string;
  /** The trace ids that came in `traceparent` headers. */
  readonly traceIds: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Starts a vendor on a free port of this machine. */
export async function startModelVendor(): Promise<ModelVendor> {
  const traceIds = new Set<string>();
  const server = await startLocalServer((request, response) => {
    const [, traceId] = String(request.headers['traceparent']).split('-');
    if (traceId !== undefined) traceIds.add(traceId);
    response.end('{}');
  });
  return { origin: server.origin, traceIds, close: () => server.close() };
}

/**
 * What a curious vendor can do with a trace id: the public rule is known, so it tries what session ids may look
 * like. Ten thousand customer numbers take a few milliseconds.
 */
export function guessSession(traceIds: ReadonlySet<string>): string | undefined {
  const rule = sha256Derivation();
  return Array.from({ length: 10_000 }, (_, number) => `customer-${number}`).find((guess) =>
    traceIds.has(rule.derive(guess).traceId),
  );
}
