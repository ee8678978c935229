import { readFileSync } from 'node:fs';

/** An agent runtime as it is published, with a program on it. */
export interface Row {
  /** The folder beside this one that holds what it installs, its program and its `rows.json`. */
  readonly folder: string;
  readonly name: string;
  /** The package whose version stands in the page. */
  readonly package: string;
  /** Major version of the OpenTelemetry SDK that its spans are made with. */
  readonly sdk: 1 | 2 | 3;
  /** What goes to `main.js` before the way. */
  readonly args?: readonly string[];
  /** What the program exports without this package. */
  readonly before: { readonly spans: number; readonly traces: number };
  /** Spans under each session root, where they are not one for each question. */
  readonly underRoot?: number;
  /** Which of a conversation's names the runtime takes for a session id. */
  readonly ids?: 'id' | 'uuid';
  /** The ways to tell the session; the first is the one to paste. */
  readonly ways: readonly Way[];
  /** What else a user should know: whole sentences. */
  readonly notes?: readonly string[];
}

/** One way to tell the session. */
export interface Way {
  /** The argument of `main.js`. */
  readonly name: string;
  /** What a user adds, in the words of the table. */
  readonly needs: string;
  /** The file with the lines that a user pastes. */
  readonly paste?: string;
  /** What is started, where the page is not to say `app.js`. */
  readonly program?: string;
  /** The program itself stays as before, and is started under the register hook with these variables. */
  readonly register?: Readonly<Record<string, string>>;
}

/** In the order of use. */
const FOLDERS = [
  'ai-sdk-5',
  'ai-sdk-6',
  'ai-sdk-7',
  'claude-agent-sdk',
  'claude-code',
  'langgraph-openinference',
  'langgraph-traceloop',
  'langchain',
  'mastra',
  'openai-agents',
  'copilot-cli',
  'gemini-cli',
  'qwen-code',
  'genkit',
  'adk',
  'strands',
  'llamaindex',
  'voltagent',
  'openai',
  'openllmetry',
  'langfuse',
  'anthropic',
];

/** All that are tried, in the order of the table. */
export const rows: readonly Row[] = FOLDERS.flatMap((folder) =>
  readJson<Omit<Row, 'folder'>[]>(folder, 'rows.json').map((row) => ({ folder, ...row })),
);

function readJson<Content>(folder: string, file: string): Content {
  const url = new URL(`../${folder}/${file}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as Content;
}
