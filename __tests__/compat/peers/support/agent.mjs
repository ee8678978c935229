// What every peer is measured with: an agent on something like the Vercel AI SDK, whose second turn fails, and
// whose tool has lost its context.
import { ROOT_CONTEXT, SpanStatusCode, context, trace } from '@opentelemetry/api';
import ids from '../../sdk/scenario/ids.cjs';

export const SESSION = ids.ONE;
export const OTHER_SESSION = ids.TWO;

/** Two turns of one session, one after the other. */
export function takeTwoTurns(tracer) {
  takeTurn(tracer, () => undefined);
  takeTurn(tracer, (request) => {
    request.setStatus({ code: SpanStatusCode.ERROR, message: 'overloaded' });
  });
}

/** A turn during which something happens. */
export function takeTurn(tracer, during) {
  const turn = startTurn(tracer);
  const request = startRequest(tracer, turn);
  during(request);
  request.end();
  startTool(tracer).end();
  turn.end();
}

/** Starts the span of a turn, in the active context. */
export function startTurn(tracer, session = SESSION) {
  const attributes = { ...operation('ai.generateText'), 'session.id': session };
  return tracer.startSpan('ai.generateText', { attributes }, context.active());
}

/** Starts the span of a model request, under its turn. */
export function startRequest(tracer, turn) {
  const attributes = { ...operation('ai.generateText.doGenerate'), 'gen_ai.system': 'local' };
  const inside = trace.setSpan(ROOT_CONTEXT, turn);
  return tracer.startSpan('ai.generateText.doGenerate', { attributes }, inside);
}

/** Starts the span of a tool that has lost its context but knows its session. */
export function startTool(tracer) {
  const attributes = { ...operation('ai.toolCall'), 'session.id': SESSION };
  return tracer.startSpan('ai.toolCall', { attributes }, ROOT_CONTEXT);
}

function operation(name) {
  return { 'operation.name': name, 'ai.operationId': name };
}
