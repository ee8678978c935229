import { inspect } from 'node:util';
import {
  ROOT_CONTEXT,
  TraceFlags,
  context,
  createTraceState,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  RandomIdGenerator,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  fromAttributes,
  setSession,
  sha256Derivation,
  withSession,
  type SessionTracingOptions,
} from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

/** A recording whose provider samples with our sampler over the delegate. */
function recordSampled(
  options: SessionTracingOptions,
  delegate: Sampler,
  setup: { readonly generatesIds?: boolean } = {},
): Recording {
  return record(options, {
    sampler: (sessions) => sessions.sampler(delegate),
    idGenerator: (sessions) =>
      setup.generatesIds === true
        ? sessions.idGenerator.over(new RandomIdGenerator())
        : new RandomIdGenerator(),
  });
}

const under = (span: Span): Context => trace.setSpan(ROOT_CONTEXT, span);

/** A sampler that notes what it is asked, and answers what a function says. */
function asking(answer: (traceId: string, name: string) => SamplingDecision): Sampler & {
  readonly asked: {
    traceId: string;
    name: string;
    kind: number;
    attributes: Attributes;
    hasParent: boolean;
  }[];
} {
  const asked: ReturnType<typeof asking>['asked'] = [];
  return {
    asked,
    shouldSample: (context, traceId, name, kind, attributes) => {
      asked.push({
        traceId,
        name,
        kind,
        attributes,
        hasParent: trace.getSpan(context) !== undefined,
      });
      return { decision: answer(traceId, name) };
    },
    toString: () => 'Asking',
  };
}

/** Answers that drop what has one of these names. */
const droppingNames =
  (...names: readonly string[]) =>
  (_traceId: string, name: string): SamplingDecision =>
    names.includes(name) ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED;

/** A context under a span, in a session that was entered there. */
const entered = (span: Span, sessionId: string): Context => setSession(under(span), sessionId);

const keepAll = (): SamplingDecision => SamplingDecision.RECORD_AND_SAMPLED;

/** A turn with a tool in it, and a span that lost its context. */
function turn({ tracer }: Recording, attributes: Attributes = {}): void {
  const span = tracer.startSpan('interaction', { attributes }, ROOT_CONTEXT);
  const tool = tracer.startSpan('tool', {}, under(span));
  tracer.startSpan('tool.execution', {}, under(tool)).end();
  tool.end();
  tracer.startSpan('lost', { attributes }, ROOT_CONTEXT).end();
  span.end();
}

