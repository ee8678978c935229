import { expected } from '../diagnostics/expected.js';
import { requireCalled } from '../diagnostics/factory.js';
import type { Guard } from '../diagnostics/guard.js';
import { atOnce } from '../diagnostics/promises.js';
import { tryToRead } from '../diagnostics/try-to-read.js';
import {
  isPublicDerivation,
  sha256Derivation,
  type DerivedIds,
  type SessionDerivation,
} from '../ids/derivation.js';
import { hasMethod } from './checks/has-method.js';

/** How a session id becomes a trace id. */
export interface DerivationOption {
  /**
   * The rule from session id to trace id. Default `sha256Derivation()`.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, derivation: hmacDerivation(secret) });
   * ```
   */
  readonly derivation?: SessionDerivation;
}

/** Whether the rule that options name hides session ids; asked before anything is checked. */
export function hidesSessionIds(options: unknown): boolean {
  const fields = options as { readonly derivation?: SessionDerivation } | null | undefined;
  const derivation = tryToRead(() => fields?.derivation);
  return derivation !== undefined && !isPublicDerivation(derivation);
}

/** Derives ids; undefined where the derivation fails. */
type Derive = (sessionId: string, key?: string) => DerivedIds | undefined;

interface ResolvedDerivation {
  /** The rule with its answers checked, for those who are told what it throws. */
  readonly derivation: SessionDerivation;
  /** The rule hides session ids: no message may have one in it. */
  readonly sessionIdsAreSecret: boolean;
  /** The rule behind the guard, for spans. */
  readonly derive: Derive;
}

/** Checks the option, and fills it in where it is left out. */
export function resolveDerivation(
  { derivation = sha256Derivation() }: DerivationOption,
  guard: Guard,
): ResolvedDerivation {
  requireCalled('derivation', derivation);
  if (!hasMethod(derivation, 'derive')) {
    throw expected('derivation', 'an object with derive(sessionId, key?)', derivation);
  }
  const derive = checking(derivation);
  const sessionIdsAreSecret = !isPublicDerivation(derivation);
  return { derivation: { derive }, sessionIdsAreSecret, derive: guard.wrap('derivation', derive) };
}

/** A derivation of the user's own may answer anything: no span gets an id that is none. */
function checking(derivation: SessionDerivation): SessionDerivation['derive'] {
  return (sessionId, key) => {
    const ids = atOnce(derivation.derive(sessionId, key), 1);
    if (!isId(ids.traceId, 32) || !isId(ids.rootSpanId, 16)) {
      throw new TypeError(
        'Expected derive() to return a trace id of 32 and a span id of 16 lower-case hexadecimal ' +
          'digits, not all zero.',
      );
    }
    return ids;
  };
}

function isId(id: unknown, length: number): boolean {
  return typeof id === 'string' && id.length === length && /^(?!0+$)[0-9a-f]+$/.test(id);
}
