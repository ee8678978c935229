import { MemorySaver } from '@langchain/langgraph';
import { ChatOpenAI } from '@langchain/openai';
import { createAgent, tool } from 'langchain';
import { z } from 'zod';

const schema = z.object({ city: z.string() });

const agent = createAgent({
  model: new ChatOpenAI({
    model: 'local-model',
    configuration: { baseURL: process.env.OPENAI_BASE_URL },
  }),
  tools: [
    tool(({ city }) => `sunshine in ${city}`, {
      name: 'weather',
      description: 'Tells the weather in a city',
      schema,
    }),
    tool(({ city }) => `two flights to ${city}`, {
      name: 'flights',
      description: 'Finds flights to a city',
      schema,
    }),
  ],
  checkpointer: new MemorySaver(),
});

/** Takes one turn of a conversation: LangChain calls it a thread, and remembers what was said. */
export async function ask(conversationId, question) {
  const { messages } = await agent.invoke(
    { messages: [{ role: 'user', content: question }] },
    { configurable: { thread_id: conversationId } },
  );
  return messages.at(-1).content;
}
