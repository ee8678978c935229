import { ROOT_CONTEXT } from '@opentelemetry/api';
import { rotateAfter } from '../../src/index.js';
import { names, recordLate } from '../support/late-recording.js';
import { stopRecording } from '../support/recording.js';
import { nanosOf, recordScopes, scopesOf } from './support/record-scopes.js';

afterEach(stopRecording);

describe('the scope of a session root', () => {
  it('is that of the span that needs it: name, version and schema', () => {
    const recording = recordScopes({ sessionId: 'A' });
    const tracer = recording.provider.getTracer('agent', '1.2.3', { schemaUrl: 'urn:schema' });
    tracer.startSpan('interaction').end();
    recording.provider.getTracer('http').startSpan('GET', { root: true }).end();
    const [root, turn] = recording.exported();
    expect(root?.instrumentationScope).toMatchObject({
      name: 'agent',
      version: '1.2.3',
      schemaUrl: 'urn:schema',
    });
    expect(root?.instrumentationScope).toBe(turn?.instrumentationScope);
    expect(scopesOf(recording)).toEqual(['session: agent', 'interaction: agent', 'GET: http']);
  });

  it('lets it pass a filter with its children', () => {
    const recording = recordScopes(
      { sessionId: 'A' },
      ({ instrumentationScope: { name } }) => name === 'agent',
    );
    recording.provider.getTracer('agent').startSpan('interaction').end();
    recording.provider.getTracer('http').startSpan('GET').end();
    recording.sessions.endSession('A');
    expect(scopesOf(recording)).toEqual([
      'session: agent',
      'interaction: agent',
      'otel_session_trace.session_end: agent',
    ]);
  });

  it('is that of the turn at which the trace rotates', () => {
    const recording = recordScopes({ sessionId: 'A', traceScope: rotateAfter({ spans: 1 }) });
    recording.provider.getTracer('one').startSpan('interaction').end();
    recording.provider.getTracer('two').startSpan('interaction').end();
    expect(scopesOf(recording)).toEqual([
      'session: one',
      'interaction: one',
      'session: two',
      'interaction: two',
    ]);
  });

  it('is ours where there is no span, and no root was made for one yet', () => {
    const recording = recordScopes({ sessionId: () => undefined });
    recording.sessions.sessionContext('A', ROOT_CONTEXT);
    expect(scopesOf(recording)).toEqual(['session: otel-session-trace']);
  });

  it('is that of the active span in sessionContext', () => {
    const recording = recordScopes({ sessionId: () => undefined });
    recording.provider.getTracer('agent').startActiveSpan('request', (request) => {
      recording.sessions.sessionContext('A');
      request.end();
    });
    expect(scopesOf(recording)).toEqual(['session: agent', 'request: agent']);
  });

  it('is that of the root before it where none needs it: in sessionContext, in endSession', () => {
    const recording = recordScopes({ sessionId: 'A' });
    recording.provider.getTracer('agent').startSpan('interaction').end();
    recording.sessions.sessionContext('B', ROOT_CONTEXT);
    recording.sessions.endSession('B');
    expect(scopesOf(recording)).toEqual([
      'session: agent',
      'interaction: agent',
      'session: agent',
      'otel_session_trace.session_end: agent',
    ]);
    expect(recording.exported().slice(2).map(nanosOf)).toEqual([1, 1]);
  });

  it('is that of the held span that a late root is made for', () => {
    const recording = recordLate();
    recording.end(recording.start('interaction'), 'A');
    expect(names(recording)).toEqual(['interaction', 'session']);
    expect(recording.exported.map((span) => span.instrumentationScope.name)).toEqual([
      'test',
      'test',
    ]);
    const root = recording.exported.find(({ name }) => name === 'session');
    expect(root && nanosOf(root)).toBe(1);
  });

  it.each([undefined, null, 7, ''])('may be of any name: %j', (name) => {
    const recording = recordScopes({ sessionId: 'A' });
    recording.provider
      .getTracer(name as string)
      .startSpan('interaction')
      .end();
    expect(recording.exported().map((span) => span.name)).toEqual(['session', 'interaction']);
  });
});
