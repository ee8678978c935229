import { isDeepStrictEqual, inspect } from 'node:util';
import { ROOT_CONTEXT, trace, type Span, type SpanContext } from '@opentelemetry/api';
import {
  ConsoleSpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, fromAttributes, hmacDerivation } from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(() => {
  jest.restoreAllMocks();
  stopRecording();
});

const ID = 'customer-4711';

/** The same, made by nobody's span. */
function plainCopyOf({ traceId, spanId, traceFlags, traceState }: SpanContext): SpanContext {
  return { traceId, spanId, traceFlags, traceState } as SpanContext;
}

/** Everything that can be seen of a value, whether it is meant to be or not. */
const allOf = (value: unknown): string => inspect(value, { depth: 20, showHidden: true });

describe.each<[string, string | undefined]>([
  ['a session', ID],
  ['no session', undefined],
])('the context of a span of %s', (_, sessionId) => {
  function contexts(): readonly SpanContext[] {
    const { tracer } = record({ sessionId: () => sessionId });
    const turn = tracer.startSpan('interaction', {}, ROOT_CONTEXT);
    const tool = tracer.startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, turn));
    return [turn, tool].map((span) => span.spanContext());
  }

  it('is equal to one that has no mark, for whoever compares', () => {
    for (const own of contexts()) {
      expect(isDeepStrictEqual(own, plainCopyOf(own))).toBe(true);
      // It comes from another realm than the test.
      expect(structuredClone(own)).toEqual(plainCopyOf(own));
      expect(isDeepStrictEqual({ ...own }, plainCopyOf(own))).toBe(true);
      expect(allOf(own)).toBe(allOf(plainCopyOf(own)));
      expect(Reflect.ownKeys(own)).toEqual(Reflect.ownKeys(plainCopyOf(own)));
      expect(JSON.stringify(own)).toBe(JSON.stringify(plainCopyOf(own)));
    }
  });
});

describe('a keyed derivation with a pseudonym for a stamp', () => {
  const options = {
    derivation: hmacDerivation('a secret of some length'),
    sessionAttributes: () => ({ 'session.id': 'p-13' }),
  };

  it('leaves the session id in nothing that a console exporter prints', () => {
    const lines: string[] = [];
    jest.spyOn(console, 'dir').mockImplementation((...args: unknown[]) => {
      lines.push(inspect(args[0], { depth: 20, showHidden: true }));
    });
    const sessions = createSessionTracing({ sessionId: ID, ...options });
    const seen: Span[] = [];
    const seeing = {
      onStart: (span: Span) => seen.push(span),
      onEnd: () => undefined,
    } as unknown as SpanProcessor;
    const provider = new NodeTracerProvider({
      spanProcessors: [
        sessions.spanProcessor,
        seeing,
        new SimpleSpanProcessor(new ConsoleSpanExporter()),
      ],
    });
    provider.register();
    const turn = provider.getTracer('test').startSpan('interaction', {}, ROOT_CONTEXT);
    provider.getTracer('test').startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
    turn.end();
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).not.toContain(ID);
    expect(seen.map((span) => allOf(span.spanContext())).join('\n')).not.toContain(ID);
  });

  it('leaves none of a late session in the copies that are exported', () => {
    const lines: string[] = [];
    jest.spyOn(console, 'dir').mockImplementation((...args: unknown[]) => {
      lines.push(inspect(args[0], { depth: 20, showHidden: true }));
    });
    const sessions = createSessionTracing({ sessionId: fromAttributes('tenant'), ...options });
    const exporter = sessions.exporter(new ConsoleSpanExporter());
    const provider = new NodeTracerProvider({
      spanProcessors: [sessions.spanProcessor, new SimpleSpanProcessor(exporter)],
    });
    provider.register();
    const turn = provider.getTracer('test').startSpan('interaction', {}, ROOT_CONTEXT);
    provider.getTracer('test').startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
    turn.setAttribute('tenant', ID).end();
    expect(lines).toHaveLength(3);
    // Once, in the attribute that the application has set itself.
    expect(lines.join('\n').split(ID)).toHaveLength(2);
  });
});
