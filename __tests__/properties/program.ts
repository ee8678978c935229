/** A session that a program can be in. */
export type SessionId = 'A' | 'B' | 'C' | 'D';
export const SESSION_IDS: readonly SessionId[] = ['A', 'B', 'C', 'D'];

/** An id that a turn can have. */
export type TurnId = 't1' | 't2';
export const TURN_IDS: readonly TurnId[] = ['t1', 't2'];

/** A key that `traceScope` can answer. */
export type TraceKey = 'k1' | 'k2';
export const TRACE_KEYS: readonly TraceKey[] = ['k1', 'k2'];

/** A function of the user's that can be faulty. */
export type UserFunction =
  | 'sessionId'
  | 'interaction'
  | 'interactionId'
  | 'sessionSpan'
  | 'sessionAttributes'
  | 'sessionRoot';

/** What a program runs with. */
export interface Setup {
  readonly scope: 'session' | 'interaction' | 'key';
  readonly root: 'own' | 'shared' | 'reference' | 'omit';
  readonly orphans: 'session-root' | 'open-interaction' | 'last-interaction';
  readonly nested: 'pin' | 'keep';
  readonly remote: 'keep' | 'link';
  /** Whether turns have ids: the option `interactionId`. */
  readonly turnIds: boolean;
  /** What the resolver asks: the session that is current, the attributes of the span, or both. */
  readonly told: 'current' | 'attributes' | 'both';
  /** `sessions.sampler` around one that keeps all, or half of all trace ids. */
  readonly sampler: 'none' | 'all' | 'half';
  readonly generator: boolean;
  /** For each exporting processor, whether `sessions.exporter` is around its exporter. */
  readonly exporters: readonly ('plain' | 'holding')[];
  readonly processor: 'simple' | 'batch';
  readonly maxSessions: number;
  readonly logs: 'none' | 'stamped' | 'spans';
  /** A function of the user's that throws each time. */
  readonly throwing: UserFunction | undefined;
  /** A function of the user's that starts a span of its own each time. */
  readonly reentrant: UserFunction | 'sampler' | undefined;
}

/** Which span is above a span that starts. */
export type Above =
  /** None. */
  | { readonly kind: 'none' }
  /** One of the program's, in the context that it was started in, or wrapped anew without that. */
  | { readonly kind: 'span' | 'rewrapped'; readonly span: number }
  /** A local one, sampled, that nobody ever started. */
  | { readonly kind: 'phantom' }
  /** One of another process, in a trace of its own or in the current trace of a session. */
  | { readonly kind: 'remote'; readonly session: SessionId | undefined }
  /** One of another process that sent a message, as `contextFromCarrier` gives it, or with no span left in that context. */
  | {
      readonly kind: 'message' | 'message-lost';
      readonly session: SessionId | undefined;
    }
  /** What `sessionContext` gives. */
  | { readonly kind: 'session-context'; readonly session: SessionId };

/** What `setSession` is called with, before the span above is put into the context or after. */
export interface Entry {
  readonly session: SessionId;
  readonly turn: TurnId | undefined;
  readonly made: 'under' | 'before';
}

/** A span starts. */
export interface Start {
  readonly do: 'start';
  readonly name: 'interaction' | 'agent.interaction' | 'tool' | 'llm_request';
  readonly above: Above;
  readonly entry: Entry | undefined;
  /** The session that is current by then. */
  readonly current: SessionId | undefined;
  /** The attribute `session.id`. */
  readonly told: SessionId | undefined;
  /** The attribute `prompt.id`. */
  readonly turn: TurnId | undefined;
  /** The context given to `startSpan` is active as well: the id generator sees nothing else. */
  readonly active: boolean;
  /** How many links of its own the span has. */
  readonly links: 0 | 1;
}

/** A span ends; spans are counted from 0 in the order of their starts, as often as it takes. */
export interface End {
  readonly do: 'end';
  readonly span: number;
  readonly current: SessionId | undefined;
  /** The attribute `session.id`, set just before. */
  readonly told: SessionId | undefined;
}

/** A log record is emitted under a span, or outside of any. */
export interface Log {
  readonly do: 'log';
  readonly span: number | undefined;
  readonly current: SessionId | undefined;
  readonly told: SessionId | undefined;
}

/** Everything else that can happen. */
export type Other =
  | { readonly do: 'end-session'; readonly session: SessionId }
  | { readonly do: 'flush' }
  | { readonly do: 'set-key'; readonly key: TraceKey | undefined };

export type Step = Start | End | Log | Other;

/** What is run, in the real SDK and in the model. */
export interface Program {
  readonly setup: Setup;
  readonly steps: readonly Step[];
}

/** Which of the `count` spans started so far a number means; undefined where there is none. */
export function spanMeant(span: number, count: number): number | undefined {
  return count === 0 ? undefined : span % count;
}

/** A local span context that nobody exports. */
export const PHANTOM = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'abcdefabcdefabcd',
  traceFlags: 1,
};

/** A span context of another process; in a trace that `keepsHalf` keeps. */
export const REMOTE = {
  traceId: '1bf7651916cd43dd8448eb211c80319c',
  spanId: 'bcdefabcdefabcde',
  traceFlags: 1,
  isRemote: true,
};

/** What spans with a link of their own link to. */
export const LINKED = {
  traceId: '2cf7651916cd43dd8448eb211c80319c',
  spanId: 'cdefabcdefabcdef',
  traceFlags: 1,
};

/** The sampler `half`: the trace ids that it keeps. Of those of the sessions and their keys it is about half. */
export function keepsHalf(traceId: string): boolean {
  return /^.{27}[02468ace]/.test(traceId);
}

/** Start and end of a span are given by the program, so that a changed time shows. */
export function timeOf(step: number): number {
  return 1_700_000_000_000 + step;
}
