/*
 * Messages come from outside and are read as they are: a program may have put anything into them, a getter that
 * throws included.
 */

/**
 * The text that a carrier has under a key, written in any case. A list counts as its texts with commas between, as with
 * headers that come several times; two keys that differ only in case leave open which is meant, and count as none.
 * Never throws.
 */
export function textIn(carrier: unknown, key: string): string | undefined {
  try {
    const [name, another] = keysOf(carrier).filter((each) => each.toLowerCase() === key);
    return name === undefined || another !== undefined
      ? undefined
      : textOf((carrier as Record<string, unknown>)[name]);
  } catch {
    return undefined;
  }
}

/** None for lists and bytes, which may be long and have no keys but numbers. */
function keysOf(carrier: unknown): readonly string[] {
  return typeof carrier !== 'object' ||
    carrier === null ||
    Array.isArray(carrier) ||
    ArrayBuffer.isView(carrier)
    ? []
    : Object.keys(carrier);
}

function textOf(value: unknown): string | undefined {
  const values = (Array.isArray(value) ? value : [value]) as readonly unknown[];
  const texts = values.map((each) => (typeof each === 'string' ? each : bytesAsText(each)));
  return texts.includes(undefined) ? undefined : texts.join(',');
}

/** Headers of Kafka and others are bytes. */
function bytesAsText(value: unknown): string | undefined {
  return ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()
    : undefined;
}
