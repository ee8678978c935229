import { query } from '@anthropic-ai/claude-agent-sdk';

const known = new Set();

/** Takes one turn of a conversation: each is a child process, which resumes what the last one wrote down. */
export async function ask(conversationId, question) {
  const session = known.has(conversationId)
    ? { resume: conversationId }
    : { sessionId: conversationId };
  known.add(conversationId);
  const options = { ...session, model: 'local-model', settingSources: [], tools: [] };
  for await (const message of query({ prompt: question, options })) {
    if (message.type === 'result') return message.result ?? JSON.stringify(message);
  }
  throw new Error('Expected a result.');
}
