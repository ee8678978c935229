import { HumanMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { END, MemorySaver, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';

const schema = z.object({ city: z.string() });

const tools = [
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
];

const model = new ChatOpenAI({
  model: 'local-model',
  configuration: { baseURL: process.env.OPENAI_BASE_URL },
}).bindTools(tools);

const graph = new StateGraph(MessagesAnnotation)
  .addNode('model', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
  .addNode('tools', new ToolNode(tools))
  .addEdge(START, 'model')
  .addConditionalEdges('model', ({ messages }) =>
    messages.at(-1).tool_calls?.length > 0 ? 'tools' : END,
  )
  .addEdge('tools', 'model')
  .compile({ checkpointer: new MemorySaver() });

/** Takes one turn of a conversation: LangGraph calls it a thread, and remembers what was said. */
export async function ask(conversationId, question) {
  const { messages } = await graph.invoke(
    { messages: [new HumanMessage(question)] },
    { configurable: { thread_id: conversationId } },
  );
  return messages.at(-1).content;
}
