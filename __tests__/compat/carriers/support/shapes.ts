/** A way of carrying a session to another process. */
export interface Shape {
  readonly name: string;
  /** The program that is the agent, in this folder. */
  readonly program: string;
  /** A command without which it cannot run. */
  readonly needs?: string;
  /** The traces of the sessions A and B. */
  readonly tree: string;
}

/** What one tool call brings about in the other process: its handler, a turn of an agent there, and a lost span. */
function callOf(handler: string): readonly string[] {
  return ['tool', `├─ ${handler}`, '│  ├─ work', '│  └─ interaction', '└─ lost'];
}

/** The traces of two sessions, each with a turn that used its tool twice. */
function twoSessions(handler: string, besideTheTurn: readonly string[] = []): string {
  const [first = '', ...below] = callOf(handler);
  const session = [
    '└─ session',
    ...besideTheTurn.map((line) => `   ${line}`),
    '   └─ interaction',
    `      ├─ ${first}`,
    ...below.map((line) => `      │  ${line}`),
    `      └─ ${first}`,
    ...below.map((line) => `         ${line}`),
  ];
  return ['A', 'B'].flatMap((id) => [`session ${id}`, ...session]).join('\n');
}

/** The traces of the recipe: a session, `/clear`, and another one, with a span that has lost its context altogether. */
function recipe(): string {
  const [first = '', ...below] = callOf('tools/call');
  const session = [
    '└─ session',
    '   ├─ interaction',
    `   │  └─ ${first}`,
    ...below.map((line) => `   │     ${line}`),
    '   └─ lost altogether',
  ];
  return ['A', 'B'].flatMap((id) => [`session ${id}`, ...session]).join('\n');
}

/** Five calls of nobody, each with a trace of its own and a lost span, and one of a session. */
function hostile(): string {
  const [first = '', ...below] = callOf('tools/call');
  const session = [
    '   └─ interaction',
    `      └─ ${first}`,
    ...below.map((line) => `         ${line}`),
  ];
  const nobody = ['some trace', '└─ tools/call', '   ├─ work', '   └─ interaction'].join('\n');
  const lost = ['some trace', '└─ lost'].join('\n');
  return [
    ['session A', '└─ session', ...session].join('\n'),
    ...Array<string>(5).fill(lost),
    ...Array<string>(5).fill(nobody),
  ].join('\n');
}

const TRACELOOP = [
  '├─ mcp.client.session',
  '│  ├─ initialize.mcp',
  '│  ├─ search.tool',
  '│  └─ search.tool',
];

export const shapes: readonly Shape[] = [
  { name: 'mcp-1-stdio', program: 'mcp/agent.mjs', tree: recipe() },
  { name: 'mcp-1-http', program: 'shapes/mcp-1-http.mjs', tree: twoSessions('tools/call') },
  {
    name: 'mcp-1-traceloop',
    program: 'shapes/mcp-1-traceloop.mjs',
    tree: twoSessions('tools/call', TRACELOOP),
  },
  { name: 'mcp-2-stdio', program: 'shapes/mcp-2-stdio.mjs', tree: twoSessions('tools/call') },
  { name: 'mcp-2-http', program: 'shapes/mcp-2-http.mjs', tree: twoSessions('tools/call') },
  { name: 'mcp-hostile', program: 'shapes/mcp-hostile.mjs', tree: hostile() },
  { name: 'acp', program: 'shapes/acp.mjs', tree: twoSessions('session/prompt') },
  {
    name: 'bullmq',
    program: 'shapes/bullmq.mjs',
    needs: 'redis-server',
    tree: twoSessions('job'),
  },
];
