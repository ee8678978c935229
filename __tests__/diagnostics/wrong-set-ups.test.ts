import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CJS_HOOK } from '../register/support/hook.js';
import { runNode } from '../register/support/run-node.js';
import { installPackage } from './support/installed-package.js';

/*
 * What strangers get wrong, each as a program of its own against the built package, without a logger: one line must tell.
 */

const folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
installPackage(folder);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const IMPORTS = `
  const { context, trace, ROOT_CONTEXT } = require('@opentelemetry/api');
  const {
    BatchSpanProcessor, InMemorySpanExporter, NodeTracerProvider, ParentBasedSampler, SimpleSpanProcessor,
    TraceIdRatioBasedSampler,
  } = require('@opentelemetry/sdk-trace-node');
  const all = require('otel-session-trace');
  const {
    SessionTraceSpanProcessor, attachSessionTracing, createSessionTracing, fromAttributes, hmacDerivation,
    requestSpans, rotateAfter, sessionEnvironment, withSession,
  } = all;
  const exporting = () => new SimpleSpanProcessor(new InMemorySpanExporter());
  const provide = (...spanProcessors) => {
    const provider = new NodeTracerProvider({ spanProcessors });
    provider.register();
    return provider;
  };
  const ours = (sessionId = 'A', options = {}) => new SessionTraceSpanProcessor({ sessionId, ...options });
  const start = (name = 'interaction', attributes = {}) =>
    trace.getTracer('agent').startSpan(name, { attributes });
`;

