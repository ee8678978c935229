const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
};

const tools = [
  { name: 'weather', description: 'Tells the weather in a city', parameters },
  { name: 'flights', description: 'Finds flights to a city', parameters },
].map((tool) => ({ type: 'function', function: tool }));

const results = {
  weather: ({ city }) => `sunshine in ${city}`,
  flights: ({ city }) => `two flights to ${city}`,
};

/** An agent that asks the model until it wants no more tools. */
export function createAgent(OpenAI) {
  const client = new OpenAI();
  const histories = new Map();

  /** Takes one turn of a conversation: streams the answer to a question, waits for the result of a task. */
  return async function ask(conversationId, question) {
    const messages = histories.get(conversationId) ?? [];
    histories.set(conversationId, messages);
    messages.push({ role: 'user', content: question });
    const request = question.endsWith('?') ? stream : complete;
    for (;;) {
      const message = await request(client, { model: 'local-model', messages, tools });
      messages.push(message);
      if (!message.tool_calls?.length) return message.content;
      for (const { id, function: call } of message.tool_calls) {
        const content = results[call.name](JSON.parse(call.arguments));
        messages.push({ role: 'tool', tool_call_id: id, content });
      }
    }
  };
}

async function complete(client, settings) {
  const { choices } = await client.chat.completions.create(settings);
  return choices[0].message;
}

async function stream(client, settings) {
  const message = { role: 'assistant', content: '' };
  const pieces = await client.chat.completions.create({ ...settings, stream: true });
  for await (const { choices } of pieces) {
    const { content, tool_calls } = choices[0]?.delta ?? {};
    message.content += content ?? '';
    if (tool_calls) message.tool_calls = tool_calls;
  }
  return message;
}
