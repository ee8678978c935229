import { startOtlpReceiver } from '../../../examples/support/otlp-receiver.js';
import type { ReceivedSpan } from '../../../examples/support/received-span.js';
import { runNode, type NodeRun } from './run-node.js';

/** What an agent printed, and what its exporter sent. */
export interface Conversation extends NodeRun {
  readonly spans: readonly ReceivedSpan[];
}

/** The sessions of the conversation; the vector of docs/derivation.md is one. */
export const SESSIONS = ['33878ff9-1467-43ef-a692-634a21bbb1bf', 'session-abc-123'] as const;

/**
 * Starts an agent in server mode and has it take two turns of two sessions, both at once, exporting to a
 * receiver on this machine.
 */
export async function converse(
  nodeArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Conversation> {
  const receiver = await startOtlpReceiver();
  let answers = 0;
  const ask =
    (answer: (text: string) => void, turn: string) =>
    (session: string): void => {
      answer(`${JSON.stringify({ session, prompt: `${session} ${turn}` })}\n`);
    };
  try {
    const run = await runNode(nodeArguments, {
      environment: { ...exportingTo(receiver.url), ...environment },
      onLine: (line, answer) => {
        answers += line === 'ready' ? 0 : 1;
        if (line === 'ready') {
          SESSIONS.forEach(ask(answer, 'first'));
        } else if (answers === SESSIONS.length) {
          SESSIONS.forEach(ask(answer, 'second'));
        } else if (answers === 2 * SESSIONS.length) {
          answer(null);
        }
      },
    });
    return { ...run, spans: receiver.spans };
  } finally {
    await receiver.close();
  }
}

function exportingTo(url: string): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    // Some ask the metadata servers of clouds.
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
  };
}