const SET_UPS: readonly (readonly [what: string, program: string, tells: RegExp])[] = [
  [
    'the provider is not registered',
    `const provider = new NodeTracerProvider({ spanProcessors: [ours(), exporting()] });
     provider.getTracer('agent').startSpan('interaction').end();`,
    /no tracer provider is registered, so no session root can be made\. Call `provider\.register\(\)`/,
  ],
  [
    'the provider is not registered, and its tracer is the global one',
    `new NodeTracerProvider({ spanProcessors: [ours(), exporting()] }); start().end();`,
    /no span has reached it: no tracer provider is registered\. Call `provider\.register\(\)`/,
  ],
  [
    'the option of the provider is misspelt',
    `new NodeTracerProvider({ spanProcessor: ours() }).register(); start().end();`,
    /no span has reached it: the registered tracer provider does not have it/,
  ],
  [
    'the exporting processor comes first',
    `provide(new BatchSpanProcessor(new InMemorySpanExporter()), ours()); start().end();`,
    /register SessionTraceSpanProcessor first: BatchSpanProcessor ran before it/,
  ],
  [
    'nothing exports',
    `provide(ours()); start().end();`,
    /the only span processor of its tracer provider, so no span is exported/,
  ],
  [
    'NodeSDK is given a traceExporter and our processor',
    `const { NodeSDK } = require('@opentelemetry/sdk-node');
     const sdk = new NodeSDK({
       traceExporter: new InMemorySpanExporter(), spanProcessors: [ours()], instrumentations: [], metricReaders: [],
       logRecordProcessors: [],
     });
     sdk.start(); start().end();`,
    /NodeSDK makes none of its `traceExporter` where it is given `spanProcessors`/,
  ],
  [
    'our processor is given to another as its exporter',
    `provide(new SimpleSpanProcessor(ours())); start().end();`,
    /a SessionTraceSpanProcessor was given where a span exporter belongs/,
  ],
  [
    'a SessionTracing stands among the processors',
    `provide(createSessionTracing({ sessionId: 'A' }), exporting()); start().end();`,
    /a SessionTracing was given where a span processor belongs\. Give its `spanProcessor`/,
  ],
  [
    'a SessionTracing is given as the exporter',
    `provide(new SimpleSpanProcessor(createSessionTracing({ sessionId: 'A' }))); start().end();`,
    /a SessionTracing was given where a span exporter belongs/,
  ],
  [
    'a provider is given for the options',
    `new SessionTraceSpanProcessor(new NodeTracerProvider());`,
    /TypeError: Expected `options` to be an object with at least `sessionId`, got a tracer provider\./,
  ],
  [
    'a processor is given for the options',
    `createSessionTracing(ours());`,
    /TypeError: Expected `options` to be an object with at least `sessionId`, got a span processor\./,
  ],
  [
    'a processor is attached in place of its SessionTracing',
    `attachSessionTracing(provide(exporting()), ours());`,
    /TypeError: Expected `sessions` to be a SessionTracing, got a span processor\./,
  ],
  [
    'options are attached in place of a SessionTracing',
    `attachSessionTracing(provide(exporting()), { sessionId: 'A' });`,
    /TypeError: Expected `sessions` to be a SessionTracing, got \{ sessionId: 'A' \}\./,
  ],
  [
    'what is attached comes first',
    `attachSessionTracing(createSessionTracing({ sessionId: 'A' }), provide(exporting()));`,
    /TypeError: Expected `provider` to be a tracer provider of .*, got a SessionTracing\./,
  ],
  [
    'there are two of ours',
    `provide(ours('A'), ours('B'), exporting()); start().end();`,
    /another SessionTraceSpanProcessor on this tracer provider ran before this one/,
  ],
  [
    'there are two providers, and the global one is not ours',
    `provide(exporting());
     const second = new NodeTracerProvider({ spanProcessors: [ours(), exporting()] });
     second.getTracer('agent').startSpan('interaction').end();`,
    /the session root was started on a tracer provider that does not carry this span processor/,
  ],
  [
    'the resolver is asynchronous',
    `provide(ours(async () => 'A'), exporting()); start().end();`,
    /the answer of `sessionId` is not a string but a promise/,
  ],
  [
    'the resolver answers a number',
    `provide(ours(() => 42), exporting()); start().end();`,
    /the answer of `sessionId` is not a string but a number/,
  ],
  [
    'the resolver throws',
    `provide(ours(() => null.id), exporting()); start().end();`,
    /`sessionId` threw TypeError: Cannot read properties of null/,
  ],
  [
    'the attribute is a number',
    `provide(ours(fromAttributes('session.id')), exporting()); start('interaction', { 'session.id': 7 }).end();`,
    /the answer of `sessionId` is not a string but a number/,
  ],
  [
    'the attribute has another name',
    `provide(ours(fromAttributes('session.id')), exporting());
     for (let n = 0; n < 100; n++) start('interaction', { sessionId: 'A' }).end();`,
    /no session was found for any of them.* had the attributes sessionId when it started/,
  ],
  [
    'the attributes are set at the end',
    `provide(ours(fromAttributes('session.id')), exporting());
     const turn = start();
     trace.getTracer('agent').startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
     turn.setAttribute('session.id', 'A').end();`,
    /told by attributes that were not there when it started.*Put `sessions\.exporter\(exporter\)`/,
  ],
  [
    'a variable of the environment is not set',
    `new SessionTraceSpanProcessor({ sessionId: process.env.NOT_SET });`,
    /got undefined\. A variable of the environment that may be unset is read by `fromEnv\('NAME'\)`/,
  ],
  [
    'a resolver is not called',
    `ours(fromAttributes);`,
    /TypeError: Expected `sessionId` to be what a call of that function makes, as `fromAttributes\('session\.id'\)`/,
  ],
  [
    'requestSpans is not called',
    `ours('A', { interaction: requestSpans });`,
    /TypeError: Expected `interaction` to be what a call of that function makes, as `requestSpans\(\)`/,
  ],
  [
    'rotateAfter is not called',
    `ours('A', { traceScope: rotateAfter });`,
    /TypeError: Expected `traceScope` to be what a call of that function makes, as `rotateAfter\(\{ spans: 1_500 \}\)`/,
  ],
  [
    'rotateAfter is called with nothing',
    `ours('A', { traceScope: rotateAfter() });`,
    /TypeError: Expected `rotateAfter` to be given \{ spans \}, \{ millis \} or both, got undefined\./,
  ],
  [
    'an option is misspelt',
    `new SessionTraceSpanProcessor({ sessionID: 'A' });`,
    /TypeError: Expected options among .*, got `sessionID`\. Did you mean `sessionId`\?/,
  ],
  [
    'no span is to be a turn',
    `ours('A', { interaction: [] });`,
    /TypeError: Expected `interaction` to be .*, got \[\]\. Where no span is a turn/,
  ],
  [
    'the secret is short',
    `ours('A', { derivation: hmacDerivation('x') });`,
    /TypeError: Expected `secret` to be a string or Uint8Array of at least 8 bytes, got one of 1\./,
  ],
  [
    'the derivation is not called',
    `ours('A', { derivation: hmacDerivation });`,
    /TypeError: Expected `derivation` to be what a call of that function makes, as `hmacDerivation\(secret\)`/,
  ],
  [
    'options stand where the context belongs',
    `sessionEnvironment({ baggage: true });`,
    /TypeError: Expected `from` to be a context, got \{ baggage: true \}\. Options come second/,
  ],
  [
    'withSession is called without a processor',
    `provide(exporting()); withSession('A', () => start().end());`,
    /withSession was called, and no SessionTraceSpanProcessor has seen a span: it has no effect/,
  ],
  [
    'withSession is called without a context manager',
    `const { propagation } = require('@opentelemetry/api');
     const provider = new NodeTracerProvider({ spanProcessors: [ours(() => undefined), exporting()] });
     trace.setGlobalTracerProvider(provider);
     withSession('A', () => start().end());`,
    /no context manager is registered, so spans do not find their parents and withSession has no effect/,
  ],
  [
    'withSession is given a list, as of a header',
    `provide(ours(() => undefined), exporting()); withSession({ sessionId: ['A', 'B'] }, () => start().end());`,
    /the session id in withSession is not a string but an object/,
  ],
  [
    'the sampler is not wrapped',
    `const sampler = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.5) });
     new NodeTracerProvider({ sampler, spanProcessors: [ours(), exporting()] }).register();
     for (let n = 0; n < 100; n++) start().end();`,
    /the sampler TraceIdRatioBased\{0\.5\} decides by trace ids.*Put `sessions\.sampler\(sampler\)` in its place/,
  ],
  [
    'the sampler has no processor beside it',
    `const sessions = createSessionTracing({ sessionId: 'A' });
     const sampler = sessions.sampler(new TraceIdRatioBasedSampler(1));
     new NodeTracerProvider({ sampler, spanProcessors: [exporting()] }).register();
     for (let n = 0; n < 20; n++) start().end();`,
    /sessions\.sampler has kept spans, and the span processor of this SessionTracing has seen none/,
  ],
  [
    'the id generator has no processor beside it',
    `const { idGenerator } = createSessionTracing({ sessionId: 'A' });
     new NodeTracerProvider({ idGenerator, spanProcessors: [exporting()] }).register();
     for (let n = 0; n < 20; n++) start().end();`,
    /sessions\.idGenerator makes trace ids, and the tracer provider does not have the span processor.*Put `sessions\.spanProcessor`/,
  ],
  [
    'the id generator has no processor beside it, and is over another generator',
    `const { RandomIdGenerator } = require('@opentelemetry/sdk-trace-node');
     const { idGenerator } = createSessionTracing({ sessionId: fromAttributes('session.id') });
     const over = idGenerator.over(new RandomIdGenerator());
     new NodeTracerProvider({ idGenerator: over, spanProcessors: [exporting()] }).register();
     for (let n = 0; n < 20; n++) start().end();`,
    /sessions\.idGenerator makes trace ids, and the tracer provider does not have the span processor/,
  ],
  [
    'endSession is called without the processor',
    `provide(exporting()); createSessionTracing({ sessionId: 'A' }).endSession('A');`,
    /endSession was called, and the span processor of this SessionTracing has seen no span/,
  ],
  [
    'the exporter is alone, and no attribute tells a session',
    `const sessions = createSessionTracing({ sessionId: () => 'A' });
     provide(new SimpleSpanProcessor(sessions.exporter(new InMemorySpanExporter()))); start().end();`,
    /sessions\.exporter can place nothing: its span processor has seen no span/,
  ],
  [
    'the exporter is alone, and the attribute has another name',
    `const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
     provide(new SimpleSpanProcessor(sessions.exporter(new InMemorySpanExporter())));
     for (let n = 0; n < 100; n++) start('interaction', { sessionId: 'A' }).end();`,
    /no session was found for any of them/,
  ],
  [
    'the exporter is of another SessionTracing',
    `const make = () => createSessionTracing({ sessionId: fromAttributes('session.id') });
     provide(make().spanProcessor, new SimpleSpanProcessor(make().exporter(new InMemorySpanExporter())));
     start().end();`,
    /in the span processor of another SessionTracing/,
  ],
  [
    'the processor was shut down with another provider',
    `const processor = ours();
     const first = new NodeTracerProvider({ spanProcessors: [processor, exporting()] });
     first.register();
     start().end();
     first.shutdown().then(() => {
       const second = new NodeTracerProvider({ spanProcessors: [processor, exporting()] });
       second.getTracer('agent').startSpan('interaction').end();
     });`,
    /this SessionTraceSpanProcessor was shut down with its tracer provider, and does nothing on another one/,
  ],
];

