import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const model = createOpenAICompatible({ name: 'local', baseURL: process.env.OPENAI_BASE_URL })(
  'local-model',
);

const inputSchema = z.object({ city: z.string() });

const tools = {
  weather: tool({
    description: 'Tells the weather in a city',
    inputSchema,
    execute: ({ city }) => `sunshine in ${city}`,
  }),
  flights: tool({
    description: 'Finds flights to a city',
    inputSchema,
    // An agent of its own, which knows nothing of the conversation.
    execute: async ({ city }) => {
      const { text } = await generateText({
        model,
        prompt: `Which airlines fly to ${city}?`,
        experimental_telemetry: { isEnabled: true },
      });
      return text;
    },
  }),
};

const histories = new Map();

/** Takes one turn of a conversation: streams the answer to a question, waits for the result of a task. */
export async function ask(conversationId, question) {
  const history = histories.get(conversationId) ?? [];
  const settings = {
    model,
    messages: [...history, { role: 'user', content: question }],
    tools,
    stopWhen: stepCountIs(5),
    // Tracing backends tell their users to name the session so.
    experimental_telemetry: { isEnabled: true, metadata: { sessionId: conversationId } },
  };
  const { text, messages } = await (question.endsWith('?') ? stream(settings) : generate(settings));
  histories.set(conversationId, [...settings.messages, ...messages]);
  return text;
}

async function generate(settings) {
  const { text, response } = await generateText(settings);
  return { text, messages: response.messages };
}

async function stream(settings) {
  const result = streamText(settings);
  let text = '';
  for await (const piece of result.textStream) text += piece;
  return { text, messages: (await result.response).messages };
}
