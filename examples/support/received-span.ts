/** An attribute value after decoding; OTLP allows lists and records inside. */
export type ReceivedValue =
  | string
  | number
  | boolean
  | null
  | readonly ReceivedValue[]
  | { readonly [key: string]: ReceivedValue };

/** Attributes as a plain record. */
export type ReceivedAttributes = Readonly<Record<string, ReceivedValue>>;

/** A link to another span. */
export interface ReceivedLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: ReceivedAttributes;
}

/** The kinds of span, named as in the OpenTelemetry specification. */
export type ReceivedKind =
  'UNSPECIFIED' | 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';

/** The outcome of a span. */
export interface ReceivedStatus {
  readonly code: 'UNSET' | 'OK' | 'ERROR';
  readonly message?: string;
}

/** One span as it arrived on the wire: what a backend knows, and nothing else. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent for a span at the top of its trace. */
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: ReceivedKind;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: ReceivedAttributes;
  readonly links: readonly ReceivedLink[];
  readonly status: ReceivedStatus;
  /** Name of the instrumentation scope. */
  readonly scope: string;
  /** W3C trace flags in bits 0 to 7, what is known of the parent in bits 8 and 9. */
  readonly flags: number;
}

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** Says whether the span's parent lives in another process. */
export function hasRemoteParent(span: ReceivedSpan): boolean {
  const known = HAS_IS_REMOTE | IS_REMOTE;
  return span.parentSpanId !== undefined && (span.flags & known) === known;
}