/** Lines of stderr that are ours, or an error of ours that ended the program. */
function tellingLines(errors: string): readonly string[] {
  return errors.split('\n').filter((line) => /otel-session-trace: |^TypeError: /.test(line));
}

describe('a wrong set-up is told in one line', () => {
  it.each(SET_UPS)('%s', async (_, program, tells) => {
    const file = join(folder, 'program.cjs');
    writeFileSync(file, IMPORTS + program);
    const { errors } = await runNode([file], { folder });
    expect(tellingLines(errors)).toEqual([expect.stringMatching(tells) as string]);
  });

  it('a misspelt variable of the register hook', async () => {
    const environment = { SESSION_TRACE_SESION_ID: 'A' };
    const { errors } = await runNode(['--require', CJS_HOOK, '--eval', ''], { environment });
    expect(tellingLines(errors)).toEqual([
      expect.stringMatching(
        /is not a setting;.*Did you mean `SESSION_TRACE_SESSION_ID`\?/,
      ) as string,
    ]);
  });
});

describe('a set-up that is in order says nothing', () => {
  it.each([
    ['with the ES module and the CommonJS copy of the package', ''],
    ['with spans that start after the shutdown', 'await provider.shutdown(); start().end();'],
    ['with a ratio of one', ''],
  ])('%s', async (_, more) => {
    const program = `
      import { createRequire } from 'node:module';
      import { trace } from '@opentelemetry/api';
      import {
        InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor, TraceIdRatioBasedSampler,
      } from '@opentelemetry/sdk-trace-node';
      import { SessionTraceSpanProcessor } from 'otel-session-trace';
      const { withSession } = createRequire(import.meta.url)('otel-session-trace');
      const provider = new NodeTracerProvider({
        sampler: new TraceIdRatioBasedSampler(1),
        spanProcessors: [
          new SessionTraceSpanProcessor({ sessionId: () => undefined }),
          new SimpleSpanProcessor(new InMemorySpanExporter()),
        ],
      });
      provider.register();
      const start = () => trace.getTracer('agent').startSpan('interaction');
      withSession('my-session', () => {
        const span = start();
        console.log(span.spanContext().traceId);
        span.end();
      });
      ${more}
    `;
    const file = join(folder, 'program.mjs');
    writeFileSync(file, program);
    expect(await runNode([file], { folder })).toEqual({
      exitCode: 0,
      output: '01165fb3732a6968358f6f573df34230\n',
      errors: '',
    });
  });

  it('where a sampler drops each span that the id generator made an id for', async () => {
    const file = join(folder, 'program.cjs');
    writeFileSync(
      file,
      `${IMPORTS}
       const { idGenerator, spanProcessor } = createSessionTracing({ sessionId: 'A' });
       const sampler = new TraceIdRatioBasedSampler(0);
       new NodeTracerProvider({ sampler, idGenerator, spanProcessors: [spanProcessor, exporting()] }).register();
       for (let n = 0; n < 20; n++) start().end();`,
    );
    expect(await runNode([file], { folder })).toEqual({ exitCode: 0, output: '', errors: '' });
  });

  it('where nothing traces', async () => {
    const file = join(folder, 'program.cjs');
    writeFileSync(
      file,
      `${IMPORTS} withSession('A', () => createSessionTracing({ sessionId: 'A' }).traceId('A'));`,
    );
    expect((await runNode([file], { folder })).errors).toBe('');
  });
});
