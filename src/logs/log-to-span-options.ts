import { expected } from '../diagnostics/expected.js';
import type { Guard } from '../diagnostics/guard.js';
import { isSafeLogAttribute } from './safe-log-attribute.js';

/** What `sessions.logToSpanProcessor` is configured with. */
export interface LogToSpanOptions {
  /**
   * Which attributes of a record go on its span: a list of keys, or a function. Default `isSafeLogAttribute`:
   * numbers, booleans, and short texts whose key does not say that they are content, secret or personal.
   *
   * @example `['tool_name', 'model', 'cost_usd']`
   */
  readonly attributes?: readonly string[] | ((key: string, value: unknown) => boolean);

  /** Puts the record's body on its span, as `otel_session_trace.log.body`. It is often what was said. Default false. */
  readonly body?: boolean;

  /** UTF-16 code units after which a body is cut. An integer of at least 1. Default 4 096. */
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
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw expected('options', 'an object', options);
  }
  for (const name of Object.keys(options)) {
    if (!(name in DEFAULTS)) {
      throw new TypeError(
        `Expected options among ${Object.keys(DEFAULTS).join(', ')}, got \`${name}\`.`,
      );
    }
  }
  const {
    attributes = DEFAULTS.attributes,
    body = DEFAULTS.body,
    maxBodyLength = DEFAULTS.maxBodyLength,
  } = options;
  if (typeof body !== 'boolean') {
    throw expected('body', 'true or false', body);
  }
  if (!Number.isInteger(maxBodyLength) || maxBodyLength < 1) {
    throw expected('maxBodyLength', 'an integer >= 1', maxBodyLength);
  }
  return Object.freeze({
    takesAttribute: attributeFilter(attributes, guard),
    maxBodyLength: body ? maxBodyLength : 0,
  });
}

function attributeFilter(
  option: NonNullable<LogToSpanOptions['attributes']>,
  guard: Guard,
): ResolvedLogToSpan['takesAttribute'] {
  if (typeof option === 'function') {
    const ask = guard.wrap('attributes', option);
    return (key, value) => ask(key, value) === true;
  }
  if (!Array.isArray(option) || option.some((key) => typeof key !== 'string' || key === '')) {
    throw expected('attributes', 'a list of attribute keys, or a function', option);
  }
  const keys = new Set(option as readonly string[]);
  return (key) => keys.has(key);
}
