import { readFile } from 'node:fs/promises';

/**
 * Holds all conversations at once: each takes its next turn when the others do, so that their model
 * calls and tools interleave.
 *
 * @param {(conversationId: string, question: string) => Promise<string>} ask - takes one turn
 * @param {'id' | 'uuid'} key - which of a conversation's names the runtime takes for a session id
 */
export async function converse(ask, key = 'id') {
  const conversations = JSON.parse(
    await readFile(new URL('conversations.json', import.meta.url), 'utf8'),
  );
  for (const turn of conversations[0].questions.keys()) {
    await Promise.all(
      conversations.map(async ({ [key]: id, city, questions }) => {
        const answer = await ask(id, questions[turn]);
        // A program whose model or tools do not work makes traces too, but not the ones to look at.
        if (!answer.includes(city)) {
          throw new Error(`Expected an answer about ${city}, got ${JSON.stringify(answer)}.`);
        }
      }),
    );
  }
}
