import type { ChatMessage } from '../../../../../examples/support/chat-request.js';
import type { Dialect } from './dialect.js';

interface Part {
  readonly text?: string;
  readonly functionResponse?: { readonly response?: unknown };
}

interface Request {
  readonly contents: readonly { role?: string; parts: readonly Part[] }[];
  readonly tools?: readonly {
    functionDeclarations?: readonly {
      name: string;
      parameters?: { required?: readonly string[] };
      parametersJsonSchema?: { required?: readonly string[] };
    }[];
  }[];
}

/** Gemini's `generateContent`, plain and streamed. */
export const gemini: Dialect = {
  speaks: (path) => /:(?:stream)?generateContent/i.test(path),

  read: (path, body) => {
    const { contents, tools = [] } = body as Request;
    const declared = tools.flatMap(({ functionDeclarations = [] }) => functionDeclarations);
    return {
      stream: path.includes(':stream'),
      messages: contents.flatMap(({ role = 'user', parts }) =>
        parts.map((part) => toMessage(role, part)),
      ),
      tools: declared.map(({ name, parameters, parametersJsonSchema }) => ({
        name,
        required: (parameters ?? parametersJsonSchema)?.required ?? [],
      })),
    };
  },

  write: (reply) => {
    const part =
      reply.type === 'text'
        ? { text: reply.text }
        : { functionCall: { name: reply.name, args: reply.input } };
    const candidate = { content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 };
    const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 };
    return [{ candidates: [candidate], usageMetadata, modelVersion: 'local-model' } as object];
  },
};

/** A tool's result comes in a part of the user's. */
function toMessage(role: string, { text = '', functionResponse }: Part): ChatMessage {
  return functionResponse
    ? { role: 'tool', content: JSON.stringify(functionResponse.response) }
    : { role, content: text };
}
