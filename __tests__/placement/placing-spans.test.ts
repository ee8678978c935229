import {
  ROOT_CONTEXT,
  TraceFlags,
  context,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { sha256Derivation, withSession, setSession } from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

const under = (span: Span, from: Context = ROOT_CONTEXT): Context => trace.setSpan(from, span);
const remote = (traceId: string): SpanContext => ({
  traceId,
  spanId: 'abcdefabcdefabcd',
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
});
const FOREIGN_TRACE = '0af7651916cd43dd8448eb211c80319c';

/** A resolver whose answer the test changes. */
function currentSession(): { id: string | undefined; resolve: () => string | undefined } {
  const current: { id: string | undefined; resolve: () => string | undefined } = {
    id: 'A',
    resolve: () => current.id,
  };
  return current;
}

function start({ tracer }: Recording, name: string, from: Context = ROOT_CONTEXT): Span {
  return tracer.startSpan(name, {}, from);
}

describe('a span without a session', () => {
  it('keeps every field as without the package', () => {
    const recording = record({ sessionId: () => undefined });
    const parent = start(recording, 'interaction');
    start(recording, 'child', under(parent)).end();
    parent.end();
    expect(recording.tree()).toBe('some trace\n└─ interaction\n   └─ child');
    expect(recording.span('interaction').attributes).toEqual({});
    expect(recording.sessions.stats()).toMatchObject({ spansPlaced: 0, interactions: 0 });
  });
});

describe('an interaction', () => {
  it('goes directly under the session root, whatever span is active', () => {
    const recording = record({ sessionId: 'A' });
    const stray = start(recording, 'hook');
    const turn = start(recording, 'interaction', under(stray));
    start(recording, 'llm_request', under(turn)).end();
    turn.end();
    stray.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ hook',
        '   └─ interaction  ~> displaced parent hook',
        '      └─ llm_request',
      ].join('\n'),
    );
    expect(recording.problems()).toEqual([]);
  });

  it('is not linked to the session root when it started there', () => {
    const recording = record({ sessionId: () => undefined });
    start(recording, 'interaction', recording.sessions.sessionContext('A')).end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction');
    expect(recording.span('interaction').links).toEqual([]);
  });

  it('starts in the current session, under an active span of another', () => {
    const current = currentSession();
    const recording = record({ sessionId: current.resolve });
    const tool = start(recording, 'tool');
    current.id = 'B';
    start(recording, 'interaction', under(tool)).end();
    tool.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ tool',
        'session B',
        '└─ session',
        '   └─ interaction  ~> displaced parent tool',
      ].join('\n'),
    );
  });

  it('takes the session of its parent when nobody else knows one', () => {
    const current = currentSession();
    const recording = record({ sessionId: current.resolve });
    const tool = start(recording, 'tool');
    current.id = undefined;
    start(recording, 'interaction', under(tool)).end();
    tool.end();
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   ├─ tool\n   └─ interaction  ~> displaced parent tool',
    );
  });

  it('stays in the session that an entry gave its parent, whatever the resolver says', () => {
    const recording = record({ sessionId: 'B' });
    const request = withSession('A', () => recording.tracer.startSpan('request'));
    const step = start(recording, 'step', under(request));
    // Only the parent tells: the entry is not in this context.
    start(recording, 'interaction', under(step)).end();
    step.end();
    request.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ request',
        '   │  └─ step',
        '   └─ interaction  ~> displaced parent step',
      ].join('\n'),
    );
  });

  it('that is nested goes to the root as well, linked to where it was', () => {
    const recording = record({ sessionId: 'A' });
    const outer = start(recording, 'interaction');
    const tool = start(recording, 'tool', under(outer));
    start(recording, 'agent.interaction', under(tool)).end();
    tool.end();
    outer.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ interaction',
        '   │  └─ tool',
        '   └─ agent.interaction  ~> displaced parent tool',
      ].join('\n'),
    );
  });

  it('that is nested stays where it is when the option says so, while its turn is open', () => {
    const recording = record({ sessionId: 'A', nestedInteractions: 'keep' });
    const outer = start(recording, 'interaction');
    const tool = start(recording, 'tool', under(outer));
    start(recording, 'open.interaction', under(tool)).end();
    expect(recording.sessions.stats().interactions).toBe(1);
    outer.end();
    start(recording, 'late.interaction', under(tool)).end();
    tool.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ interaction',
        '   │  └─ tool',
        '   │     └─ open.interaction',
        '   └─ late.interaction  ~> displaced parent tool',
      ].join('\n'),
    );
  });

  it('under a remote parent goes to the root, linked to that parent', () => {
    const recording = record({ sessionId: 'A' });
    start(
      recording,
      'interaction',
      trace.setSpanContext(ROOT_CONTEXT, remote(FOREIGN_TRACE)),
    ).end();
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   └─ interaction  ~> displaced parent (not exported)',
    );
    expect(recording.problems()).toEqual([]);
  });

  it('is numbered per session, not per process', () => {
    const current = currentSession();
    const recording = record({ sessionId: current.resolve });
    const numbers = ['A', 'B', 'A', 'A', 'B'].map((id, index) => {
      current.id = id;
      start(recording, `${index}.interaction`).end();
      return recording.span(`${index}.interaction`).attributes['otel_session_trace.turn.number'];
    });
    expect(numbers).toEqual([1, 1, 2, 3, 2]);
  });
});

