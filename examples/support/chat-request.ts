import { z } from 'zod';

/** The part of a chat completion request that the model server looks at. */
export interface ChatRequest {
  readonly stream: boolean;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ChatTool[];
}

/** A message of the conversation; tool results carry the role `tool`. */
export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

/** A tool that the caller offers, with the names of the arguments it requires. */
interface ChatTool {
  readonly name: string;
  readonly required: readonly string[];
}

const textPart = z.object({ type: z.literal('text'), text: z.string() });

const content = z
  .union([z.string(), z.array(textPart), z.null()])
  .default('')
  .transform((value) =>
    typeof value === 'string' ? value : (value ?? []).map((part) => part.text).join(''),
  );

const tool = z
  .object({
    type: z.literal('function'),
    function: z.object({
      name: z.string(),
      // A tool that takes nothing may say so by leaving it out.
      parameters: z.object({ required: z.array(z.string()).default([]) }).default({ required: [] }),
    }),
  })
  .transform(({ function: { name, parameters } }) => ({ name, required: parameters.required }));

const chatRequest = z.object({
  stream: z.boolean().default(false),
  messages: z.array(z.object({ role: z.string(), content })).min(1),
  tools: z.array(tool).default([]),
});

/**
 * Reads the JSON body of a chat completion request.
 *
 * @throws Error when the text is not JSON, or not such a request.
 */
export function parseChatRequest(body: string): ChatRequest {
  return chatRequest.parse(JSON.parse(body));
}
