// What somebody else may send to an MCP server beside the agent: no call of theirs gets into a session, and none breaks another.
import { sessionCarrier, withSession } from 'otel-session-trace';
import { startProcess } from '../support/other-process.mjs';
import { startTracing, traced } from '../support/tracing.mjs';

const provider = startTracing({ sessionId: () => undefined });
const server = await startProcess(new URL('../processes/mcp-1-http.mjs', import.meta.url));

const TRACE_PARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

/** JSON-RPC as it is on the wire, for a client of the SDK would not send it. */
async function call(meta) {
  const response = await fetch(server.ready, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","_meta":${meta}}}`,
  });
  const answer = await response.text();
  if (answer.includes('"found"')) return 'answered';
  return answer.includes('"error"') ? 'refused' : answer;
}

async function expectCall(meta, expected) {
  const outcome = await call(meta);
  if (outcome !== expected) throw new Error(`Expected ${expected} of ${meta}, got ${outcome}.`);
}

// The SDK says that this is no request.
await expectCall('"session.id=A"', 'refused');
await expectCall(`["${TRACE_PARENT}"]`, 'refused');
// These are answered, in traces of their own and in no session.
await expectCall(JSON.stringify({ traceparent: 'x'.repeat(5_000) }), 'answered');
await expectCall(JSON.stringify({ traceparent: `${TRACE_PARENT},${TRACE_PARENT}` }), 'answered');
await expectCall(`{"__proto__":{"traceparent":"${TRACE_PARENT}"}}`, 'answered');
await expectCall(JSON.stringify({ baggage: `session.id=${'x'.repeat(5_000)}` }), 'answered');
await expectCall(JSON.stringify({ 'session.id': 'A', sessionId: 'A' }), 'answered');

await withSession('A', () =>
  traced('interaction', () =>
    traced('tool', () =>
      expectCall(JSON.stringify(sessionCarrier(undefined, { baggage: true })), 'answered'),
    ),
  ),
);

await server.close();
await provider.shutdown();
