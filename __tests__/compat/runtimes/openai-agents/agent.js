import { Agent, Runner, setOpenAIAPI, tool, user } from '@openai/agents';
import { z } from 'zod';

// The local model server speaks this one.
setOpenAIAPI('chat_completions');

const parameters = z.object({ city: z.string() });

const agent = new Agent({
  name: 'travel-agent',
  instructions: 'You help people to travel.',
  model: 'local-model',
  tools: [
    tool({
      name: 'weather',
      description: 'Tells the weather in a city',
      parameters,
      execute: ({ city }) => `sunshine in ${city}`,
    }),
    tool({
      name: 'flights',
      description: 'Finds flights to a city',
      parameters,
      execute: ({ city }) => `two flights to ${city}`,
    }),
  ],
});

const histories = new Map();

/** Takes one turn of a conversation: streams the answer to a question, waits for the result of a task. */
export async function ask(conversationId, question) {
  const history = histories.get(conversationId) ?? [];
  // The SDK's own way to say which runs belong to one conversation.
  const runner = new Runner({ groupId: conversationId });
  const result = await runner.run(agent, [...history, user(question)], {
    stream: question.endsWith('?'),
  });
  await result.completed;
  histories.set(conversationId, result.history);
  return result.finalOutput;
}
