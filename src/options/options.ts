import type { Attributes, Context, MeterProvider, TracerProvider } from '@opentelemetry/api';
import type { SessionDerivation } from '../ids/derivation.js';
import type { SpanStart } from '../sdk/span-start.js';
import type { SessionIdResolver } from '../resolvers/session-id-resolver.js';
import type { SessionRootMode } from '../sessions/session.js';
import type { InteractionPattern } from './interaction.js';
import type { TraceScope } from './trace-scope.js';

/** Tells the current session id; the shape of OpenTelemetry's own session providers. */
export interface SessionIdProvider {
  /** The current session id; null, undefined or empty when there is none. */
  getSessionId(): string | null | undefined;
}

/** What `createSessionTracing` and `SessionTraceSpanProcessor` are configured with. */
export interface SessionTracingOptions {
  /**
   * Tells the session of a span: a fixed id, a function of the starting span and its context, or an
   * object with `getSessionId()`. Asked only where neither `withSession` nor the parent tells.
   *
   * @example `() => runtime.sessionId`
   * @example `fromAttributes('session.id')`
   */
  readonly sessionId: string | SessionIdResolver | SessionIdProvider;

  /**
   * Which spans are turn boundaries: span name, glob (`*.interaction`), RegExp, function, or a list of
   * these. Default `['interaction', '*.interaction']`.
   *
   * @example `['ai.generateText', 'ai.streamText']`
   */
  readonly interaction?: InteractionPattern | readonly InteractionPattern[];

  /**
   * The turn's own id: the key of an attribute, or a function. A span without a parent that carries
   * the id of a known turn joins that turn. Default: none.
   */
  readonly interactionId?:
    string | ((span: SpanStart, parentContext: Context) => string | null | undefined);

  /**
   * An interaction inside an open turn of its own session: `'pin'` puts it under the session root like
   * any other, linked to where it was; `'keep'` leaves it where it is, for runtimes whose agents nest.
   * Default `'pin'`.
   */
  readonly nestedInteractions?: 'pin' | 'keep';

  /**
   * What one trace holds: `'session'`, one turn (`'interaction'`), or what a function says that is
   * asked at the start of each turn and returns the key of the trace (`rotateAfter` makes one).
   * Default `'session'`.
   */
  readonly traceScope?: TraceScope;

  /**
   * The top of a session's trace: `'own'` makes a root span with a fresh id in each process,
   * `'shared'` one with the derived id (for exactly one process of a session), `'reference'` points at
   * the derived id that another process exports, `'omit'` leaves the top spans without a parent. Or a
   * function of the session id. Default `'own'`.
   */
  readonly sessionRoot?: SessionRootMode | ((sessionId: string) => SessionRootMode);

  /** How the exported root looks. Default: name `session`, no attributes but the stamped ones. */
  readonly sessionSpan?: (sessionId: string) => {
    readonly name?: string;
    readonly attributes?: Attributes;
  };

  /**
   * Where a span without a parent goes that no known turn claims: under the session root, or into the
   * open turn if there is exactly one. Default `'session-root'`.
   */
  readonly orphans?: 'session-root' | 'open-interaction';

  /**
   * A span, not a turn, whose parent is a span of another process in another trace: `'keep'` leaves it
   * there, `'link'` puts it under the session root, linked to that parent. Default `'keep'`.
   */
  readonly remoteParent?: 'keep' | 'link';

  /**
   * What every span of the session is stamped with: the keys that get the session id, a function of
   * the session id, or false for nothing. A value that is there is never overwritten.
   * Default `['session.id']`.
   *
   * @example `(id) => ({ 'session.id': sha256(id), 'app.tier': 'free' })`
   */
  readonly sessionAttributes?: readonly string[] | ((sessionId: string) => Attributes) | false;

  /** The rule from session id to trace id. Default `sha256Derivation()`. */
  readonly derivation?: SessionDerivation;

  /**
   * Who makes the session root span: the provider that carries this span processor, or a function that
   * gives it. Default: the globally registered one.
   */
  readonly tracerProvider?: TracerProvider | (() => TracerProvider);

  /**
   * Where the package reports about itself (docs/metrics.md). Default: the globally registered one; as long as
   * there is none, nothing is reported and nothing is spent.
   */
  readonly meterProvider?: MeterProvider;

  /** Live sessions kept; the least recently used goes first. An integer of at least 1. Default 10 000. */
  readonly maxSessions?: number;
}
