import { FunctionTool, InMemoryRunner, LlmAgent } from '@google/adk';
import { z } from 'zod';

const parameters = z.object({ city: z.string() });

const agent = new LlmAgent({
  name: 'travel_agent',
  model: 'gemini-2.5-flash',
  instruction: 'You help people to travel.',
  tools: [
    new FunctionTool({
      name: 'weather',
      description: 'Tells the weather in a city',
      parameters,
      execute: ({ city }) => ({ result: `sunshine in ${city}` }),
    }),
    new FunctionTool({
      name: 'flights',
      description: 'Finds flights to a city',
      parameters,
      execute: ({ city }) => ({ result: `two flights to ${city}` }),
    }),
  ],
});

const appName = 'travel';
const userId = 'somebody';
const runner = new InMemoryRunner({ agent, appName });

/** Takes one turn of a conversation. */
export async function ask(sessionId, question) {
  const key = { appName, userId, sessionId };
  if (!(await runner.sessionService.getSession(key))) {
    await runner.sessionService.createSession(key);
  }
  const newMessage = { role: 'user', parts: [{ text: question }] };
  let text = '';
  for await (const event of runner.runAsync({ userId, sessionId, newMessage })) {
    text += event.content?.parts?.map((part) => part.text ?? '').join('') ?? '';
  }
  return text;
}
