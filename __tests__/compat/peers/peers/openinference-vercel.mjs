// The processor of OpenInference for the Vercel AI SDK.
import { OpenInferenceSimpleSpanProcessor } from '@arizeai/openinference-vercel';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { SpanStatusCode } from '@opentelemetry/api';
import { startRequest, startTurn, takeTwoTurns } from '../support/agent.mjs';
import { measure, statusesOf } from '../support/measure.mjs';

/** A turn that fails while another one of the same session goes on. */
function overlapTurns(tracer) {
  const fine = startTurn(tracer);
  const failing = startTurn(tracer);
  const request = startRequest(tracer, failing);
  request.setStatus({ code: SpanStatusCode.ERROR, message: 'overloaded' });
  request.end();
  failing.end();
  fine.end();
}

for (const [what, play] of [
  ['turns one after the other', takeTwoTurns],
  ['turns at once', overlapTurns],
]) {
  for (const ours of ['absent', 'first', 'last']) {
    const exporter = new InMemorySpanExporter();
    const processor = new OpenInferenceSimpleSpanProcessor({ exporter });
    let counted;
    await measure(`openinference-vercel, ours ${ours}, ${what}`, {
      ours,
      peer: () => ({ processor, exported: () => exporter.getFinishedSpans() }),
      play(tracer) {
        play(tracer);
        counted = processor.aggregateManager.traceAggregates.size;
      },
      notes: () => [
        ...statusesOf(exporter.getFinishedSpans()),
        `- traces whose spans it still counts: ${counted}`,
      ],
    });
  }
}
