import { AsyncLocalStorage } from 'node:async_hooks';

import type { ModelMessage } from 'ai';

/** One conversation with one user. */
export interface Conversation {
  readonly id: string;
  readonly messages: ModelMessage[];
}

/** The conversation that the running code works for; it holds across every await. */
export const currentConversation: AsyncLocalStorage<Conversation> =
  new AsyncLocalStorage<Conversation>();
