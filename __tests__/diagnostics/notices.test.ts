import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, type NodeRun } from '../register/support/run-node.js';
import { installPackage } from './support/installed-package.js';

const folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
installPackage(folder);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const SET_UP = `
  const { trace, diag, DiagLogLevel } = require('@opentelemetry/api');
  const { NodeTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
  const { SessionTraceSpanProcessor } = require('otel-session-trace');
  const provide = (sessionId) => new NodeTracerProvider({ spanProcessors: [
    new SessionTraceSpanProcessor({ sessionId }), new SimpleSpanProcessor(new InMemorySpanExporter()),
  ] });
  provide(() => 7).register();
  const start = (tracer = trace.getTracer('agent')) => tracer.startSpan('interaction').end();
`;

function run(program: string, flags: readonly string[] = [], before = ''): Promise<NodeRun> {
  const file = join(folder, 'program.cjs');
  writeFileSync(file, before + SET_UP + program);
  return runNode([...flags, file], { folder });
}

const WARNING = 'the answer of `sessionId` is not a string but a number';

describe('the first warning', () => {
  it('is heard once without a logger, under our own name and code', async () => {
    const { errors } = await run('start(); start(); start();');
    expect(errors).toMatch(
      /^\(node:\d+\) \[OTEL_SESSION_TRACE\] SessionTraceWarning: otel-session-trace: the answer of/,
    );
    expect(errors.split(WARNING)).toHaveLength(2);
    expect(errors).toContain('diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN)');
  });

  it('goes to the logger alone, where there is one', async () => {
    const { output, errors } = await run(`
      const log = (text) => console.log(text);
      diag.setLogger({ error: log, warn: log, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
      start();
    `);
    expect(output.split(WARNING)).toHaveLength(2);
    expect(errors).toBe('');
  });

  it('goes nowhere where the logger wants errors only', async () => {
    const { output, errors } = await run(`
      const log = (text) => console.log(text);
      diag.setLogger({ error: log, warn: log, info() {}, debug() {}, verbose() {} }, DiagLogLevel.ERROR);
      start();
    `);
    expect({ output, errors }).toEqual({ output: '', errors: '' });
  });

  /** The logger is set first, and through another copy of the API, which so owns the place where all look. */
  const loggerOf = (api: string): string => `
    const other = require('${api}');
    const log = (text) => console.log(text);
    other.diag.setLogger({ error: log, warn: log, info() {}, debug() {}, verbose() {} }, other.DiagLogLevel.WARN);
  `;

  it('goes to a logger that a newer copy of the API has', async () => {
    const { output, errors } = await run(
      "start(provide(() => 7).getTracer('agent'));",
      [],
      loggerOf('api-1-10'),
    );
    expect(output.split(WARNING)).toHaveLength(2);
    expect(errors).not.toContain('SessionTraceWarning');
  });

  it('is heard where an older copy of the API has the logger, which we cannot reach', async () => {
    const { output, errors } = await run(
      "start(provide(() => 7).getTracer('agent'));",
      [],
      loggerOf('api-1-4'),
    );
    expect(output).not.toContain(WARNING);
    expect(errors.split(WARNING)).toHaveLength(2);
  });

  it.each(['process.exit(3);', "throw new Error('mine');"])(
    'is heard although the program ends in the same tick by %s',
    async (end) => {
      const { errors, exitCode } = await run(`start(); ${end}`);
      expect(errors).toContain(`SessionTraceWarning: otel-session-trace: ${WARNING}`);
      expect(errors.split(WARNING)).toHaveLength(2);
      expect(exitCode).not.toBe(0);
    },
  );

  it.each([['--no-warnings'], ['--disable-warning=OTEL_SESSION_TRACE']])(
    'can be turned off by %s',
    async (flag) => {
      expect((await run('start(); process.exit();', [flag])).errors).toBe('');
      expect((await run('start();', [flag])).errors).toBe('');
    },
  );

  it('is told by each of several tracings in one tick, without a leak of listeners', async () => {
    const { errors } = await run(`
      for (let index = 0; index < 30; index++) {
        start(provide(() => 7).getTracer('agent'));
      }
      process.nextTick(() => console.log(process.listenerCount('exit')));
    `);
    expect(errors.split(WARNING)).toHaveLength(31);
    expect(errors).not.toContain('MaxListenersExceededWarning');
  });
});
