import { expected } from '../diagnostics/expected.js';
import type { Guard } from '../diagnostics/guard.js';
import { atOnce } from '../diagnostics/promises.js';
import { attributeKeys } from '../options/checks/attribute-keys.js';
import { requireKnownNames } from '../diagnostics/known-names.js';
import { integer } from '../options/checks/number.js';
import { isSafeLogAttribute } from './safe-log-attribute.js';

/** What `sessions.logToSpanProcessor` is configured with. */
export interface LogToSpanOptions {
  /**
   * Which attributes of a record go on its span: a list of keys, or a function. Default `isSafeLogAttribute`:
   * numbers, booleans, and short texts whose key does not say that they are content, secret or personal.
   *
   * @example
   * ```ts
   * sessions.logToSpanProcessor({ attributes: ['tool_name', 'model', 'cost_usd'] });
   * ```
   */
  readonly attributes?: readonly string[] | ((key: string, value: unknown) => boolean);

  /**
   * Puts the record's body on its span, as `otel_session_trace.log.body`. It is often what was said. Default false.
   *
   * @example
   * ```ts
   * sessions.logToSpanProcessor({ body: true });
   * ```
   */
  readonly body?: boolean;

  /**
   * UTF-16 code units after which a body is cut. An integer of at least 1. Default 4 096.
   *
   * @example
   * ```ts
   * sessions.logToSpanProcessor({ body: true, maxBodyLength: 1_024 });
   * ```
   */
  readonly maxBodyLength?: number;
}

/** The options, complete and checked; the function in them is guarded. */
export interface ResolvedLogToSpan {
  readonly takesAttribute: (key: string, value: unknown) => boolean;
  /** 0 where bodies are left out. */
  readonly maxBodyLength: number;
}

const DEFAULTS = {
  attributes: isSafeLogAttribute,
  body: false,
  maxBodyLength: 4_096,
} as const satisfies Required<LogToSpanOptions>;

/**
 * Fills, checks and freezes.
 *
 * @throws TypeError that names the option, what it should be, and what it is
 */
export function resolveLogToSpan(options: LogToSpanOptions, guard: Guard): ResolvedLogToSpan {
  requireKnownNames(options, Object.keys(DEFAULTS));
  const {
    attributes = DEFAULTS.attributes,
    body = DEFAULTS.body,
    maxBodyLength = DEFAULTS.maxBodyLength,
  } = options;
  if (typeof body !== 'boolean') {
    throw expected('body', 'true or false', body);
  }
  const length = integer('maxBodyLength', maxBodyLength, 1);
  return Object.freeze({
    takesAttribute: attributeFilter(attributes, guard),
    maxBodyLength: body ? length : 0,
  });
}

function attributeFilter(
  option: NonNullable<LogToSpanOptions['attributes']>,
  guard: Guard,
): ResolvedLogToSpan['takesAttribute'] {
  if (typeof option === 'function') {
    const ask = guard.wrap('attributes', (key: string, value: unknown) =>
      atOnce(option(key, value)),
    );
    return (key, value) => ask(key, value) === true;
  }
  const keys = new Set(attributeKeys('attributes', option, ', or a function'));
  return (key) => keys.has(key);
}
