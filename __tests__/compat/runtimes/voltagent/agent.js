import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { Agent, createTool } from '@voltagent/core';
import { z } from 'zod';

const model = createOpenAICompatible({ name: 'local', baseURL: process.env.OPENAI_BASE_URL })(
  'local-model',
);

const parameters = z.object({ city: z.string() });

const settings = {
  name: 'travel-agent',
  instructions: 'You help people to travel.',
  model,
  tools: [
    createTool({
      name: 'weather',
      description: 'Tells the weather in a city',
      parameters,
      execute: async ({ city }) => `sunshine in ${city}`,
    }),
    createTool({
      name: 'flights',
      description: 'Finds flights to a city',
      parameters,
      execute: async ({ city }) => `two flights to ${city}`,
    }),
  ],
};

/** An agent that is observed. */
export function createAsk(observability) {
  const agent = new Agent({ ...settings, observability });
  return (conversationId, question) => ask(agent, conversationId, question);
}

/** Takes one turn of a conversation: streams the answer to a question, waits for the result of a task. */
async function ask(agent, conversationId, question) {
  const whose = { userId: 'somebody', conversationId };
  if (!question.endsWith('?')) return (await agent.generateText(question, whose)).text;
  const result = await agent.streamText(question, whose);
  let text = '';
  for await (const piece of result.textStream) text += piece;
  return text;
}
