import type { ReceivedSpan } from '../../../examples/support/received-span.js';

/** Flags of a span whose parent lives in another process. */
export const REMOTE_PARENT = 0x301;

/** A span id that reads like its span's name in a failing test. */
export function spanIdOf(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(16, '0').slice(0, 16);
}

/** A trace id made of one repeated digit. */
export function traceIdOf(digit: string): string {
  return digit.repeat(32);
}

/** Builds a received span; its id comes from its name unless it is given. */
export function receivedSpan(
  name: string,
  { parent, ...fields }: Partial<ReceivedSpan> & { readonly parent?: string } = {},
): ReceivedSpan {
  return {
    traceId: traceIdOf('a'),
    spanId: spanIdOf(name),
    ...(parent !== undefined && { parentSpanId: spanIdOf(parent) }),
    name,
    kind: 'INTERNAL',
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: {},
    links: [],
    status: { code: 'UNSET' },
    scope: 'test',
    flags: 0x101,
    ...fields,
  };
}
