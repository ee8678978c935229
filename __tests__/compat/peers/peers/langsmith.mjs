// The processor and the exporter of LangSmith, against a server on this machine.
import { createServer } from 'node:http';
import { LangSmithOTLPTraceExporter } from 'langsmith/experimental/otel/exporter';
import { LangSmithOTLPSpanProcessor } from 'langsmith/experimental/otel/processor';
import { takeTwoTurns } from '../support/agent.mjs';
import { OPTIONS, attributeOf, measure } from '../support/measure.mjs';

process.env.LANGSMITH_TRACING = 'true';
const server = createServer((request, response) => {
  request.resume().on('end', () => response.end());
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/otel/v1/traces`;

const traceable = () => ({ attributes: { 'langsmith.traceable': 'true' } });
const cases = [
  ['ours first', { ours: 'first' }],
  ['ours last', { ours: 'last' }],
  ["ours first, sessionRoot 'omit'", { options: { ...OPTIONS, sessionRoot: 'omit' } }],
  ['ours first, a traceable root', { options: { ...OPTIONS, sessionSpan: traceable } }],
];
for (const [title, given] of cases) {
  const sent = [];
  const exporter = new LangSmithOTLPTraceExporter({
    url,
    headers: {},
    transformExportedSpan(span) {
      sent.push(span);
      return span;
    },
  });
  await measure(`langsmith, ${title}`, {
    ...given,
    peer: () => ({ processor: new LangSmithOTLPSpanProcessor(exporter), exported: () => sent }),
    play: takeTwoTurns,
    notes: () => attributeOf(sent, 'langsmith.is_root'),
  });
}
server.closeAllConnections();
server.close();
