import { createHmac, randomBytes } from 'node:crypto';

import { context, propagation, trace } from '@opentelemetry/api';
import {
  SessionTraceSpanProcessor,
  hmacDerivation,
  withSession,
  type SessionTracingOptions,
} from 'otel-session-trace';

import { printTraces } from '../support/print-traces.js';
import type { ReceivedSpan } from '../support/received-span.js';
import { recordSpans } from '../support/record-spans.js';
import { findProblems } from '../support/well-formed.js';
import { groupByTrace, type Annotate } from '../support/trace-tree.js';
import { guessSession, startModelVendor } from './model-vendor.js';

/** A session id that names somebody, and that anybody can count up to. */
const SESSION_ID = 'customer-4711';

/** A real one comes from where your secrets are, and is the same in all processes of a session. */
const secret = randomBytes(32);

/** What the backend gets to see instead of the session id: as good for grouping, and for nothing else. */
function pseudonymOf(sessionId: string): string {
  // A plain hash would give the id away just as the trace id does. The prefix makes it differ from that.
  return createHmac('sha256', secret).update(`session.id:${sessionId}`).digest('base64url');
}

const plain: SessionTracingOptions = { sessionId: () => undefined };
const keyed: SessionTracingOptions = {
  sessionId: () => undefined,
  derivation: hmacDerivation(secret),
  sessionAttributes: (sessionId) => ({ 'session.id': pseudonymOf(sessionId) }),
};

interface Outcome {
  readonly spans: readonly ReceivedSpan[];
  /** The session id that the vendor found behind the trace id. */
  readonly guess: string | undefined;
}

/** Two turns of one session, each with a call to a model. */
async function converse(options: SessionTracingOptions): Promise<Outcome> {
  const vendor = await startModelVendor();
  const tracer = trace.getTracer('agent');
  const spans = await recordSpans([new SessionTraceSpanProcessor(options)], () =>
    withSession(SESSION_ID, async () => {
      for (let turn = 0; turn < 2; turn++) {
        await tracer.startActiveSpan('interaction', async (span) => {
          const headers: Record<string, string> = {};
          // What instrumentations of HTTP clients do to each request.
          propagation.inject(context.active(), headers);
          await fetch(vendor.origin, { method: 'POST', headers });
          span.end();
        });
      }
    }),
  );
  await vendor.close();
  return { spans, guess: guessSession(vendor.traceIds) };
}

const before = await converse(plain);
const after = await converse(keyed);

const annotate: Annotate = ({ name, attributes: { 'session.id': stamp } }) =>
  name === 'session' && typeof stamp === 'string' ? `session.id = ${stamp}` : undefined;
const verdictOf = ({ guess }: Outcome): string =>
  guess === undefined ? 'The vendor finds nobody.\n' : `The vendor finds ${guess}.\n`;

printTraces('Plain', before.spans, annotate);
console.log(verdictOf(before));
printTraces('Keyed', after.spans, annotate);
console.log(verdictOf(after));

const problems = [
  ...findProblems(after.spans),
  ...(groupByTrace(after.spans).length === 1 ? [] : ['expected one trace']),
  ...(before.guess === SESSION_ID ? [] : ['expected the plain hash to give the session id away']),
  ...(after.guess === undefined ? [] : ['expected the keyed trace id to give nothing away']),
  ...(after.spans.some(({ attributes }) => Object.values(attributes).includes(SESSION_ID))
    ? ['expected no span to carry the session id']
    : []),
];
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log('✓ still one trace per session, and nothing that leaves the process names it');
