import { openAICompatible } from '@genkit-ai/compat-oai';
import { genkit, z } from 'genkit';

const ai = genkit({
  plugins: [
    openAICompatible({ name: 'local', apiKey: 'none', baseURL: process.env.OPENAI_BASE_URL }),
  ],
  model: 'local/local-model',
});

const inputSchema = z.object({ city: z.string() });

const tools = [
  ai.defineTool(
    {
      name: 'weather',
      description: 'Tells the weather in a city',
      inputSchema,
      outputSchema: z.string(),
    },
    async ({ city }) => `sunshine in ${city}`,
  ),
  ai.defineTool(
    {
      name: 'flights',
      description: 'Finds flights to a city',
      inputSchema,
      outputSchema: z.string(),
    },
    async ({ city }) => `two flights to ${city}`,
  ),
];

const histories = new Map();

const answer = ai.defineFlow(
  { name: 'answer', inputSchema: z.string(), outputSchema: z.string() },
  async (prompt, { context }) => {
    const messages = histories.get(context.sessionId) ?? [];
    const reply = await ai.generate({ prompt, messages, tools });
    histories.set(context.sessionId, reply.messages);
    return reply.text;
  },
);

/** Takes one turn of a conversation; the conversation goes along in Genkit's own context. */
export function ask(conversationId, question) {
  return answer(question, { context: { sessionId: conversationId } });
}
