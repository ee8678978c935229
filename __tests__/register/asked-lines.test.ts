import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CJS_HOOK } from './support/hook.js';
import { runNode, type NodeRun } from './support/run-node.js';

const folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
const LOG = join(folder, 'session-trace.log');
const SECRET = join(folder, 'secret');

beforeEach(() => {
  rmSync(LOG, { force: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const PROVIDER = `
  const { trace, ROOT_CONTEXT } = require('@opentelemetry/api');
  const { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
  const exporting = new SimpleSpanProcessor(new InMemorySpanExporter());
  new NodeTracerProvider({ spanProcessors: [exporting] }).register();
  const start = (name, session, from = ROOT_CONTEXT) =>
    trace.getTracer('agent').startSpan(name, { attributes: { 'session.id': session } }, from);
`;

/** Two turns of one session, one of another, a tool, and work of no session. */
const WORK = `${PROVIDER}
  const turn = start('interaction', 'A');
  start('tool', 'A', trace.setSpan(ROOT_CONTEXT, turn));
  start('interaction', 'A');
  start('interaction', 'B');
  start('work');
  start('work', 7);
`;

function run(program: string, environment: Record<string, string>): Promise<NodeRun> {
  return runNode(['--require', CJS_HOOK, '--eval', program], { environment });
}

const traceIdOf = (session: string): string =>
  createHash('sha256').update(session).digest('hex').slice(0, 32);

const NAMED = "named by fromAttributes('session.id', 'gen_ai.conversation.id')";
const ASKED =
  'Asked were withSession, its parent, and `sessionId`, which is ' +
  "fromAttributes('session.id', 'gen_ai.conversation.id'), fromOpenInference(). It stays as it was.";
const PREFIX = 'otel-session-trace: ';
const LINES = [
  'attached to the tracer provider NodeTracerProvider.',
  `Span 'interaction' is in session 'A', trace ${traceIdOf('A')}: ${NAMED}. It goes directly under the session ` +
    'root, because it is a turn.',
  `Span 'interaction' is in session 'B', trace ${traceIdOf('B')}: ${NAMED}. It goes directly under the session ` +
    'root, because it is a turn.',
  `Span 'work' is in no session, because nobody told one. ${ASKED}`,
  'the answer of `sessionId` is not a string but a number: taken as no answer. Expected a string of 1 to 256 ' +
    'characters; further ones are only counted (refusedIds in stats()).',
  `Span 'work' is in no session, because what was told cannot be a session id. ${ASKED}`,
]
  .map((line) => `${PREFIX}${line}\n`)
  .join('');

describe('the register hook', () => {
  it('says nothing of its own accord', async () => {
    expect(await run(WORK, {})).toEqual({ exitCode: 0, output: '', errors: '' });
  });

  it('tells on stderr of each trace and each reason with SESSION_TRACE_EXPLAIN', async () => {
    expect(await run(WORK, { SESSION_TRACE_EXPLAIN: 'true' })).toEqual({
      exitCode: 0,
      output: '',
      errors: LINES,
    });
  });

  it('tells it to SESSION_TRACE_LOG_FILE, which it appends to, for nobody but its owner', async () => {
    const environment = { SESSION_TRACE_EXPLAIN: '1', SESSION_TRACE_LOG_FILE: LOG };
    const silent = { exitCode: 0, output: '', errors: '' };
    expect(await run(WORK, environment)).toEqual(silent);
    expect(readFileSync(LOG, 'utf8')).toBe(LINES);
    expect(statSync(LOG).mode & 0o777).toBe(0o600);
    expect(await run(WORK, environment)).toEqual(silent);
    expect(readFileSync(LOG, 'utf8')).toBe(LINES + LINES);
  });

  it('writes warnings alone into the file without SESSION_TRACE_EXPLAIN', async () => {
    const application = `process.chdir('/'); ${WORK}`;
    expect((await run(application, { SESSION_TRACE_LOG_FILE: LOG })).errors).toBe('');
    const [attached, , , , refused] = LINES.split('\n');
    expect(readFileSync(LOG, 'utf8')).toBe(`${String(attached)}\n${String(refused)}\n`);
  });

  it('writes wrong settings into the file', async () => {
    const environment = { SESSION_TRACE_LOG_FILE: LOG, SESSION_TRACE_SCOPE: 'turn' };
    expect((await run('', environment)).errors).toBe('');
    expect(readFileSync(LOG, 'utf8')).toMatch(
      /^otel-session-trace: Expected SESSION_TRACE_SCOPE to/,
    );
  });

  it('says that there was nothing to attach to', async () => {
    expect((await run('', { SESSION_TRACE_EXPLAIN: 'true' })).errors).toBe(
      `${PREFIX}no tracer provider was registered globally: there was nothing to attach to.\n`,
    );
  });

  it('never names a session with SESSION_TRACE_SECRET_FILE', async () => {
    writeFileSync(SECRET, 'correct horse battery staple');
    const { errors } = await run(`${PROVIDER} start('interaction', 'alice@example.org');`, {
      SESSION_TRACE_EXPLAIN: 'true',
      SESSION_TRACE_SECRET_FILE: SECRET,
    });
    const traceId = createHmac('sha256', 'correct horse battery staple')
      .update('alice@example.org')
      .digest('hex')
      .slice(0, 32);
    expect(errors).toContain(`Span 'interaction' is in a session, trace ${traceId}: named by`);
    expect(errors).not.toContain('alice');
  });

  it('stops after 1 000 lines, and each is one line of at most 500 characters', async () => {
    const { errors } = await run(
      `${PROVIDER} for (let n = 0; n < 3_000; n++) start('a\\nb\\u2028' + 'x'.repeat(900), 'session ' + n);`,
      { SESSION_TRACE_EXPLAIN: 'true', SESSION_TRACE_INTERACTIONS: 'y' },
    );
    const lines = errors.trimEnd().split('\n');
    expect(lines).toHaveLength(1_000);
    expect(lines.at(-1)).toBe(`${PREFIX}no more lines of this process.`);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(503);
    expect(lines.filter((line) => !line.startsWith(PREFIX))).toEqual([]);
  });

  it.each([
    [
      { SESSION_TRACE_EXPLAIN: 'yes' },
      "Expected SESSION_TRACE_EXPLAIN to be true or false, got 'yes'.",
    ],
    [
      { SESSION_TRACE_LOG_FILE: '/no/such/folder/log' },
      'SESSION_TRACE_LOG_FILE cannot be written: Error: ENOENT: no such file or directory, open ' +
        "'/no/such/folder/log'.",
    ],
  ])('tells of a wrong setting, and the application runs on: %j', async (environment, line) => {
    expect(await run('console.log("ran")', environment)).toEqual({
      exitCode: 0,
      output: 'ran\n',
      errors: `${PREFIX}${line} The application runs on without session tracing.\n`,
    });
  });
});
