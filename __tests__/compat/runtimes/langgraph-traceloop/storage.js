import { AsyncLocalStorage } from 'node:async_hooks';

import { SessionTraceSpanProcessor } from 'otel-session-trace';

// Before the first run: without its queue, LangChain keeps the context of whoever called.
process.env.LANGCHAIN_CALLBACKS_BACKGROUND = 'false';

const conversation = new AsyncLocalStorage();

// First in `spanProcessors`.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: () => conversation.getStore(),
  interaction: 'workflow CompiledStateGraph',
  orphans: 'open-interaction', // no span has a parent: what starts while a turn is open belongs to it
});

// Around each turn: `around(conversationId, () => answer(question))`.
export const around = (conversationId, turn) => conversation.run(conversationId, turn);
