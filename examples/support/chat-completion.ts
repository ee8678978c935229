import type { ChatReply } from './chat-reply.js';

/** Pieces of a tool call in the words of the chat completions API. */
interface ToolCall {
  readonly index: number;
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

interface Message {
  readonly role: 'assistant';
  readonly content: string | null;
  readonly tool_calls?: readonly ToolCall[];
}

const MODEL = 'local-model';
const USAGE = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

/** Builds the body of a reply that is sent in one piece. */
export function completion(id: string, reply: ChatReply): unknown {
  return {
    id,
    object: 'chat.completion',
    created: 0,
    model: MODEL,
    choices: [{ index: 0, message: toMessage(id, reply), finish_reason: finishReason(reply) }],
    usage: USAGE,
  };
}

/** Builds the chunks of a streamed reply: one per word, or one for a tool call, then the finish. */
export function completionChunks(id: string, reply: ChatReply): unknown[] {
  const head = { id, object: 'chat.completion.chunk', created: 0, model: MODEL };
  const message = toMessage(id, reply);
  const deltas =
    reply.type === 'tool'
      ? [message]
      : reply.text.split(/(?<= )/).map((content): Message => ({ ...message, content }));
  return [
    ...deltas.map((delta) => ({ ...head, choices: [{ index: 0, delta, finish_reason: null }] })),
    {
      ...head,
      choices: [{ index: 0, delta: {}, finish_reason: finishReason(reply) }],
      usage: USAGE,
    },
  ];
}

function toMessage(id: string, reply: ChatReply): Message {
  if (reply.type === 'text') return { role: 'assistant', content: reply.text };
  const { name, input } = reply;
  return {
    role: 'assistant',
    content: null,
    tool_calls: [
      {
        index: 0,
        id: `call-${id}`,
        type: 'function',
        function: { name, arguments: JSON.stringify(input) },
      },
    ],
  };
}

function finishReason(reply: ChatReply): string {
  return reply.type === 'tool' ? 'tool_calls' : 'stop';
}
