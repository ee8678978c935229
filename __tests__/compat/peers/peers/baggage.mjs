// The processor that stamps baggage on spans.
import { ROOT_CONTEXT, propagation, trace } from '@opentelemetry/api';
import {
  ALLOW_ALL_BAGGAGE_KEYS,
  BaggageSpanProcessor,
} from '@opentelemetry/baggage-span-processor';
import { fromBaggage } from 'otel-session-trace';
import { SESSION } from '../support/agent.mjs';
import { OPTIONS, measure } from '../support/measure.mjs';

/** A turn of a request that came with a session in its baggage. */
function takeTurnOfRequest(tracer) {
  const baggage = propagation.createBaggage({ 'session.id': { value: SESSION } });
  const request = propagation.setBaggage(ROOT_CONTEXT, baggage);
  const turn = tracer.startSpan('ai.generateText', {}, request);
  tracer.startSpan('ai.generateText.doGenerate', {}, trace.setSpan(request, turn)).end();
  turn.end();
  tracer.startSpan('ai.toolCall', {}, request).end();
}

for (const [how, options] of [
  ["fromBaggage('session.id')", { ...OPTIONS, sessionId: fromBaggage('session.id') }],
  ["fromAttributes('session.id')", OPTIONS],
]) {
  for (const ours of ['first', 'last']) {
    await measure(`baggage-span-processor, ours ${ours}, ${how}`, {
      ours,
      options,
      peer: () => ({ processor: new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS) }),
      play: takeTurnOfRequest,
    });
  }
}
