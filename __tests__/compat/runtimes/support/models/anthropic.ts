import type { ChatReply } from '../../../../../examples/support/chat-reply.js';
import type { ChatMessage } from '../../../../../examples/support/chat-request.js';
import type { Dialect } from './dialect.js';

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly content?: string | readonly Block[];
}

interface Request {
  readonly stream?: boolean;
  readonly messages: readonly { role: string; content: string | readonly Block[] }[];
  readonly tools?: readonly { name: string; input_schema?: { required?: readonly string[] } }[];
}

const USAGE = { input_tokens: 10, output_tokens: 5 };

/** Anthropic's messages API. */
export const anthropic: Dialect = {
  speaks: (path) => path.startsWith('/v1/messages'),

  read: (_path, body) => {
    const { stream = false, messages, tools = [] } = body as Request;
    return {
      stream,
      messages: messages.flatMap(toMessages),
      tools: tools.map(({ name, input_schema }) => ({
        name,
        required: input_schema?.required ?? [],
      })),
    };
  },

  write: (reply, stream) => (stream ? toEvents(reply) : [toMessage(reply)]),
};

/** A tool's result comes in a message of the user. */
function toMessages({ role, content }: Request['messages'][number]): ChatMessage[] {
  if (typeof content === 'string') return [{ role, content }];
  const results = content.filter(({ type }) => type === 'tool_result');
  return results.length > 0
    ? results.map((block) => ({ role: 'tool', content: textOf(block.content) }))
    : [{ role, content: textOf(content) }];
}

function textOf(content: string | readonly Block[] = ''): string {
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n');
}

function toMessage(reply: ChatReply): { readonly type: string } & Record<string, unknown> {
  const block =
    reply.type === 'text'
      ? { type: 'text', text: reply.text }
      : { type: 'tool_use', id: toolId(reply), name: reply.name, input: reply.input };
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'local-model',
    content: [block],
    stop_reason: reply.type === 'text' ? 'end_turn' : 'tool_use',
    stop_sequence: null,
    usage: USAGE,
  };
}

function toEvents(reply: ChatReply): { readonly type: string }[] {
  const message = toMessage(reply);
  const [block, delta] =
    reply.type === 'text'
      ? [
          { type: 'text', text: '' },
          { type: 'text_delta', text: reply.text },
        ]
      : [
          { type: 'tool_use', id: toolId(reply), name: reply.name, input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify(reply.input) },
        ];
  return [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: message['stop_reason'] }, usage: USAGE },
    { type: 'message_stop' },
  ] as { readonly type: string }[];
}

function toolId({ name, input }: Extract<ChatReply, { type: 'tool' }>): string {
  return `toolu_${name}_${Object.values(input).join('_')}`.replaceAll(/\W/g, '');
}
