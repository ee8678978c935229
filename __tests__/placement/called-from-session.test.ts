import {
  ROOT_CONTEXT,
  TraceFlags,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import {
  hmacDerivation,
  setSession,
  sha256Derivation,
  withSession,
  type SessionTracingOptions,
} from '../../src/index.js';
import { recordLate } from '../support/late-recording.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

const BY_ENTRY: SessionTracingOptions = { sessionId: () => undefined };
const under = (span: Span, from: Context = ROOT_CONTEXT): Context => trace.setSpan(from, span);

function remote(
  traceId: string,
  traceFlags: TraceFlags = TraceFlags.SAMPLED,
  spanId = 'abcdefabcdefabcd',
): Context {
  const parent: SpanContext = { traceId, spanId, traceFlags, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

/** A request whose session is known in its handler only: session A, or the entry given. */
function serve({ tracer }: Recording, from: Context, session: string | object = 'A'): void {
  const request = tracer.startSpan('POST /chat', {}, from);
  tracer.startSpan('middleware', {}, under(request)).end();
  const inside = setSession(under(request), session as string);
  const turn = tracer.startSpan('interaction', {}, inside);
  tracer.startSpan('tool', {}, under(turn, inside)).end();
  turn.end();
  tracer.startSpan('save', {}, inside).end();
  request.end();
}

const CALLED = [
  'session A',
  '└─ POST /chat  (remote parent)',
  '   ├─ middleware',
  '   ├─ interaction',
  '   │  └─ tool',
  '   └─ save',
].join('\n');

describe("a request that came in with the session's own traceparent", () => {
  it.each(['keep', 'link'] as const)('stays whole (remoteParent: %s)', (remoteParent) => {
    const recording = record({ ...BY_ENTRY, remoteParent });
    serve(recording, remote(recording.sessions.traceId('A')));
    expect(recording.tree()).toBe(CALLED);
    expect(recording.sessions.stats()).toMatchObject({ spansPlaced: 0, interactions: 1 });
    expect(recording.span('save').attributes).toEqual({ 'session.id': 'A' });
    expect(recording.span('interaction').attributes).toEqual({
      'session.id': 'A',
      'otel_session_trace.turn.number': 1,
    });
  });

  it.each(['omit', 'shared', 'reference'] as const)(
    'stays whole (sessionRoot: %s)',
    (sessionRoot) => {
      const recording = record({ ...BY_ENTRY, sessionRoot });
      serve(recording, remote(recording.sessions.traceId('A')));
      expect(recording.tree()).toBe(CALLED);
    },
  );

  it('is recognised by a keyed derivation, and not by another one', () => {
    const recording = record({
      ...BY_ENTRY,
      derivation: hmacDerivation('a secret of thirty-two bytes, or more'),
    });
    serve(recording, remote(recording.sessions.traceId('A')));
    expect(recording.tree()).toBe(CALLED.replace('session A', 'some trace'));
    serve(recording, remote(sha256Derivation().derive('A').traceId));
    expect(recording.tree()).toContain('interaction  ~> displaced parent POST /chat');
  });

  it('stays whole in the trace of a key that its first turn brings', () => {
    const recording = record({ ...BY_ENTRY, traceScope: () => 'k1' });
    serve(recording, remote(recording.sessions.traceId('A', 'k1')));
    expect(recording.tree()).toBe(CALLED.replace('session A', 'session A, k1'));
  });

  it('stays whole in the trace of the very turn that it goes on with', () => {
    const recording = record({ ...BY_ENTRY, traceScope: 'interaction' });
    const from = remote(recording.sessions.traceId('A', 't1'));
    serve(recording, from, { sessionId: 'A', interactionId: 't1' });
    expect(recording.tree()).toBe(CALLED.replace('session A', 'session A, t1'));
  });

  it('is in its session from the start where its context says so', () => {
    const recording = record(BY_ENTRY);
    serve(recording, setSession(remote(recording.sessions.traceId('A')), 'A'));
    expect(recording.tree()).toBe(CALLED);
    expect(recording.sessions.stats()).toMatchObject({ spansPlaced: 0, interactions: 1 });
  });

  it('is decided with its session by the sampler, whatever its flags say', () => {
    const sampled = (delegate: AlwaysOnSampler | AlwaysOffSampler): Recording =>
      record(BY_ENTRY, {
        sampler: (sessions) => sessions.sampler(new ParentBasedSampler({ root: delegate })),
      });
    const dropping = sampled(new AlwaysOffSampler());
    serve(dropping, remote(dropping.sessions.traceId('A')));
    expect(dropping.tree()).toBe(
      'session A\n└─ POST /chat  (remote parent)\n   ├─ middleware\n   └─ save',
    );
    stopRecording();
    const keeping = sampled(new AlwaysOnSampler());
    serve(keeping, remote(keeping.sessions.traceId('A'), TraceFlags.NONE));
    expect(keeping.tree()).toBe(
      'session A\n└─ session\n   ├─ interaction\n   │  └─ tool\n   └─ save',
    );
  });

  it('keeps its turn where a nested one begins, which is a turn of its own under pin', () => {
    const recording = record(BY_ENTRY);
    const inside = setSession(remote(recording.sessions.traceId('A')), 'A');
    const turn = recording.tracer.startSpan('interaction', {}, inside);
    recording.tracer.startSpan('sub.interaction', {}, under(turn)).end();
    turn.end();
    expect(recording.tree()).toBe(
      'session A\n└─ interaction  (remote parent)\n   └─ sub.interaction',
    );
    expect(recording.sessions.stats()).toMatchObject({ interactions: 2 });
  });
});

describe('a request of another trace', () => {
  it("is cut off as ever, also where its trace id is another session's", () => {
    const recording = record(BY_ENTRY);
    serve(recording, remote(recording.sessions.traceId('B')));
    expect(recording.tree()).toBe(
      [
        'session B',
        '└─ POST /chat  (remote parent)',
        '   └─ middleware',
        'session A',
        '└─ session',
        '   ├─ interaction  ~> displaced parent POST /chat',
        '   │  └─ tool',
        '   └─ save  ~> displaced parent POST /chat',
      ].join('\n'),
    );
  });

  it('is cut off from a request that is in another session', () => {
    const recording = record(BY_ENTRY);
    const request = recording.tracer.startSpan(
      'request',
      {},
      setSession(remote(recording.sessions.traceId('B')), 'B'),
    );
    recording.tracer.startSpan('interaction', {}, setSession(under(request), 'A')).end();
    request.end();
    expect(recording.tree()).toContain('session A\n└─ session\n   └─ interaction  ~>');
  });
});

describe('an agent that a tool of the session called in the same process', () => {
  it('hangs under that tool, over a real pair of contexts', () => {
    const recording = record(BY_ENTRY);
    withSession('A', () => {
      const turn = recording.tracer.startSpan('interaction');
      const tool = recording.tracer.startSpan('tool', {}, under(turn));
      const wire = { ...tool.spanContext(), isRemote: true };
      const inbound = recording.tracer.startSpan(
        'tools/call',
        {},
        trace.setSpanContext(ROOT_CONTEXT, wire),
      );
      recording.tracer.startSpan('agent.interaction', {}, setSession(under(inbound), 'A')).end();
      inbound.end();
      tool.end();
      turn.end();
    });
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction',
        '      └─ tool',
        '         └─ tools/call',
        '            └─ agent.interaction',
      ].join('\n'),
    );
    expect(recording.problems()).toEqual([]);
  });
});

describe('a request of no session behind sessions.exporter', () => {
  it('stays with the turn that followed it, whatever it tells at its end', () => {
    const recording = recordLate();
    const request = recording.start('request', remote(recording.sessions.traceId('A')));
    const inside = setSession(under(request), 'A');
    recording.start('interaction', inside).end();
    recording.end(request, 'B');
    expect(recording.tree()).toBe('session A\n└─ request  (remote parent)\n   └─ interaction');
  });

  it('does not get a turn that begins when it has ended and tells another session', async () => {
    const recording = recordLate({ remoteParent: 'link' });
    const request = recording.start('request', remote(recording.sessions.traceId('A')));
    recording.end(request, 'B');
    await recording.provider.forceFlush();
    recording.start('interaction', setSession(under(request), 'A')).end();
    expect(recording.tree()).toContain('session A\n└─ session\n   └─ interaction');
    expect(recording.tree()).toContain('session B\n└─ session\n   └─ request');
  });
});

describe('two processes that both own the one root of a session', () => {
  const { traceId, rootSpanId } = sha256Derivation().derive('A');
  const fromRoot = remote(traceId, TraceFlags.SAMPLED, rootSpanId);

  it('are told of by the one that was called from the root of the other', () => {
    const recording = record({ sessionId: 'A', sessionRoot: 'shared' });
    recording.tracer.startSpan('POST /tool', {}, fromRoot).end();
    expect(recording.warnings).toEqual([]);
    recording.tracer.startSpan('orphan').end();
    recording.tracer.startSpan('orphan').end();
    expect(recording.warnings).toEqual([
      expect.stringContaining(`the root of trace ${traceId} is exported twice`) as string,
    ]);
  });

  it.each<[string, Partial<SessionTracingOptions>]>([
    ['the other has a root of its own', { sessionRoot: 'own' }],
    ['the other exports none', { sessionRoot: 'reference' }],
  ])('are none where %s', (_, options) => {
    const recording = record({ sessionId: 'A', ...options });
    recording.tracer.startSpan('POST /tool', {}, fromRoot).end();
    recording.tracer.startSpan('orphan').end();
    expect(recording.warnings).toEqual([]);
  });

  it('are none where a process calls itself', () => {
    const recording = record({ sessionId: 'A', sessionRoot: 'shared' });
    recording.tracer.startSpan('interaction').end();
    recording.tracer.startSpan('POST /tool', {}, fromRoot).end();
    recording.tracer.startSpan('orphan').end();
    expect(recording.warnings).toEqual([]);
  });

  it('are none where somebody else was called from the session', () => {
    const recording = record({ sessionId: 'A', sessionRoot: 'shared' });
    recording.tracer.startSpan('POST /tool', {}, remote(traceId)).end();
    recording.tracer.startSpan('orphan').end();
    expect(recording.warnings).toEqual([]);
  });
});
