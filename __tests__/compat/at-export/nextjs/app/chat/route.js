import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText } from 'ai';

/** Takes one turn of a conversation. The agent knows nothing of traces but its own metadata. */
export async function POST(request) {
  const { sessionId, question } = await request.json();
  const provider = createOpenAICompatible({ name: 'local', baseURL: process.env.OPENAI_BASE_URL });
  const { text } = await generateText({
    model: provider('local-model'),
    prompt: question,
    experimental_telemetry: { isEnabled: true, metadata: { sessionId } },
  });
  return Response.json({ text });
}
