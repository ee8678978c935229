import { Agent, tool } from '@strands-agents/sdk';
import { OpenAIModel } from '@strands-agents/sdk/models/openai';
import { z } from 'zod';

const inputSchema = z.object({ city: z.string() });

const tools = [
  tool({
    name: 'weather',
    description: 'Tells the weather in a city',
    inputSchema,
    callback: ({ city }) => `sunshine in ${city}`,
  }),
  tool({
    name: 'flights',
    description: 'Finds flights to a city',
    inputSchema,
    callback: ({ city }) => `two flights to ${city}`,
  }),
];

const agents = new Map();

function agentOf(conversationId) {
  const agent = agents.get(conversationId) ?? createAgent(conversationId);
  agents.set(conversationId, agent);
  return agent;
}

function createAgent(conversationId) {
  return new Agent({
    model: new OpenAIModel({
      api: 'chat',
      modelId: 'local-model',
      apiKey: 'none',
      clientConfig: { baseURL: process.env.OPENAI_BASE_URL },
    }),
    tools,
    printer: false,
    // What Strands writes on every span that this agent makes.
    traceAttributes: { 'session.id': conversationId },
  });
}

/** Takes one turn of a conversation. */
export async function ask(conversationId, question) {
  return String(await agentOf(conversationId).invoke(question));
}
