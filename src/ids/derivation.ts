import { createHash, createHmac } from 'node:crypto';
import { toBeCalled } from '../diagnostics/factory.js';
import { tryToRead } from '../diagnostics/try-to-read.js';

/** The two ids that a session (or a bounded trace inside it) determines. */
export interface DerivedIds {
  /** 32 lower-case hexadecimal digits, never all zero. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits, never all zero. */
  readonly rootSpanId: string;
}

/**
 * A rule that turns a session id into ids. It must answer the same for the same input, in every
 * process that takes part in the session.
 */
export interface SessionDerivation {
  /**
   * Derives the ids of the trace of a session, or of a bounded trace inside it.
   *
   * @param sessionId - the session id, 1 to 256 characters without U+0000
   * @param key - names the trace inside the session, 1 to 256 characters without U+0000; left out
   * for the session's own trace
   */
  derive(sessionId: string, key?: string): DerivedIds;
}

/**
 * The public rule: SHA-256 over the UTF-8 bytes of the session id, then, with a key, a zero byte and
 * the key. Bytes 0 to 15 are the trace id, bytes 16 to 23 the root span id.
 *
 * @example
 * ```ts
 * sha256Derivation().derive('33878ff9-1467-43ef-a692-634a21bbb1bf').traceId;
 * // '4acca441dba8071e51177f7c82fe0d07'
 * ```
 */
export function sha256Derivation(): SessionDerivation {
  return Object.defineProperty(
    derivationFrom(() => createHash('sha256')),
    PUBLIC,
    { value: true },
  );
}

toBeCalled(sha256Derivation, 'sha256Derivation()');

// `Symbol.for`, so that one made by another copy of this package is known as well.
const PUBLIC = Symbol.for('otel-session-trace.public-derivation');

/** Whether anybody can compute the ids: any other rule may be there to hide session ids. */
export function isPublicDerivation(derivation: SessionDerivation): boolean {
  return (derivation as { readonly [PUBLIC]?: true } | null | undefined)?.[PUBLIC] === true;
}

/**
 * The keyed rule: HMAC-SHA-256 over the same bytes. Choose it where session ids can be guessed or
 * name a person: trace ids travel to model vendors in `traceparent`, and a plain hash of a guessable
 * id gives the id away.
 *
 * @param secret - the key, as text (its UTF-8 bytes count) or bytes; every process of the session
 * needs the same one. At least 8 bytes; 32 random ones are a good choice
 * @throws TypeError when the secret is neither text nor bytes, or shorter than 8 bytes
 *
 * @example
 * ```ts
 * createSessionTracing({ sessionId, derivation: hmacDerivation(secret) });
 * ```
 */
export function hmacDerivation(secret: string | Uint8Array): SessionDerivation {
  const usable =
    tryToRead(() => typeof secret === 'string' || secret instanceof Uint8Array) === true;
  // A copy, so that a caller who wipes its buffer does not change the rule half way.
  const key = Buffer.from(usable ? secret : '');
  if (key.length < MIN_SECRET_BYTES) {
    // The value stays out of the message: it may be most of a real secret.
    const got = usable ? `one of ${key.length}` : `a value of type ${typeof secret}`;
    throw new TypeError(
      `Expected \`secret\` to be a string or Uint8Array of at least ${MIN_SECRET_BYTES} bytes, got ${got}.`,
    );
  }
  return derivationFrom(() => createHmac('sha256', key));
}

toBeCalled(hmacDerivation, 'hmacDerivation(secret)');

/** A shorter one is tried out in no time. */
const MIN_SECRET_BYTES = 8;

/** The two functions share this much of their type. */
interface Digester {
  update(data: string, encoding?: 'utf8'): Digester;
  digest(): Buffer;
}

function derivationFrom(start: () => Digester): SessionDerivation {
  return {
    derive(sessionId, key) {
      const hash = start().update(sessionId, 'utf8');
      if (key !== undefined) {
        hash.update('\0').update(key, 'utf8');
      }
      const digest = hash.digest();
      // Each id is made from its bytes: one cut out of a longer string stays a slice of it, and every
      // later validity check of the SDK pays for that.
      return {
        traceId: nonZero(digest.toString('hex', 0, 16)),
        rootSpanId: nonZero(digest.toString('hex', 16, 24)),
      };
    },
  };
}

/** W3C Trace Context declares all-zero ids invalid. */
function nonZero(id: string): string {
  return /^0+$/.test(id) ? `${id.slice(1)}1` : id;
}
