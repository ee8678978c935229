import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hmacDerivation, sha256Derivation } from '../../src/index.js';

interface Vector {
  readonly sessionId?: string;
  readonly sessionIdRepeat?: { readonly char: string; readonly count: number };
  readonly key?: string;
  readonly secret?: string;
  readonly traceId: string;
  readonly rootSpanId: string;
}

const { vectors } = JSON.parse(readFileSync(join(__dirname, 'vectors.json'), 'utf8')) as {
  vectors: Vector[];
};

describe('derivation', () => {
  it.each(vectors.map((vector) => [JSON.stringify(vector).slice(0, 90), vector] as const))(
    'follows the published vector %s',
    (_, { sessionId, sessionIdRepeat, key, secret, traceId, rootSpanId }) => {
      const derivation = secret === undefined ? sha256Derivation() : hmacDerivation(secret);
      const id = sessionId ?? sessionIdRepeat?.char.repeat(sessionIdRepeat.count) ?? '';
      expect(derivation.derive(id, key)).toEqual({ traceId, rootSpanId });
    },
  );

  it('takes the same secret as text and as bytes', () => {
    const asText = hmacDerivation('a secret').derive('a');
    expect(hmacDerivation(new TextEncoder().encode('a secret')).derive('a')).toEqual(asText);
  });

  it('does not change its rule when the caller wipes the secret', () => {
    const secret = new TextEncoder().encode('a secret');
    const derivation = hmacDerivation(secret);
    secret.fill(0);
    expect(derivation.derive('a')).toEqual(hmacDerivation('a secret').derive('a'));
  });

  it.each([
    ['', 'one of 0'],
    ['x', 'one of 1'],
    [new Uint8Array(7), 'one of 7'],
    [undefined, 'a value of type undefined'],
    [7, 'a value of type number'],
  ])('refuses %p as a secret', (secret, got) => {
    expect(() => hmacDerivation(secret as string)).toThrow(
      new TypeError(
        `Expected \`secret\` to be a string or Uint8Array of at least 8 bytes, got ${got}.`,
      ),
    );
  });
});
