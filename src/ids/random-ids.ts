/*
 * W3C Trace Context asks for random ids, not for secret ones: Math.random, as in the SDK's own generator,
 * costs a fraction of what the operating system's source does.
 */

/** A fresh trace id: 32 lower-case hexadecimal digits, not all zero. */
export function randomTraceId(): string {
  return randomHex(TRACE_ID);
}

/** A fresh span id: 16 lower-case hexadecimal digits, not all zero. */
export function randomSpanId(): string {
  return randomHex(SPAN_ID);
}

const TRACE_ID = Buffer.alloc(16);
const SPAN_ID = Buffer.alloc(8);

function randomHex(bytes: Buffer): string {
  for (let offset = 0; offset < bytes.length; offset += 4) {
    bytes.writeUInt32LE((Math.random() * 2 ** 32) >>> 0, offset);
  }
  if (bytes.every((byte) => byte === 0)) {
    bytes[bytes.length - 1] = 1;
  }
  return bytes.toString('hex');
}