describe('a span with a local parent', () => {
  it('follows a parent of its session and only gets the stamp', () => {
    const recording = record({ sessionId: 'A' });
    const turn = start(recording, 'interaction');
    start(recording, 'tool', under(turn)).end();
    turn.end();
    expect(recording.span('tool')).toMatchObject({
      parentSpanId: recording.span('interaction').spanId,
      attributes: { 'session.id': 'A' },
      links: [],
    });
  });

  it('stays in its session when the current session becomes another', () => {
    const current = currentSession();
    const recording = record({ sessionId: current.resolve });
    const tool = start(recording, 'tool');
    current.id = 'B';
    start(recording, 'tool.execution', under(tool)).end();
    tool.end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ tool\n      └─ tool.execution');
  });

  it('follows a parent that has ended', () => {
    const current = currentSession();
    const recording = record({ sessionId: current.resolve });
    const tool = start(recording, 'tool');
    tool.end();
    current.id = 'B';
    start(recording, 'late', under(tool)).end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ tool\n      └─ late');
  });

  it('follows a parent whose context somebody wrapped again', () => {
    const current = currentSession();
    const recording = record({ sessionId: current.resolve });
    const tool = start(recording, 'tool');
    current.id = 'B';
    const wrapped = trace.setSpanContext(ROOT_CONTEXT, tool.spanContext());
    start(recording, 'wrapped', wrapped).end();
    tool.end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ tool\n      └─ wrapped');
  });

  it('takes a copy of a context for a parent that nobody exports, and links to it', () => {
    const recording = record({ sessionId: 'A' });
    const tool = start(recording, 'tool');
    const copied = trace.setSpanContext(ROOT_CONTEXT, { ...tool.spanContext() });
    start(recording, 'under a copy', copied).end();
    tool.end();
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   ├─ tool\n   └─ under a copy  ~> displaced parent tool',
    );
  });

  it('crosses into a session under a parent that has none, linked to it', () => {
    const recording = record({ sessionId: () => undefined });
    const request = start(recording, 'request');
    context.with(under(request), () => {
      withSession('A', () => {
        recording.tracer.startActiveSpan('tool', (tool) => {
          recording.tracer.startSpan('tool.execution').end();
          tool.end();
        });
      });
    });
    request.end();
    expect(recording.tree()).toBe(
      [
        'some trace',
        '└─ request',
        'session A',
        '└─ session',
        '   └─ tool  ~> displaced parent request',
        '      └─ tool.execution',
      ].join('\n'),
    );
    expect(recording.problems()).toEqual([]);
  });

  it('follows a parent without a session when it has none itself, wrapped or ended', () => {
    const recording = record({ sessionId: () => undefined });
    const request = start(recording, 'request');
    start(recording, 'wrapped', trace.setSpanContext(ROOT_CONTEXT, request.spanContext())).end();
    request.end();
    start(recording, 'late', under(request)).end();
    expect(recording.tree()).toBe('some trace\n└─ request\n   ├─ wrapped\n   └─ late');
  });

  it('crosses from one session into another where an entry is made right under its parent', () => {
    const recording = record({ sessionId: 'A' });
    const turn = start(recording, 'interaction');
    const inB = setSession(under(turn), 'B');
    start(recording, 'handoff', inB).end();
    turn.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction',
        'session B',
        '└─ session',
        '   └─ handoff  ~> displaced parent interaction',
      ].join('\n'),
    );
  });

  it('stays with its parent where the entry was made further out', () => {
    const recording = record({ sessionId: () => undefined });
    const inB = setSession(ROOT_CONTEXT, 'B');
    const inA = withSession('A', () => recording.tracer.startSpan('tool'));
    start(recording, 'tool.execution', under(inA, inB)).end();
    inA.end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ tool\n      └─ tool.execution');
  });

  it('takes an entry further out when its parent has no session', () => {
    const current = currentSession();
    current.id = undefined;
    const recording = record({ sessionId: current.resolve });
    const outside = start(recording, 'outside');
    start(recording, 'inside', under(outside, setSession(ROOT_CONTEXT, 'A'))).end();
    outside.end();
    expect(recording.tree()).toBe(
      'some trace\n└─ outside\nsession A\n└─ session\n   └─ inside  ~> displaced parent outside',
    );
  });

  it('leaves a parent that a sampler dropped, without a link: nobody exports it', () => {
    const recording = record({ sessionId: 'A' }, { sampler: alwaysSample() });
    const dropped = { ...remote(FOREIGN_TRACE), isRemote: false, traceFlags: TraceFlags.NONE };
    start(recording, 'tool', trace.setSpanContext(ROOT_CONTEXT, dropped)).end();
    start(recording, 'interaction', trace.setSpanContext(ROOT_CONTEXT, dropped)).end();
    expect(recording.tree()).toBe('session A\n└─ session\n   ├─ tool\n   └─ interaction');
  });
});

