import type { SessionRootMode } from 'otel-session-trace';

/** What a process of the workload is told. */
export interface AgentStart {
  /** Also the name of the project in Phoenix. */
  readonly service: string;
  readonly endpoint: string;
  readonly sessions: readonly string[];
  /** The process begins the sessions, or goes on with them. */
  readonly part: 'first' | 'second';
  /** Undefined: without this package. */
  readonly tracing?: {
    readonly traceScope: 'session' | 'interaction';
    readonly sessionRoot: SessionRootMode;
    readonly resumed: boolean;
  };
}
