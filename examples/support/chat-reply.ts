import type { ChatMessage, ChatRequest } from './chat-request.js';

/** What the model says next: words, or a wish for a tool. */
export type ChatReply =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool'; readonly name: string; readonly input: Record<string, string> };

/**
 * Answers as a model would, without one: it asks, one step at a time, for each offered tool that the
 * user's last message names, in the order of the offer, then sums up the results. Same request, same reply.
 */
export function replyTo({ messages, tools }: ChatRequest): ChatReply {
  const turn = lastTurn(messages);
  const question = turn[0]?.content ?? '';
  const results = turn.filter(({ role }) => role === 'tool').map((message) => message.content);
  const named = tools.filter(({ name }) => question.includes(name));
  const next = named[results.length];
  if (next) {
    const subject = question.match(/\w+/g)?.at(-1) ?? '';
    const input = Object.fromEntries(next.required.map((argument) => [argument, subject]));
    return { type: 'tool', name: next.name, input };
  }
  return {
    type: 'text',
    text: results.length > 0 ? `I found: ${results.join(', ')}.` : `You said: ${question}`,
  };
}

function lastTurn(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const start = messages.map(({ role }) => role).lastIndexOf('user');
  return messages.slice(Math.max(start, 0));
}