describe('an orphan', () => {
  it('goes under the session root', () => {
    const recording = record({ sessionId: 'A' });
    const turn = start(recording, 'interaction');
    recording.tracer.startSpan('lost', { root: true }, under(turn)).end();
    turn.end();
    expect(recording.tree()).toBe('session A\n└─ session\n   ├─ interaction\n   └─ lost');
    expect(recording.sessions.stats().orphans).toBe(2);
  });

  it('whose parent nobody exports is linked to what it named', () => {
    const recording = record({ sessionId: 'A' });
    const phantom = { ...remote(FOREIGN_TRACE), isRemote: false };
    start(recording, 'tool', trace.setSpanContext(ROOT_CONTEXT, phantom)).end();
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   └─ tool  ~> displaced parent (not exported)',
    );
    expect(recording.span('tool').links).toEqual([
      {
        traceId: FOREIGN_TRACE,
        spanId: phantom.spanId,
        attributes: { 'otel_session_trace.link.type': 'displaced_parent' },
      },
    ]);
    expect(recording.problems()).toEqual([]);
  });

  it('keeps two sessions apart that share a phantom parent', () => {
    const current = currentSession();
    const recording = record({ sessionId: current.resolve });
    const phantom = trace.setSpanContext(ROOT_CONTEXT, {
      ...remote(FOREIGN_TRACE),
      isRemote: false,
    });
    for (const id of ['A', 'B']) {
      current.id = id;
      const turn = start(recording, 'interaction', phantom);
      start(recording, 'llm_request', under(turn)).end();
      start(recording, 'hook', phantom).end();
      turn.end();
    }
    const tree = (id: string): string[] => [
      `session ${id}`,
      '└─ session',
      '   ├─ interaction  ~> displaced parent (not exported)',
      '   │  └─ llm_request',
      '   └─ hook  ~> displaced parent (not exported)',
    ];
    expect(recording.tree()).toBe([...tree('A'), ...tree('B')].join('\n'));
    expect(recording.problems()).toEqual([]);
  });

  it('is told from a child of a running span that another provider made', () => {
    const recording = record({ sessionId: 'A' });
    const elsewhere = record({ sessionId: () => undefined }, { register: false });
    const foreign = elsewhere.tracer.startSpan('foreign');
    Reflect.deleteProperty(foreign.spanContext(), Symbol.for('otel-session-trace.mark.v1'));
    start(recording, 'child', under(foreign)).end();
    expect(recording.sessions.stats()).toMatchObject({ orphans: 0, spansPlaced: 1 });
  });
});

