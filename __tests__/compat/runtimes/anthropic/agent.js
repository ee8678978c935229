import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic();

const input_schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
};

const tools = [
  { name: 'weather', description: 'Tells the weather in a city', input_schema },
  { name: 'flights', description: 'Finds flights to a city', input_schema },
];

const results = {
  weather: ({ city }) => `sunshine in ${city}`,
  flights: ({ city }) => `two flights to ${city}`,
};

const histories = new Map();

/** Takes one turn of a conversation: asks the model until it wants no more tools. */
export async function ask(conversationId, question) {
  const messages = histories.get(conversationId) ?? [];
  histories.set(conversationId, messages);
  messages.push({ role: 'user', content: question });
  for (;;) {
    const { content } = await request({ model: 'local-model', max_tokens: 500, messages, tools });
    messages.push({ role: 'assistant', content });
    const calls = content.filter(({ type }) => type === 'tool_use');
    if (calls.length === 0) return content.map(({ text }) => text).join('');
    messages.push({
      role: 'user',
      content: calls.map(({ id, name, input }) => ({
        type: 'tool_result',
        tool_use_id: id,
        content: results[name](input),
      })),
    });
  }
}

/** Every other request is streamed. */
async function request(settings) {
  if (settings.messages.length % 4 === 3) return client.messages.create(settings);
  const blocks = [];
  const json = [];
  for await (const event of await client.messages.create({ ...settings, stream: true })) {
    if (event.type === 'content_block_start') blocks[event.index] = event.content_block;
    if (event.delta?.type === 'text_delta') blocks[event.index].text += event.delta.text;
    if (event.delta?.type === 'input_json_delta') {
      json[event.index] = (json[event.index] ?? '') + event.delta.partial_json;
    }
  }
  json.forEach((text, index) => (blocks[index].input = JSON.parse(text)));
  return { content: blocks };
}
