import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, stepCountIs, streamText, type LanguageModel } from 'ai';

import { currentConversation, type Conversation } from './conversation.js';
import { tools } from './tools.js';

/** Answers questions with the AI SDK, as its own documentation shows. Nothing here knows of sessions in traces. */
export class TravelAgent {
  readonly #model: LanguageModel;

  constructor(modelUrl: string) {
    this.#model = createOpenAICompatible({ name: 'local', baseURL: modelUrl })('local-model');
  }

  /** Takes one turn of a conversation, streaming the answer. */
  stream(conversation: Conversation, question: string): Promise<string> {
    return currentConversation.run(conversation, async () => {
      conversation.messages.push({ role: 'user', content: question });
      const result = streamText({
        model: this.#model,
        messages: conversation.messages,
        tools,
        stopWhen: stepCountIs(5),
        experimental_telemetry: { isEnabled: true },
      });
      let answer = '';
      for await (const piece of result.textStream) answer += piece;
      conversation.messages.push(...(await result.response).messages);
      return answer;
    });
  }

  /** Takes one turn of a conversation, waiting for the whole answer. */
  generate(conversation: Conversation, question: string): Promise<string> {
    return currentConversation.run(conversation, async () => {
      conversation.messages.push({ role: 'user', content: question });
      const result = await generateText({
        model: this.#model,
        messages: conversation.messages,
        tools,
        stopWhen: stepCountIs(5),
        experimental_telemetry: { isEnabled: true },
      });
      conversation.messages.push(...result.response.messages);
      return result.text;
    });
  }
}
