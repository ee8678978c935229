// The session processor of OpenTelemetry itself: it stamps the session that is current on every span.
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { createSessionSpanProcessor } from '@opentelemetry/web-common';
import { OTHER_SESSION, SESSION } from '../support/agent.mjs';
import { OPTIONS, measure } from '../support/measure.mjs';

const current = { sessionId: SESSION, getSessionId: () => current.sessionId };

/** A turn with a tool that goes on when another session becomes the current one. */
function changeSessions(tracer) {
  current.sessionId = SESSION;
  const turn = tracer.startSpan('ai.generateText', {}, ROOT_CONTEXT);
  current.sessionId = OTHER_SESSION;
  tracer.startSpan('tool that goes on', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
  tracer.startSpan('ai.generateText', {}, ROOT_CONTEXT).end();
  turn.end();
}

for (const [how, options] of [
  ['the same provider of sessions', { ...OPTIONS, sessionId: current }],
  ["fromAttributes('session.id')", OPTIONS],
]) {
  for (const ours of ['first', 'last']) {
    await measure(`web-common, ours ${ours}, ${how}`, {
      ours,
      options,
      peer: () => ({ processor: createSessionSpanProcessor(current) }),
      play: changeSessions,
    });
  }
}
