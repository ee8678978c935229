import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';

const inputSchema = z.object({ city: z.string() });

/** The agent that both programs use. */
export const travelAgent = new Agent({
  id: 'travel-agent',
  name: 'travel-agent',
  instructions: 'You help people to travel.',
  model: { id: 'local/local-model', url: process.env.OPENAI_BASE_URL, apiKey: 'none' },
  tools: {
    weather: createTool({
      id: 'weather',
      description: 'Tells the weather in a city',
      inputSchema,
      execute: async ({ city }) => `sunshine in ${city}`,
    }),
    flights: createTool({
      id: 'flights',
      description: 'Finds flights to a city',
      inputSchema,
      execute: async ({ city }) => `two flights to ${city}`,
    }),
  },
});

/** Takes one turn of a conversation: streams the answer to a question, waits for the result of a task. */
export async function ask(mastra, conversationId, question) {
  const agent = mastra.getAgent('travelAgent');
  const settings = {
    // Mastra writes it on the span as `gen_ai.conversation.id`.
    tracingOptions: { metadata: { threadId: conversationId } },
  };
  const result = question.endsWith('?')
    ? await agent.stream(question, settings)
    : await agent.generate(question, settings);
  return result.text;
}
