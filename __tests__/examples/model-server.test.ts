import { startModelServer, type ModelServer } from '../../examples/support/model-server.js';

const tools = ['weather', 'flights'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', required: ['city'] } },
}));
const question = { role: 'user', content: 'What are weather and flights in Lisbon?' };
const weatherResult = { role: 'tool', tool_call_id: '1', content: 'sunshine' };
const flightsResult = { role: 'tool', tool_call_id: '2', content: 'none' };

let server: ModelServer;

beforeAll(async () => {
  server = await startModelServer();
});

afterAll(async () => {
  await server.close();
});

function post(body: unknown): Promise<Response> {
  return fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

interface Choice {
  readonly message: unknown;
  readonly finish_reason: string;
}

async function choiceFor(body: unknown): Promise<Choice | undefined> {
  const { choices } = (await (await post(body)).json()) as { choices: Choice[] };
  return choices[0];
}

function toolCall(name: string): unknown {
  return expect.objectContaining({ function: { name, arguments: '{"city":"Lisbon"}' } });
}

describe('startModelServer', () => {
  it('answers in words when the question names no tool', async () => {
    expect(await choiceFor({ messages: [{ role: 'user', content: 'Hello' }], tools })).toEqual({
      index: 0,
      message: { role: 'assistant', content: 'You said: Hello' },
      finish_reason: 'stop',
    });
  });

  it('asks for one named tool after the other, then sums up', async () => {
    const first = await choiceFor({ messages: [question], tools });
    const second = await choiceFor({ messages: [question, weatherResult], tools });
    const third = await choiceFor({ messages: [question, weatherResult, flightsResult], tools });

    expect([first, second, third]).toMatchObject([
      { message: { tool_calls: [toolCall('weather')] }, finish_reason: 'tool_calls' },
      { message: { tool_calls: [toolCall('flights')] }, finish_reason: 'tool_calls' },
      { message: { content: 'I found: sunshine, none.' }, finish_reason: 'stop' },
    ]);
  });

  it('looks at the last turn only', async () => {
    const messages = [question, weatherResult, flightsResult, { role: 'user', content: 'Thanks' }];

    expect(await choiceFor({ messages, tools })).toMatchObject({
      message: { content: 'You said: Thanks' },
    });
  });

  it('streams words as events', async () => {
    const content = [{ type: 'text', text: 'Good morning' }];
    const response = await post({ stream: true, messages: [{ role: 'user', content }] });
    const events = (await response.text()).split('\n\n').filter(Boolean);
    const deltas = events
      .slice(0, -1)
      .map((event) => JSON.parse(event.replace('data: ', '')) as { choices: unknown[] })
      .flatMap(({ choices }) => choices);

    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(deltas).toMatchObject([
      { delta: { content: 'You ' }, finish_reason: null },
      { delta: { content: 'said: ' }, finish_reason: null },
      { delta: { content: 'Good ' }, finish_reason: null },
      { delta: { content: 'morning' }, finish_reason: null },
      { delta: {}, finish_reason: 'stop' },
    ]);
    expect(events.at(-1)).toBe('data: [DONE]');
  });

  it('streams a tool call', async () => {
    const text = await (await post({ stream: true, messages: [question], tools })).text();

    expect(text).toContain('"name":"weather","arguments":"{\\"city\\":\\"Lisbon\\"}"');
    expect(text).toContain('"finish_reason":"tool_calls"');
  });

  it('gives the same answer to the same request', async () => {
    const request = { messages: [question], tools };

    expect(await (await post(request)).text()).toBe(await (await post(request)).text());
  });

  it.each([
    ['text that is not JSON', 'rubbish'],
    ['a request without messages', { messages: [] }],
    ['a message without a role', { messages: [{ content: 'Hello' }] }],
  ])('answers %s with 400', async (_, body) => {
    const response = await post(body);

    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty('error.message');
  });

  it('answers other paths and methods with 404', async () => {
    const elsewhere = await fetch(`${server.url}/models`, { method: 'POST' });
    const wrongMethod = await fetch(`${server.url}/chat/completions`);

    expect([elsewhere.status, wrongMethod.status]).toEqual([404, 404]);
  });
});
