import type { SessionId, TraceKey, TurnId } from './program.js';

/** A trace, by what determines its id. */
export type TraceName =
  /** The session's own, or a bounded one inside it. */
  | {
      readonly kind: 'derived';
      readonly session: SessionId;
      readonly key: TurnId | TraceKey | undefined;
    }
  /** One whose id is random: of no session, or of a turn without an id. */
  | { readonly kind: 'random'; readonly span: number }
  | { readonly kind: 'phantom' }
  | { readonly kind: 'remote' };

/** A span, by what it is. */
export type SpanName =
  | { readonly kind: 'span'; readonly span: number }
  | { readonly kind: 'root'; readonly trace: TraceName }
  | { readonly kind: 'phantom' }
  | { readonly kind: 'remote'; readonly trace: TraceName };

export interface ExpectedPlace {
  readonly trace: TraceName;
  readonly parent: SpanName | undefined;
}

export interface ExpectedLink {
  readonly to: SpanName;
  readonly type: 'displaced_parent' | 'previous_interaction';
}

/** What becomes of a span of the program. */
export interface Expectation {
  readonly session: SessionId | undefined;
  readonly place: ExpectedPlace;
  readonly links: readonly ExpectedLink[];
  /** The turn's number; undefined for what is no turn, or was told late. */
  readonly turnNumber: number | undefined;
  /** Whether a sampler drops it; undefined where that hangs on a random id. */
  readonly dropped: boolean | undefined;
  /** Where it goes hangs on whether a span is there that a sampler may drop. */
  readonly isOpen: boolean;
}

/** Text that is equal for equal traces. */
export function nameOfTrace(trace: TraceName): string {
  switch (trace.kind) {
    case 'derived':
      return trace.key === undefined ? trace.session : `${trace.session}/${trace.key}`;
    case 'random':
      return `trace of #${trace.span}`;
    default:
      return `${trace.kind} trace`;
  }
}

/** Text that is equal for equal spans. */
export function nameOfSpan(span: SpanName | undefined): string {
  if (span === undefined) return 'nothing';
  switch (span.kind) {
    case 'span':
      return `#${span.span}`;
    case 'root':
      return `root of ${nameOfTrace(span.trace)}`;
    default:
      return span.kind;
  }
}

export function isSame(one: SpanName | undefined, other: SpanName | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.kind === 'span') return other.kind === 'span' && one.span === other.span;
  if (one.kind === 'root') return other.kind === 'root' && isSameTrace(one.trace, other.trace);
  return one.kind === other.kind;
}

export function isSameTrace(one: TraceName, other: TraceName): boolean {
  return nameOfTrace(one) === nameOfTrace(other);
}
