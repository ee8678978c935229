import type { ChatReply } from '../../../../../examples/support/chat-reply.js';
import type { ChatRequest } from '../../../../../examples/support/chat-request.js';

/** A vendor's protocol, in terms of the one that the model server speaks. */
export interface Dialect {
  /** Whether a path is one of this protocol's. */
  readonly speaks: (path: string) => boolean;
  readonly read: (path: string, body: unknown) => ChatRequest;
  /** The reply: the events of a stream, or one body. */
  readonly write: (reply: ChatReply, stream: boolean) => readonly { readonly type?: string }[];
}