describe('the session sampler', () => {
  it('asks the delegate once per session, as for its root span', () => {
    const delegate = asking(keepAll);
    const recording = recordSampled({ sessionId: 'A' }, delegate);
    turn(recording);
    turn(recording);
    expect(delegate.asked).toEqual([
      {
        traceId: sha256Derivation().derive('A').traceId,
        name: 'session',
        kind: 0,
        attributes: { 'session.id': 'A', 'otel_session_trace.span': 'session_root' },
        hasParent: false,
      },
    ]);
    expect(recording.problems()).toEqual([]);
    expect(recording.spans()).toHaveLength(9);
  });

  it.each<[string, () => Sampler]>([
    ['a ratio', () => new TraceIdRatioBasedSampler(0.1)],
    [
      'a parent-based ratio',
      () => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.1) }),
    ],
  ])(
    'keeps with %s what the delegate keeps of the derived ids, and each of those whole',
    (_, makeDelegate) => {
      const current = { id: '' };
      const recording = recordSampled({ sessionId: () => current.id }, makeDelegate());
      const ratio = new TraceIdRatioBasedSampler(0.1);
      let expected = 0;
      for (let index = 0; index < 10_000; index++) {
        current.id = `session ${index}`;
        turn(recording);
        const { traceId } = sha256Derivation().derive(current.id);
        const decision = ratio.shouldSample(ROOT_CONTEXT, traceId).decision;
        expected += decision === SamplingDecision.RECORD_AND_SAMPLED ? 1 : 0;
      }
      const spansPerTrace = new Map<string, number>();
      for (const { traceId } of recording.spans()) {
        spansPerTrace.set(traceId, (spansPerTrace.get(traceId) ?? 0) + 1);
      }
      expect(spansPerTrace.size).toBe(expected);
      expect(new Set(spansPerTrace.values())).toEqual(new Set([5]));
      expect(recording.problems()).toEqual([]);
    },
  );

  it('keeps a session whole with a rate limiter that knows no parents', () => {
    let left = 3;
    const current = { id: '' };
    const delegate = asking(() =>
      left-- > 0 ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
    );
    const recording = recordSampled({ sessionId: () => current.id }, delegate);
    for (let round = 0; round < 2; round++) {
      for (let index = 0; index < 6; index++) {
        current.id = `session ${index}`;
        turn(recording);
      }
    }
    expect(delegate.asked).toHaveLength(6);
    expect(recording.problems()).toEqual([]);
    expect(recording.spans()).toHaveLength(3 * 9);
  });

  it('drops everything with AlwaysOff, without a word', () => {
    const recording = recordSampled({ sessionId: 'A' }, new AlwaysOffSampler());
    turn(recording);
    recording.sessions.endSession('A');
    recording.tracer.startSpan('job', {}, recording.sessions.sessionContext('A')).end();
    expect(recording.spans()).toEqual([]);
    expect(recording.warnings).toEqual([]);
  });

  it('hands on attributes and tracestate of the delegate', () => {
    const delegate: Sampler = {
      shouldSample: () => ({
        decision: SamplingDecision.RECORD_AND_SAMPLED,
        attributes: { 'sampling.rule': 'all' },
        traceState: createTraceState('ot=th:0'),
      }),
      toString: () => 'Rule',
    };
    const recording = recordSampled({ sessionId: 'A' }, delegate);
    const span = recording.tracer.startSpan('interaction');
    const tool = recording.tracer.startSpan('tool', {}, under(span));
    tool.end();
    span.end();
    expect(span.spanContext().traceState?.serialize()).toBe('ot=th:0');
    expect(tool.spanContext().traceState?.serialize()).toBe('ot=th:0');
    expect(recording.span('interaction').attributes).toMatchObject({ 'sampling.rule': 'all' });
    expect(recording.span('session').attributes).toMatchObject({ 'sampling.rule': 'all' });
    expect(recording.sessions.sampler(delegate).toString()).toBe('SessionSampler{Rule}');
  });

  it('does not let an inbound parent that was not sampled delete a turn', () => {
    const recording = recordSampled(
      { sessionId: 'A' },
      new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    );
    const inbound = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'abcdefabcdefabcd',
      traceFlags: TraceFlags.NONE,
      isRemote: true,
    };
    const from = trace.setSpanContext(ROOT_CONTEXT, inbound);
    recording.tracer.startSpan('interaction', {}, from).end();
    // A span that is no turn stays where it came from, and there the delegate has the word.
    recording.tracer.startSpan('GET /', {}, from).end();
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   └─ interaction  ~> displaced parent (not exported)',
    );
  });

  it('drops the children of a dropped turn, and its orphans that name it', () => {
    const options = {
      sessionId: 'A',
      traceScope: 'interaction',
      interactionId: 'prompt.id',
    } as const;
    const delegate = asking((_, name) =>
      name === 'interaction' ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
    );
    const recording = recordSampled(options, delegate);
    turn(recording, { 'prompt.id': 't1' });
    expect(recording.spans()).toEqual([]);
    expect(delegate.asked).toMatchObject([
      {
        traceId: sha256Derivation().derive('A', 't1').traceId,
        name: 'interaction',
        attributes: { 'prompt.id': 't1' },
        hasParent: false,
      },
    ]);
  });

  it('drops an orphan that names a dropped turn, although another turn is open', () => {
    const recording = recordSampled(
      {
        sessionId: 'A',
        traceScope: 'interaction',
        interactionId: 'prompt.id',
        orphans: 'open-interaction',
      },
      asking(droppingNames('agent.interaction')),
    );
    const open = recording.tracer.startSpan('interaction');
    const attributes = { 'prompt.id': 't1' };
    recording.tracer.startSpan('agent.interaction', { attributes });
    recording.tracer.startSpan('lost', { attributes }).end();
    open.end();
    expect(recording.spans().map(({ name }) => name)).toEqual(['interaction']);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['the kept one that is over', 'keep', 'drop', []],
    ['the dropped one before it', 'drop', 'keep', ['lost']],
  ])(
    'takes an orphan for one of the turn that had its id last, not of %s',
    (_, first, then, kept) => {
      const key = { current: first };
      const dropped = sha256Derivation().derive('A', 'drop').traceId;
      const recording = recordSampled(
        { sessionId: 'A', traceScope: () => key.current, interactionId: 'prompt.id' },
        asking((traceId) =>
          traceId === dropped ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
        ),
      );
      const attributes = { 'prompt.id': 't1' };
      recording.tracer.startSpan('interaction', { attributes }, ROOT_CONTEXT).end();
      key.current = then;
      recording.tracer.startSpan('interaction', { attributes }, ROOT_CONTEXT).end();
      recording.tracer.startSpan('lost', { attributes }, ROOT_CONTEXT).end();
      expect(recording.spans().map(({ name }) => name)).toEqual([
        'session',
        'interaction',
        ...kept,
      ]);
    },
  );

  it('remembers no turn as dropped that had its id last and was kept, however many came after', () => {
    const key = { current: 'drop' };
    const dropped = sha256Derivation().derive('A', 'drop').traceId;
    const recording = recordSampled(
      { sessionId: 'A', traceScope: () => key.current, interactionId: 'prompt.id' },
      asking((traceId) =>
        traceId === dropped ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
      ),
    );
    const start = (name: string, id: string): void => {
      recording.tracer.startSpan(name, { attributes: { 'prompt.id': id } }, ROOT_CONTEXT).end();
    };
    start('interaction', 't1');
    key.current = 'keep';
    start('interaction', 't1');
    // More than are remembered by their id.
    for (let turn = 0; turn < 20; turn++) start('interaction', `later ${turn}`);
    start('lost', 't1');
    expect(recording.span('lost').parentSpanId).toBe(recording.span('session').spanId);
  });

  it('decides turn by turn where each has a trace of its own', () => {
    const options = {
      sessionId: 'A',
      traceScope: 'interaction',
      interactionId: 'prompt.id',
    } as const;
    const dropped = sha256Derivation().derive('A', 't2').traceId;
    const recording = recordSampled(
      options,
      asking((traceId) =>
        traceId === dropped ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
      ),
    );
    for (const id of ['t1', 't2', 't3']) {
      turn(recording, { 'prompt.id': id });
    }
    expect(recording.tree()).toBe(
      ['t1', 't3']
        .map((id, index) =>
          [
            `session A, ${id}`,
            `└─ interaction${index === 0 ? '' : '  ~> previous interaction interaction'}`,
            '   ├─ tool',
            '   │  └─ tool.execution',
            '   └─ lost',
          ].join('\n'),
        )
        .join('\n'),
    );
  });

  it('chooses the trace of a turn without an id once, with the processor', () => {
    const options = { sessionId: 'A', traceScope: 'interaction' } as const;
    const delegate = asking(keepAll);
    const recording = recordSampled(options, delegate);
    const hook = recording.tracer.startSpan('hook', {}, ROOT_CONTEXT);
    recording.tracer.startSpan('interaction', {}, under(hook)).end();
    hook.end();
    expect(delegate.asked.at(-1)?.traceId).toBe(recording.span('interaction').traceId);
  });

  it('leaves spans of no session to the delegate', () => {
    const delegate = asking(() => SamplingDecision.NOT_RECORD);
    const recording = recordSampled({ sessionId: () => undefined }, delegate);
    recording.tracer.startSpan('health').end();
    withSession('A', () => {
      recording.tracer.startSpan('turn').end();
    });
    expect(delegate.asked.map(({ name }) => name)).toEqual(['health', 'session']);
  });

  it('takes a delegate that throws as "drop", for the whole session', () => {
    let calls = 0;
    const delegate: Sampler = {
      shouldSample: () => {
        calls++;
        throw new Error('no quota');
      },
      toString: () => 'Broken',
    };
    const recording = recordSampled({ sessionId: 'A' }, delegate);
    turn(recording);
    turn(recording);
    expect(calls).toBe(1);
    expect(recording.spans()).toEqual([]);
    expect(recording.sessions.stats().resolverErrors).toBe(1);
    expect(recording.warnings).toEqual([
      expect.stringContaining('the sampler Broken threw') as string,
    ]);
  });

  it('keeps a session whose root cannot be described', () => {
    const attributes = Object.defineProperty({}, 'app.tier', {
      enumerable: true,
      get: () => {
        throw new Error('broken');
      },
    });
    const recording = recordSampled(
      { sessionId: 'A', sessionSpan: () => ({ attributes }) },
      new AlwaysOnSampler(),
    );
    turn(recording);
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ interaction',
        '   │  └─ tool',
        '   │     └─ tool.execution',
        '   └─ lost',
      ].join('\n'),
    );
  });

  it('remembers its word for a hundred traces at least, however few sessions may be live', () => {
    const current = { id: 'A' };
    const delegate = asking(keepAll);
    const recording = recordSampled({ sessionId: () => current.id, maxSessions: 1 }, delegate);
    const asked = ['A', 'B', 'A', 'B', 'C', 'A'].map((id) => {
      current.id = id;
      turn(recording);
      return delegate.asked.length;
    });
    expect(asked).toEqual([1, 2, 2, 2, 3, 3]);
  });

  describe.each(['own', 'shared', 'reference', 'omit'] as const)(
    'with the root mode %s',
    (sessionRoot) => {
      it.each([
        ['drop', SamplingDecision.NOT_RECORD],
        ['record', SamplingDecision.RECORD],
        ['keep', SamplingDecision.RECORD_AND_SAMPLED],
      ] as const)(
        'remembers the word "%s" for a session that was evicted or ended',
        (_, decision) => {
          const current = { id: 'A' };
          const delegate = asking((traceId) =>
            traceId === sha256Derivation().derive('A').traceId
              ? decision
              : SamplingDecision.RECORD_AND_SAMPLED,
          );
          const recording = recordSampled(
            { sessionId: () => current.id, sessionRoot, maxSessions: 1 },
            delegate,
          );
          const recorded = ['A', 'B', 'A', 'end', 'A'].map((id) => {
            if (id === 'end') {
              return recording.sessions.endSession('A');
            }
            current.id = id;
            const span = recording.tracer.startSpan('interaction');
            span.end();
            return span.isRecording() || span.spanContext().traceFlags;
          });
          const flags = decision === SamplingDecision.RECORD_AND_SAMPLED ? 1 : 0;
          expect(recorded).toEqual([flags, 1, flags, true, flags]);
          expect(delegate.asked).toHaveLength(2);
        },
      );

      it('drops what is started in the sessionContext of a dropped session', () => {
        const delegate = asking(droppingNames('session'));
        const recording = recordSampled({ sessionId: () => undefined, sessionRoot }, delegate);
        const from = recording.sessions.sessionContext('A');
        const job = recording.tracer.startSpan('job', {}, from);
        recording.tracer.startSpan('row', {}, under(job)).end();
        job.end();
        recording.tracer.startSpan('interaction', {}, from).end();
        recording.sessions.endSession('A');
        expect(recording.spans()).toEqual([]);
        expect(delegate.asked).toHaveLength(1);
      });
    },
  );

  it('drops what is started in the sessionContext of a resumed session that is dropped', () => {
    const recording = recordSampled(
      { sessionId: () => undefined, sessionRoot: 'shared' },
      asking(droppingNames('session')),
    );
    withSession({ sessionId: 'A', resumed: true }, () => {
      recording.tracer.startSpan('job', {}, recording.sessions.sessionContext('A')).end();
      recording.tracer.startSpan('query').end();
    });
    expect(recording.spans()).toEqual([]);
  });

  it.each(['keep', 'drop'] as const)('remembers "%s" for a turn that is tried again', (word) => {
    let asked = 0;
    const delegate = asking(() =>
      (asked++ === 0) === (word === 'keep')
        ? SamplingDecision.RECORD_AND_SAMPLED
        : SamplingDecision.NOT_RECORD,
    );
    const recording = recordSampled(
      { sessionId: 'A', traceScope: 'interaction', interactionId: 'prompt.id' },
      delegate,
    );
    const attributes = { 'prompt.id': 't1' };
    recording.tracer.startSpan('interaction', { attributes }).end();
    recording.sessions.endSession('A');
    const before = delegate.asked.length;
    recording.tracer.startSpan('interaction', { attributes }).end();
    expect(delegate.asked).toHaveLength(before);
    const turns = recording.spans().filter(({ name }) => name === 'interaction');
    expect(turns).toHaveLength(word === 'keep' ? 2 : 0);
  });

  it('is the delegate alone once the span processor was shut down', async () => {
    const delegate = asking(droppingNames('session', 'request'));
    const recording = recordSampled({ sessionId: 'A' }, delegate);
    const turn = recording.tracer.startSpan('interaction');
    await recording.sessions.spanProcessor.shutdown();
    const late = recording.tracer.startSpan('tool', {}, under(turn));
    const other = recording.tracer.startSpan('interaction');
    recording.tracer.startSpan('request').end();
    expect([turn, late, other].map((span) => span.isRecording())).toEqual([false, true, true]);
    expect(
      delegate.asked.map(({ name, traceId, hasParent }) => [name, traceId, hasParent]),
    ).toEqual([
      ['session', sha256Derivation().derive('A').traceId, false],
      ['tool', turn.spanContext().traceId, true],
      ['interaction', other.spanContext().traceId, false],
      ['request', expect.any(String), false],
    ]);
  });

  it.each([
    ['session', false],
    ['dropped session', true],
  ] as const)('takes an invalid parent in the trace of a %s for none', (_, isDropped) => {
    const recording = recordSampled(
      { sessionId: 'A' },
      asking(isDropped ? droppingNames('session') : keepAll),
      { generatesIds: true },
    );
    const { traceId } = sha256Derivation().derive('A');
    const invalid = { traceId, spanId: '0000000000000000', traceFlags: 1, isRemote: true };
    recording.tracer.startSpan('GET /', {}, trace.setSpanContext(ROOT_CONTEXT, invalid)).end();
    expect(recording.tree()).toBe(isDropped ? '' : 'session A\n└─ session\n   └─ GET /');
  });

  it('drops the children of a dropped turn although they have no session themselves', () => {
    const delegate = asking((_, name) =>
      name === 'session' ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
    );
    const recording = recordSampled({ sessionId: fromAttributes('session.id') }, delegate);
    const dropped = recording.tracer.startSpan('interaction', {
      attributes: { 'session.id': 'A' },
    });
    recording.tracer.startSpan('tool', {}, under(dropped)).end();
    expect(recording.spans()).toEqual([]);
  });

  it('leaves spans of no session to the delegate under a parent that it dropped, too', () => {
    const delegate = asking(droppingNames('request', 'session'));
    const recording = recordSampled({ sessionId: () => undefined }, delegate);
    const request = recording.tracer.startSpan('request');
    // A dropped turn inside takes nothing along that is not its own.
    const turn = recording.tracer.startSpan('interaction', {}, entered(request, 'A'));
    recording.tracer.startSpan('tool', {}, under(turn)).end();
    recording.tracer.startSpan('query', {}, under(request)).end();
    expect(delegate.asked.map(({ name }) => name)).toEqual(['request', 'session', 'query']);
    expect(recording.spans().map(({ name }) => name)).toEqual(['query']);
  });

  it('drops with its turn what is started in it while another session is being made', () => {
    const tracer = (): Tracer => trace.getTracer('lookup');
    const recording = recordSampled(
      {
        sessionId: () => undefined,
        // Started where the session that is being asked about is: of that one it cannot be yet.
        sessionSpan: (id) => {
          if (id === 'B') {
            const lookup = tracer().startSpan('lookup', {}, context.active());
            tracer().startSpan('row', {}, under(lookup)).end();
            lookup.end();
          }
          return {};
        },
      },
      asking((traceId) =>
        traceId === sha256Derivation().derive('A').traceId
          ? SamplingDecision.NOT_RECORD
          : SamplingDecision.RECORD_AND_SAMPLED,
      ),
    );
    const dropped = recording.tracer.startSpan('tool', {}, setSession(ROOT_CONTEXT, 'A'));
    const inB = entered(dropped, 'B');
    context.with(inB, () => {
      recording.tracer.startSpan('query', {}, inB).end();
    });
    expect(recording.tree()).toBe('session B\n└─ session\n   └─ query');
  });

  it('remembers of each dropped turn, however many are open, that it was dropped', () => {
    const delegate = asking(droppingNames('session'));
    const recording = recordSampled({ sessionId: fromAttributes('session.id') }, delegate);
    const turns = Array.from({ length: 2_000 }, (_, index) =>
      recording.tracer.startSpan('interaction', { attributes: { 'session.id': `${index}` } }),
    );
    const tools = turns.map((turn) => recording.tracer.startSpan('tool', {}, under(turn)));
    // A context is copied, wrapped and given another tracestate on its way.
    tools.forEach((tool) => {
      const { traceState, ...copy } = tool.spanContext();
      const changed = { ...copy, traceState: (traceState ?? createTraceState()).set('a', 'b') };
      const around = trace.setSpanContext(ROOT_CONTEXT, changed);
      recording.tracer.startSpan('tool.execution', {}, around).end();
    });
    expect(new Set(delegate.asked.map(({ name }) => name))).toEqual(new Set(['session']));
    expect(recording.spans()).toEqual([]);
  });

  it('shows nothing of that in the tracestate of a dropped span', () => {
    const delegate = droppingNames('session');
    const recording = recordSampled({ sessionId: 'secret' }, asking(delegate));
    const bare = recording.tracer.startSpan('interaction');
    const inbound = {
      ...bare.spanContext(),
      isRemote: true,
      traceState: createTraceState('vendor=1,other=2'),
    };
    const from = trace.setSpanContext(ROOT_CONTEXT, inbound);
    const turn = recording.tracer.startSpan('interaction', {}, from);
    const tool = recording.tracer.startSpan('tool', {}, under(turn));
    const [empty, full] = [bare, tool].map((span) => span.spanContext().traceState);
    expect(empty?.serialize()).toBe('');
    expect(empty?.get('vendor')).toBeUndefined();
    expect(empty?.unset('vendor').set('own', '3').serialize()).toBe('own=3');
    expect(full?.serialize()).toBe('vendor=1,other=2');
    expect(full?.get('other')).toBe('2');
    expect(full?.unset('vendor').serialize()).toBe('other=2');
    expect(inspect([bare, tool], { depth: 9, showHidden: true })).not.toContain('secret');
  });

  it.each([
    ['own', '└─ session\n   └─ query'],
    ['shared', '└─ session\n   └─ query'],
    ['reference', '└─ query  (remote parent)'],
    ['omit', '└─ query'],
  ] as const)(
    'keeps a session whole under a dropped request that is of none, with the root mode %s',
    (sessionRoot, tree) => {
      const recording = recordSampled(
        { sessionId: () => undefined, sessionRoot },
        asking(droppingNames('request')),
      );
      const request = recording.tracer.startSpan('request');
      recording.tracer.startSpan('query', {}, entered(request, 'A')).end();
      expect(recording.tree()).toBe(`session A\n${tree}`);
    },
  );

  it.each(['session', 'interaction'] as const)(
    'keeps a session whole under a dropped turn of another, with the scope %s',
    (traceScope) => {
      const dropped = sha256Derivation().derive('dropped').traceId;
      const delegate = asking((traceId, name) =>
        traceId === dropped || name === 'interaction'
          ? SamplingDecision.NOT_RECORD
          : SamplingDecision.RECORD_AND_SAMPLED,
      );
      const recording = recordSampled({ sessionId: () => undefined, traceScope }, delegate);
      const turn = recording.tracer.startSpan(
        'interaction',
        {},
        setSession(ROOT_CONTEXT, 'dropped'),
      );
      const tool = recording.tracer.startSpan('tool', {}, under(turn));
      const query = recording.tracer.startSpan('query', {}, entered(tool, 'A'));
      recording.tracer.startSpan('back again', {}, entered(query, 'dropped')).end();
      recording.tracer.startSpan('row', {}, under(query)).end();
      query.end();
      expect(recording.tree()).toBe('session A\n└─ session\n   └─ query\n      └─ row');
    },
  );

  it('leaves no link to a span that is recorded only', () => {
    const recording = recordSampled(
      { sessionId: () => undefined },
      asking((_, name) =>
        name === 'request' ? SamplingDecision.RECORD : SamplingDecision.RECORD_AND_SAMPLED,
      ),
    );
    const request = recording.tracer.startSpan('request');
    recording.tracer.startSpan('query', {}, entered(request, 'A')).end();
    request.end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ query');
  });

  it.each<[string, Partial<Sampler>]>([
    ['answers nothing', { shouldSample: () => undefined as never }],
    [
      'throws whatever it is asked',
      {
        toString: () => {
          throw new Error('no name');
        },
        shouldSample: () => {
          throw new Error('no answer');
        },
      },
    ],
  ])('takes a delegate that %s as "drop"', (_, delegate) => {
    const recording = recordSampled({ sessionId: 'A' }, delegate as Sampler);
    turn(recording);
    expect(recording.spans()).toEqual([]);
    expect(recording.sessions.stats().resolverErrors).toBe(1);
  });

  it.each([undefined, null, {}, 0.1])('refuses %p as a delegate', (delegate) => {
    const sessions = createSessionTracing({ sessionId: 'A' });
    expect(() => sessions.sampler(delegate as Sampler)).toThrow(
      /^Expected `delegate` to be a sampler, got/,
    );
  });
});

