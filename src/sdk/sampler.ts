import type { Attributes, Context, Link, SpanKind, TraceState } from '@opentelemetry/api';

/** What a sampler answers, as structure: the same in SDK 1, 2 and 3. */
export interface SamplingAnswer {
  /** 0 not recorded, 1 recorded, 2 recorded and sampled. */
  readonly decision: number;
  readonly attributes?: Readonly<Attributes> | undefined;
  readonly traceState?: TraceState | undefined;
}

/** A sampler of SDK 1, 2 or 3. */
export interface AnySampler {
  shouldSample(
    context: Context,
    traceId: string,
    spanName: string,
    spanKind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingAnswer;
  toString(): string;
}

export const DROP: SamplingAnswer = Object.freeze({ decision: 0 });
export const RECORD: SamplingAnswer = Object.freeze({ decision: 1 });
export const KEEP: SamplingAnswer = Object.freeze({ decision: 2 });
