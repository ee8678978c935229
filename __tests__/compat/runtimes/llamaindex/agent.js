const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
};

/** Conversations with an agent each, which remembers what was said. */
export function createAgents({ LLMAgent, FunctionTool }, { OpenAI }) {
  const tools = [
    FunctionTool.from(({ city }) => `sunshine in ${city}`, {
      name: 'weather',
      description: 'Tells the weather in a city',
      parameters,
    }),
    FunctionTool.from(({ city }) => `two flights to ${city}`, {
      name: 'flights',
      description: 'Finds flights to a city',
      parameters,
    }),
  ];
  const llm = new OpenAI({ model: 'local-model', baseURL: process.env.OPENAI_BASE_URL });
  const agents = new Map();

  /** Takes one turn of a conversation. */
  return async function ask(conversationId, question) {
    const agent = agents.get(conversationId) ?? new LLMAgent({ llm, tools });
    agents.set(conversationId, agent);
    const { message } = await agent.chat({ message: question });
    return message.content;
  };
}
