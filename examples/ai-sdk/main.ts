import { SessionTraceSpanProcessor } from 'otel-session-trace';

import { startModelServer } from '../support/model-server.js';
import { printTraces } from '../support/print-traces.js';
import { recordSpans } from '../support/record-spans.js';
import { findSessionProblems } from '../support/session-problems.js';
import { TravelAgent } from './agent.js';
import { annotate } from './annotate.js';
import { currentConversation, type Conversation } from './conversation.js';

const model = await startModelServer();

/** Two conversations of three turns, both at once. */
async function talk(): Promise<void> {
  const agent = new TravelAgent(model.url);
  const travel = async (id: string, city: string): Promise<void> => {
    const conversation: Conversation = { id, messages: [] };
    await agent.stream(conversation, `How is the weather in ${city}?`);
    await agent.generate(conversation, `Are there flights to ${city}?`);
    await agent.stream(conversation, `Tell me weather and flights for Sunday in ${city}.`);
  };
  await Promise.all([travel('trip-to-lisbon', 'Lisbon'), travel('trip-to-oslo', 'Oslo')]);
}

const before = await recordSpans([], talk);

const after = await recordSpans(
  [
    new SessionTraceSpanProcessor({
      sessionId: () => currentConversation.getStore()?.id,
      interaction: ['ai.streamText', 'ai.generateText'],
    }),
  ],
  talk,
);

await model.close();

printTraces('Before', before, annotate);
printTraces('After', after, annotate);

const problems = findSessionProblems(after, ['trip-to-lisbon', 'trip-to-oslo']);
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log('✓ one well-formed trace per session, its id derived from the session id');