describe('the id generator', () => {
  it('gives a parentless span the id of its session before the sampler is asked', () => {
    const delegate = asking(keepAll);
    const recording = record(
      { sessionId: () => undefined },
      { sampler: delegate, idGenerator: (sessions) => sessions.idGenerator },
    );
    withSession('A', () => {
      recording.tracer.startSpan('interaction').end();
    });
    recording.tracer.startSpan('health').end();
    expect(delegate.asked[0]?.traceId).toBe(sha256Derivation().derive('A').traceId);
    expect(delegate.asked.find(({ name }) => name === 'health')?.traceId).not.toBe(
      sha256Derivation().derive('A').traceId,
    );
  });

  it('gives the id to spans that nobody records', () => {
    const recording = record(
      { sessionId: 'A' },
      { sampler: new AlwaysOffSampler(), idGenerator: (sessions) => sessions.idGenerator },
    );
    expect(recording.tracer.startSpan('interaction').spanContext().traceId).toBe(
      sha256Derivation().derive('A').traceId,
    );
  });

  it('asks no resolver that looks at the span', () => {
    const names: string[] = [];
    const recording = record(
      {
        sessionId: ({ name }) => {
          names.push(name);
          return 'A';
        },
      },
      { idGenerator: (sessions) => sessions.idGenerator },
    );
    recording.tracer.startSpan('interaction').end();
    expect(names).toEqual(['interaction']);
  });

  it('leaves ids to chance where a trace holds less than the session', () => {
    const { sessions } = record({ sessionId: 'A', traceScope: 'interaction' });
    expect(sessions.idGenerator.generateTraceId()).not.toBe(sha256Derivation().derive('A').traceId);
  });

  it('is put over another generator', () => {
    const { sessions } = record({ sessionId: () => undefined });
    const own = { generateTraceId: () => 'a'.repeat(32), generateSpanId: () => 'b'.repeat(16) };
    const generator = sessions.idGenerator.over(own);
    expect(generator.generateTraceId()).toBe('a'.repeat(32));
    expect(generator.generateSpanId()).toBe('b'.repeat(16));
    expect(withSession('A', () => generator.generateTraceId())).toBe(
      sha256Derivation().derive('A').traceId,
    );
  });

  it('makes valid ids of its own', () => {
    const { sessions } = record({ sessionId: () => undefined });
    const ids = new Set(Array.from({ length: 1_000 }, () => sessions.idGenerator.generateSpanId()));
    expect(ids.size).toBe(1_000);
    for (const id of ids) {
      expect(id).toMatch(/^[\da-f]{16}$/);
    }
    expect(sessions.idGenerator.generateTraceId()).toMatch(/^[\da-f]{32}$/);
  });

  it('has its id taken back from a span that has no session after all', () => {
    const recording = record(
      { sessionId: () => undefined },
      { idGenerator: (sessions) => sessions.idGenerator },
    );
    withSession('A', () => {
      // The context that the span is given names no session; the active one does.
      recording.tracer.startSpan('elsewhere', {}, ROOT_CONTEXT).end();
    });
    expect(recording.tree()).toBe('some trace\n└─ elsewhere');
    expect(recording.span('elsewhere').attributes).toEqual({});
  });
});
