import { runProcess } from '../../../examples/support/run-process.js';
import type { AgentStart } from './agent-start.js';
import type { Mode } from './modes.js';

const AGENT = new URL('./agent-process.ts', import.meta.url);

/** One run of the workload, by the names that a backend knows it under. */
export interface Run {
  readonly mode: Mode;
  readonly service: string;
  readonly sessions: readonly string[];
}

/** Two sessions in one process, which go on in a second one. */
export async function runMode(mode: Mode, endpoint: string, pace = 1): Promise<Run> {
  const sessions = ['alice', 'bob'].map((user) => `${mode.name}-${user}`);
  const run: Run = { mode, service: mode.name, sessions };
  for (const part of ['first', 'second'] as const) await runPart(run, endpoint, part, pace);
  return run;
}

async function runPart(
  { mode, service, sessions }: Run,
  endpoint: string,
  part: AgentStart['part'],
  pace: number,
): Promise<void> {
  const sessionRoot = mode.roots?.[part === 'first' ? 0 : 1];
  const start: AgentStart = {
    service,
    endpoint,
    sessions,
    part,
    pace,
    ...(mode.traceScope && sessionRoot
      ? {
          tracing: {
            traceScope: mode.traceScope,
            sessionRoot,
            resumed: part === 'second' && mode.resumed === true,
            orphans: mode.orphans ?? 'session-root',
          },
        }
      : {}),
  };
  await runProcess(AGENT, [JSON.stringify(start)], process.env);
}
