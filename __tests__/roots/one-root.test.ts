import { ROOT_CONTEXT, context, createNoopMeter, trace, type Span } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { rotateAfter, setSession, type SessionTracingOptions } from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';
import { recordScopes } from './support/record-scopes.js';

afterEach(stopRecording);

/** The trace ids of the roots that were exported, more than one of which in a trace is a fault. */
function doubledRoots(recording: Recording): readonly string[] {
  const ids = recording
    .spans()
    .flatMap(({ name, traceId }) => (name === 'session' ? [traceId] : []));
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

function startIn({ tracer }: Recording, session: string, name = 'interaction'): Span {
  return tracer.startSpan(name, {}, setSession(ROOT_CONTEXT, session));
}

const ROOT_MODES = ['own', 'shared', 'reference'] as const;

describe('a trace has one root', () => {
  it.each(ROOT_MODES)('of a key that comes back after many others, in %s', (sessionRoot) => {
    const scope = { key: 'first' };
    const recording = record({ sessionId: 'A', sessionRoot, traceScope: () => scope.key });
    for (let turn = 0; turn < 60; turn++) {
      scope.key = turn % 30 === 0 ? 'first' : `key ${turn}`;
      recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
    }
    expect(doubledRoots(recording)).toEqual([]);
  });

  it.each(ROOT_MODES)('of a session evicted before it had one, in %s', (sessionRoot) => {
    const recording = record({ sessionId: () => undefined, sessionRoot, maxSessions: 1 });
    const remote = trace.setSpanContext(setSession(ROOT_CONTEXT, 'A'), {
      traceId: '1'.repeat(32),
      spanId: '2'.repeat(16),
      traceFlags: 1,
      isRemote: true,
    });
    const request = recording.tracer.startSpan('request', {}, remote);
    startIn(recording, 'B').end();
    startIn(recording, 'A').end();
    startIn(recording, 'B').end();
    recording.tracer.startSpan('interaction', {}, trace.setSpan(ROOT_CONTEXT, request)).end();
    request.end();
    expect(doubledRoots(recording)).toEqual([]);
  });

  it.each(ROOT_MODES)('of a session that was ended while its spans go on, in %s', (sessionRoot) => {
    const recording = record({ sessionId: () => undefined, sessionRoot, traceScope: () => 'k1' });
    const turn = startIn(recording, 'A');
    recording.sessions.endSession('A');
    const scope = trace.setSpan(ROOT_CONTEXT, turn);
    recording.tracer.startSpan('interaction', {}, scope).end();
    startIn(recording, 'A').end();
    turn.end();
    expect(doubledRoots(recording)).toEqual([]);
    expect(recording.problems()).toEqual([]);
  });
});

describe('rotateAfter', () => {
  it('keeps its bound over sessions that are evicted between their turns', () => {
    const recording = record({
      sessionId: () => undefined,
      maxSessions: 1,
      traceScope: rotateAfter({ spans: 10 }),
    });
    for (let turn = 0; turn < 100; turn++) {
      const span = startIn(recording, 'A');
      startIn(recording, 'B').end();
      // Counted although the session that it belongs to is not held any more.
      recording.tracer.startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, span)).end();
      span.end();
    }
    const sizes = new Map<string, number>();
    for (const { traceId, name } of recording.spans()) {
      sizes.set(traceId, (sizes.get(traceId) ?? 0) + (name === 'session' ? 0 : 1));
    }
    expect(Math.max(...sizes.values())).toBe(10);
    expect(doubledRoots(recording)).toEqual([]);
  });
});

type Faulty = (act: () => void) => Partial<SessionTracingOptions>;

const FUNCTIONS: Readonly<Record<string, Faulty>> = {
  sessionAttributes: (act) => ({
    sessionAttributes: (id) => {
      act();
      return { 'session.id': id, 'app.tier': 'free' };
    },
  }),
  sessionRoot: (act) => ({
    sessionRoot: () => {
      act();
      return 'own';
    },
  }),
  sessionSpan: (act) => ({
    sessionSpan: (id) => {
      act();
      return { attributes: { 'app.session': id } };
    },
  }),
  derivation: (act) => ({
    derivation: {
      derive: (id) => {
        act();
        return { traceId: id.repeat(32).toLowerCase(), rootSpanId: id.repeat(16).toLowerCase() };
      },
    },
  }),
  meterProvider: (act) => ({
    meterProvider: {
      getMeter: () => {
        act();
        // What the API answers as long as nobody has registered one.
        return createNoopMeter();
      },
    },
  }),
};

describe.each(Object.keys(FUNCTIONS))('%s that starts spans each time it is asked', (name) => {
  it.each(['A', 'B'])('leaves each session with one root, as it should look: spans of %s', (of) => {
    const recorded: { it?: Recording } = {};
    let depth = 0;
    let started = 0;
    const act = (): void => {
      if (recorded.it === undefined || depth > 50) return;
      depth++;
      started++;
      startIn(recorded.it, of, 'lookup').end();
      recorded.it.tracer.startSpan('lookup', {}, context.active()).end();
      depth--;
    };
    const recording = record({ sessionId: 'A', ...FUNCTIONS[name]?.(act) });
    recorded.it = recording;
    for (const session of ['A', 'B', 'A', 'B']) {
      startIn(recording, session).end();
    }
    expect(started).toBeLessThan(20);
    expect(doubledRoots(recording)).toEqual([]);
    expect(recording.problems()).toEqual([]);
    const roots = recording.spans().filter((span) => span.name === 'session');
    expect(roots).toHaveLength(2);
    const key = { sessionAttributes: 'app.tier', sessionSpan: 'app.session' }[name];
    const isWhole = roots.every(({ attributes }) => key === undefined || key in attributes);
    expect(isWhole).toBe(true);
    const tops = recording
      .spans()
      .filter((span) => span.parentSpanId === undefined && span.name !== 'session')
      .filter(({ traceId }) => roots.some((root) => root.traceId === traceId));
    expect(tops).toEqual([]);
  });
});

it('a processor behind ours that starts spans while a root starts finds them under that root', () => {
  const recording = recordScopes({ sessionId: 'A' }, undefined, (tracer) => {
    let isBusy = false;
    const start = (): void => {
      if (isBusy) return;
      isBusy = true;
      tracer().startSpan('lookup', {}, ROOT_CONTEXT).end();
      isBusy = false;
    };
    const processor: SpanProcessor = {
      onStart: start,
      onEnd: () => undefined,
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    };
    return processor;
  });
  recording.provider.getTracer('agent').startSpan('interaction', {}, ROOT_CONTEXT).end();
  const [root] = recording.exported().filter(({ name }) => name === 'session');
  expect(
    recording.exported().map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId]),
  ).toEqual([
    ['lookup', root?.spanContext().spanId],
    ['session', undefined],
    ['lookup', root?.spanContext().spanId],
    ['interaction', root?.spanContext().spanId],
  ]);
  expect(recording.sessions.stats().unwritableSpans).toBe(0);
});
