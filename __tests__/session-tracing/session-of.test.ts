import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import { createSessionTracing, setSession, withSession } from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

describe('sessionOf', () => {
  it('knows the session of the active span, whoever named it', () => {
    const { sessions, tracer } = record({ sessionId: 'A' });
    expect(sessions.sessionOf()).toBeUndefined();
    tracer.startActiveSpan('by the resolver', (span) => {
      expect(sessions.sessionOf()).toBe('A');
      tracer.startActiveSpan('by its parent', (child) => {
        expect(sessions.sessionOf()).toBe('A');
        child.end();
      });
      span.end();
      expect(sessions.sessionOf()).toBe('A');
    });
    withSession('B', () => {
      expect(sessions.sessionOf()).toBe('B');
      tracer.startActiveSpan('by withSession', (span) => {
        expect(sessions.sessionOf()).toBe('B');
        span.end();
      });
    });
  });

  it('says the session that a span started there is in', () => {
    const { sessions, tracer } = record({ sessionId: 'A' });
    const parent = tracer.startSpan('parent');
    const entries = {
      inside: setSession(trace.setSpan(ROOT_CONTEXT, parent), 'B'),
      outside: trace.setSpan(setSession(ROOT_CONTEXT, 'B'), parent),
      'that can be none': setSession(trace.setSpan(ROOT_CONTEXT, parent), ''),
      'alone, that can be none': setSession(ROOT_CONTEXT, 'x'.repeat(5_000)),
    };
    for (const from of Object.values(entries)) {
      const child = tracer.startSpan('child', {}, from);
      const asked = sessions.sessionOf(from);
      expect(sessions.sessionOf(trace.setSpan(ROOT_CONTEXT, child))).toBe(asked ?? 'A');
    }
    expect(Object.values(entries).map((from) => sessions.sessionOf(from))).toEqual([
      'B',
      'A',
      'A',
      undefined,
    ]);
  });

  it('keeps to the span when the current session has changed since', () => {
    let current = 'A';
    const { sessions, tracer } = record({ sessionId: () => current });
    tracer.startActiveSpan('tool', (tool) => {
      current = 'B';
      expect(sessions.sessionOf()).toBe('A');
      tool.end();
    });
  });

  it('reads what another tracing in the process placed', () => {
    const { tracer } = record({ sessionId: 'A' });
    const other = createSessionTracing({ sessionId: 'B' });
    tracer.startActiveSpan('span', (span) => {
      expect(other.sessionOf()).toBe('A');
      span.end();
    });
  });

  it('knows none of a span without a session, or of another process', () => {
    const { sessions, tracer } = record({ sessionId: () => undefined });
    const remote = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
    tracer.startActiveSpan('span', (span) => {
      expect(sessions.sessionOf()).toBeUndefined();
      span.end();
    });
    expect(sessions.sessionOf(trace.setSpanContext(context.active(), remote))).toBeUndefined();
  });
});
