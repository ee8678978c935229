import type { SessionRootMode, SessionTracingOptions } from 'otel-session-trace';

/** What a process of the workload is told. */
export interface AgentStart {
  /** Also the name of the project in Phoenix. */
  readonly service: string;
  readonly endpoint: string;
  readonly sessions: readonly string[];
  /** The process begins the sessions, or goes on with them. */
  readonly part: 'first' | 'second';
  /** How many times longer all work takes; 1 is as fast as it goes. */
  readonly pace: number;
  /** Undefined: without this package. */
  readonly tracing?: {
    readonly traceScope: 'session' | 'interaction';
    readonly sessionRoot: SessionRootMode;
    readonly resumed: boolean;
    readonly orphans: NonNullable<SessionTracingOptions['orphans']>;
  };
}
