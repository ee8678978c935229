/** Longest text that counts as a label and not as content. */
const MAX_TEXT_LENGTH = 256;
/** Most texts of a list. */
const MAX_TEXTS = 64;

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Secrets, and what names a person: wherever they stand in a key. */
const SECRET = words(
  'authorization cookie cookies credential credentials email passphrase passwd password phone secret username',
);

/** What people and models say, and what tools are given and give back. */
const CONTENT = words(
  'args argument arguments body command commands completion completions content contents diff header headers ' +
    'input inputs instruction instructions message messages output outputs parameter parameters params prompt ' +
    'prompts query snippet stack stacktrace statement stderr stdin stdout text thinking thought thoughts transcript ' +
    'uri url',
);

/** The same, where nothing comes after it: `error` is a text, `error.type` is not. */
const CONTENT_AT_END = words(
  'address answer cwd data description details directory error errors exception file filepath ip key path payload ' +
    'question request response responses result results summary token value',
);

/** What is said about content and is none: `prompt.id`, `input_tokens`, `body.size`. */
const ABOUT = words(
  'bytes chars code count duration format hash id ids index kind length millis model ms name number role seconds ' +
    'size status tokens type uuid version',
);

const PERSONAL_KEYS = words('user.name user.full_name enduser.name');

/**
 * Whether an attribute of a log record is one that may go on a span by default: numbers and booleans, and short
 * texts whose key does not say that they are content (prompts, messages, tool input and output, error texts,
 * queries, commands), a secret, a place (paths, URLs, addresses) or a person. What is not known to be harmful
 * but long or of several lines stays out as well.
 *
 * @example
 * ```ts
 * sessions.logToSpanProcessor({
 *   attributes: (key, value) => key === 'tool_input' || isSafeLogAttribute(key, value),
 * });
 * ```
 */
export function isSafeLogAttribute(key: string, value: unknown): boolean {
  if (typeof value === 'string') {
    return isLabel(value) && isSafeKey(key);
  }
  if (Array.isArray(value)) {
    const items = value as unknown[];
    const texts = items.filter((item) => typeof item === 'string');
    return (
      texts.length === 0 || (texts.length <= MAX_TEXTS && texts.every(isLabel) && isSafeKey(key))
    );
  }
  return typeof value === 'number' || typeof value === 'boolean';
}

function isLabel(text: string): boolean {
  return text.length <= MAX_TEXT_LENGTH && !/[\r\n]/.test(text);
}

function isSafeKey(key: string): boolean {
  if (PERSONAL_KEYS.has(key)) {
    return false;
  }
  // `tool.callArguments_0` has the words tool, call, arguments.
  const parts = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== '');
  const last = parts.at(-1);
  return (
    last !== undefined &&
    !parts.some((part) => SECRET.has(part)) &&
    !CONTENT_AT_END.has(last) &&
    (ABOUT.has(last) || !parts.some((part) => CONTENT.has(part)))
  );
}
