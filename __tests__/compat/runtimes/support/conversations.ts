import { readFileSync } from 'node:fs';

/** What one user says to every runtime. */
export interface Conversation {
  /** The session id. */
  readonly id: string;
  /** The session id, where the runtime takes nothing but a UUID. */
  readonly uuid: string;
  /** A word that all of this conversation's questions have, and no other's. */
  readonly city: string;
  readonly questions: readonly string[];
}

/** The conversations that the programs hold. */
export const conversations: readonly Conversation[] = JSON.parse(
  readFileSync(new URL('conversations.json', import.meta.url), 'utf8'),
) as Conversation[];
