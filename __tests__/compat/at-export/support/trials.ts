import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { NEXTJS_SESSIONS, buildNextjs, recordNextjs } from './nextjs.js';
import { runtimeTrial } from './runtime-trial.js';

/** A program with the runtime that it runs on, as its users have it. */
export interface Trial {
  readonly name: string;
  /** The folder with the program and its package lock, from `at-export/`. */
  readonly folder: string;
  readonly sessions: readonly string[];
  /** What is to be done once before it runs. */
  readonly prepare?: () => Promise<void>;
  readonly record: (way: string, node: string) => Promise<readonly ReceivedSpan[]>;
  /** Spans and traces without this package. */
  readonly before: Numbers;
  /** The same with `sessions.exporter` and no span processor: the spans of before, and a root for each session. */
  readonly placed: Numbers;
  /** Ways beside `exporter` that must come out as it does. */
  readonly alsoPlaced?: readonly string[];
  /** Ways that are run to see what they do, and nothing is expected of. */
  readonly compared?: readonly string[];
}

export interface Numbers {
  readonly spans: number;
  readonly traces: number;
}

/** They tell the session when a span ends: what they need beside the span processor does alone, too. */
const PLACED_RUNTIMES = [
  'LangGraph with OpenInference',
  "LangChain's `createAgent`, with OpenInference",
  'Mastra with its OpenTelemetry bridge',
  'Genkit',
  'Google ADK',
  'VoltAgent',
];

export const trials: readonly Trial[] = [
  {
    name: 'Next.js with @vercel/otel',
    folder: 'nextjs',
    sessions: NEXTJS_SESSIONS,
    prepare: buildNextjs,
    record: recordNextjs,
    before: { spans: 210, traces: 30 },
    placed: { spans: 212, traces: 2 },
    alsoPlaced: ['on-vercel'],
    compared: ['processor'],
  },
  runtimeTrial('Mastra with its OpenTelemetry exporter', 'at-export'),
  ...PLACED_RUNTIMES.map((name) => runtimeTrial(name, 'placed')),
];
