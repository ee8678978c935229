import { expected } from '../diagnostics/expected.js';
import { requireKnownNames } from '../diagnostics/known-names.js';

/** Where a request names its session, and whether calls that go out name theirs. */
export interface SessionPropagatorOptions {
  /**
   * The header, or key of the metadata, whose value is the session id; or a list of such, of which the first that is
   * there is taken. Case does not matter in HTTP and gRPC. Default: none is read.
   *
   * @example
   * ```ts
   * sessionPropagator({ header: ['x-session-id', 'x-conversation-id'] });
   * ```
   */
  readonly header?: string | readonly string[];
  /**
   * The key of the entry in the `baggage` header whose value is the session id. Default: none is read.
   *
   * @example
   * ```ts
   * sessionPropagator({ baggage: 'session.id' });
   * ```
   */
  readonly baggage?: string;
  /**
   * Writes the session id into the first header of every call that goes out through an instrumented client: to
   * model vendors and tool servers as well as to your own services. Default false.
   *
   * @example
   * ```ts
   * sessionPropagator({ header: 'x-session-id', inject: true });
   * ```
   */
  readonly inject?: boolean;
}

/** The options, complete and checked. */
export interface ResolvedSessionPropagator {
  readonly headers: readonly string[];
  readonly baggage: string | undefined;
  readonly inject: boolean;
}

// A field name of RFC 9110, section 5.1. https://www.rfc-editor.org/rfc/rfc9110#name-field-names
const FIELD_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * Fills, checks and freezes.
 *
 * @throws TypeError that names the option, what it should be, and what it is
 */
export function resolveSessionPropagator(
  options: SessionPropagatorOptions,
): ResolvedSessionPropagator {
  requireKnownNames(options, ['header', 'baggage', 'inject']);
  const { header = [], baggage, inject = false } = options;
  const headers: readonly string[] = Array.isArray(header) ? header : [header as string];
  if (!headers.every((name) => typeof name === 'string' && FIELD_NAME.test(name))) {
    throw expected('header', 'the name of a header, or a list of such names', header);
  }
  if (baggage !== undefined && (typeof baggage !== 'string' || baggage === '')) {
    throw expected('baggage', 'a non-empty baggage key', baggage);
  }
  if (typeof inject !== 'boolean') {
    throw expected('inject', 'true or false', inject);
  }
  if (headers.length === 0 && (inject || baggage === undefined)) {
    throw expected('header', inject ? 'the header to write' : 'the header to read', options.header);
  }
  return Object.freeze({ headers: [...headers], baggage, inject });
}
