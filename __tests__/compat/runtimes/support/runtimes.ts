/** An agent runtime as it is published, with a program on it in a folder of its own. */
export interface Runtime {
  /** The folder beside this one that holds the program and its package lock. */
  readonly folder: string;
  readonly name: string;
  /** Major version of the OpenTelemetry SDK that the program uses. */
  readonly sdk: 1 | 2 | 3;
  /** What the program exports without this package. */
  readonly before: { readonly spans: number; readonly traces: number };
  /** The ways to tell the session that the program offers, as arguments of its `main.js`. */
  readonly ways: readonly Way[];
}

/** One way to tell the session. */
export interface Way {
  readonly name: string;
  /** What a user adds, in the words of the table. */
  readonly needs: string;
  /** What is missing for it: the way is run, and its result does not count. */
  readonly pending?: string;
}

const STORAGE: Way = { name: 'storage', needs: "the app's AsyncLocalStorage" };

/** All that are tried, in the order of the table. */
export const runtimes: readonly Runtime[] = [
  {
    folder: 'ai-sdk-5',
    name: 'Vercel AI SDK 5',
    sdk: 1,
    before: { spans: 36, traces: 6 },
    ways: [{ name: 'attribute', needs: 'ai.telemetry.metadata.sessionId' }, STORAGE],
  },
  {
    folder: 'ai-sdk-6',
    name: 'Vercel AI SDK 6',
    sdk: 2,
    before: { spans: 36, traces: 6 },
    ways: [{ name: 'attribute', needs: 'ai.telemetry.metadata.sessionId' }, STORAGE],
  },
  {
    folder: 'ai-sdk-7',
    name: 'Vercel AI SDK 7',
    sdk: 3,
    before: { spans: 54, traces: 6 },
    ways: [{ name: 'attribute', needs: 'ai.settings.context.sessionId' }, STORAGE],
  },
  {
    folder: 'langgraph-openinference',
    name: 'LangGraph, OpenInference',
    sdk: 2,
    before: { spans: 70, traces: 6 },
    ways: [
      {
        name: 'exporter',
        needs: 'session.id, set as spans end',
      },
      {
        name: 'openInference',
        needs: "OpenInference's setSession, LANGCHAIN_CALLBACKS_BACKGROUND=false",
      },
      { name: 'withSession', needs: 'withSession, LANGCHAIN_CALLBACKS_BACKGROUND=false' },
    ],
  },
  {
    folder: 'langgraph-traceloop',
    name: 'LangGraph, Traceloop',
    sdk: 2,
    before: { spans: 70, traces: 70 },
    ways: [{ ...STORAGE, needs: `${STORAGE.needs}, LANGCHAIN_CALLBACKS_BACKGROUND=false` }],
  },
  {
    folder: 'openai-agents',
    name: 'OpenAI Agents, OpenInference',
    sdk: 2,
    before: { spans: 54, traces: 6 },
    ways: [
      { name: 'group', needs: "the run's groupId" },
      { name: 'openInference', needs: "OpenInference's setSession" },
    ],
  },
];