describe('a span with a remote parent', () => {
  it('stays in another trace, with stamp, and its children follow it', () => {
    const recording = record({ sessionId: 'A' });
    const server = start(
      recording,
      'GET /',
      trace.setSpanContext(ROOT_CONTEXT, remote(FOREIGN_TRACE)),
    );
    start(recording, 'handler', under(server)).end();
    server.end();
    expect(recording.tree()).toBe('some trace\n└─ GET /  (remote parent)\n   └─ handler');
    expect(recording.span('handler')).toMatchObject({
      traceId: FOREIGN_TRACE,
      attributes: { 'session.id': 'A' },
    });
  });

  it('goes to the session trace, linked, when the option says so', () => {
    const recording = record({ sessionId: 'A', remoteParent: 'link' });
    start(recording, 'GET /', trace.setSpanContext(ROOT_CONTEXT, remote(FOREIGN_TRACE))).end();
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   └─ GET /  ~> displaced parent (not exported)',
    );
  });

  it.each(['keep', 'link'] as const)("stays in the session's own trace (%s)", (remoteParent) => {
    const recording = record({ sessionId: 'A', remoteParent });
    const { traceId } = sha256Derivation().derive('A');
    start(recording, 'GET /', trace.setSpanContext(ROOT_CONTEXT, remote(traceId))).end();
    expect(recording.tree()).toBe('session A\n└─ GET /  (remote parent)');
  });

  it('does not get a session from a trace id that somebody forged', () => {
    const current = currentSession();
    current.id = undefined;
    const recording = record({ sessionId: current.resolve });
    const { traceId } = sha256Derivation().derive('A');
    const server = start(recording, 'GET /', trace.setSpanContext(ROOT_CONTEXT, remote(traceId)));
    const handler = start(recording, 'handler', under(server));
    current.id = 'B';
    start(recording, 'interaction', under(handler)).end();
    start(recording, 'crossing', under(handler)).end();
    handler.end();
    server.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ GET /  (remote parent)',
        '   └─ handler',
        'session B',
        '└─ session',
        '   ├─ interaction  ~> displaced parent handler',
        '   └─ crossing  ~> displaced parent handler',
      ].join('\n'),
    );
    expect(recording.span('GET /').attributes).toEqual({});
    expect(recording.span('handler').attributes).toEqual({});
  });
});

describe('two sessions at once', () => {
  it('come out apart over awaits, with withSession', async () => {
    const recording = record({ sessionId: () => undefined });
    const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const agent = async (): Promise<void> => {
      await recording.tracer.startActiveSpan('interaction', async (turn) => {
        await pause();
        await recording.tracer.startActiveSpan('tool', async (tool) => {
          await pause();
          recording.tracer.startSpan('lost', { root: true }).end();
          tool.end();
        });
        turn.end();
      });
    };
    await Promise.all([withSession('A', agent), withSession('B', agent)]);
    const tree = (id: string): string[] => [
      `session ${id}`,
      '└─ session',
      '   ├─ interaction',
      '   │  └─ tool',
      '   └─ lost',
    ];
    expect(recording.tree()).toBe([...tree('A'), ...tree('B')].join('\n'));
    expect(recording.problems()).toEqual([]);
  });
});

function alwaysSample(): { shouldSample: () => { decision: number }; toString: () => string } {
  return { shouldSample: () => ({ decision: 2 }), toString: () => 'always' };
}
