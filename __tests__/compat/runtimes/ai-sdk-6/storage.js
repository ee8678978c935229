import { AsyncLocalStorage } from 'node:async_hooks';

import { SessionTraceSpanProcessor } from 'otel-session-trace';

const conversation = new AsyncLocalStorage();

// First in `spanProcessors`.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: () => conversation.getStore(),
  interaction: ['ai.generateText', 'ai.streamText'],
  nestedInteractions: 'keep', // a tool may ask a model as well
});

// Around each turn: `around(conversationId, () => answer(question))`.
export const around = (conversationId, turn) => conversation.run(conversationId, turn);
