import { setImmediate } from 'node:timers/promises';
import {
  ROOT_CONTEXT,
  SpanKind,
  context,
  diag,
  trace,
  type Attributes,
  type Span,
} from '@opentelemetry/api';
import { AlwaysOnSampler, type Sampler, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import {
  SessionTraceSpanProcessor,
  firstOf,
  fromAttributes,
  sha256Derivation,
  withSession,
  type SessionTracing,
  type SessionTracingOptions,
} from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

/** A processor that does something to each span at its start. */
function atStart(action: (span: Span) => void): SpanProcessor {
  return {
    onStart: action,
    onEnd: () => undefined,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function expectUntouched(recording: Recording): void {
  const span = recording.tracer.startSpan('interaction', { attributes: { mine: 1 } });
  span.end();
  expect(recording.tree()).toBe('some trace\n└─ interaction');
  expect(recording.span('interaction').attributes).toEqual({ mine: 1 });
}

describe('a resolver', () => {
  it.each([
    ['an empty string', () => '', 'empty'],
    ['a number', () => 7, 'not a string but a number'],
    ['an object', () => ({}), 'not a string but an object'],
    ['5 000 characters', () => 'x'.repeat(5_000), 'longer than 256 characters'],
    ['U+0000', () => 'a\0b', 'not text'],
    ['a promise', () => Promise.resolve('A'), 'not a string but a promise'],
  ])('that answers %s leaves spans as they were, is counted, and told once', (_, resolver, why) => {
    const recording = record({ sessionId: resolver as () => string });
    expectUntouched(recording);
    recording.tracer.startSpan('another').end();
    expect(recording.sessions.stats().refusedIds).toBe(2);
    expect(recording.warnings).toEqual([expect.stringContaining(why) as string]);
  });

  it.each([null, undefined])('that answers %p is not at fault', (answer) => {
    const recording = record({ sessionId: () => answer });
    expectUntouched(recording);
    expect(recording.sessions.stats()).toMatchObject({ refusedIds: 0, resolverErrors: 0 });
    expect(recording.warnings).toEqual([]);
  });

  it('that throws leaves spans as they were, is counted, and told once', () => {
    const recording = record({
      sessionId: () => {
        throw new Error('3 a.m.');
      },
    });
    expectUntouched(recording);
    recording.tracer.startSpan('another').end();
    expect(recording.sessions.stats().resolverErrors).toBe(2);
    expect(recording.warnings).toEqual([
      expect.stringContaining('`sessionId` threw Error: 3 a.m.') as string,
    ]);
  });

  it.each<[string, unknown]>([
    ['a string', 'text'],
    ['null', null],
    ['undefined', undefined],
    ['an object without a prototype', Object.create(null)],
    ['a hostile proxy', hostileProxy()],
  ])('may throw %s, too', (_, thrown) => {
    const recording = record({
      sessionId: () => {
        throw thrown;
      },
    });
    expectUntouched(recording);
    expect(recording.warnings).toHaveLength(1);
  });

  it('that rejects does not end the process', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const recording = record({
      sessionId: (() => Promise.reject(new Error('late'))) as unknown as () => string,
    });
    expectUntouched(recording);
    // Node tells of a rejection that nobody handles when the promises of this turn of its loop have run.
    await setImmediate();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('that starts a span is not asked for the session of that span', () => {
    let calls = 0;
    const recording: Recording = record({
      sessionId: () => {
        calls++;
        recording.tracer.startSpan('lookup').end();
        return 'A';
      },
    });
    recording.tracer.startSpan('interaction').end();
    expect(calls).toBe(1);
    expect(recording.tree()).toBe(
      'some trace\n└─ lookup\nsession A\n└─ session\n   └─ interaction',
    );
  });

  it('in a list does not keep the next from being asked', () => {
    const recording = record({
      sessionId: firstOf(
        () => {
          throw new Error('down');
        },
        () => '',
        fromAttributes('session.id'),
        () => 'B',
      ),
    });
    recording.tracer.startSpan('first', { attributes: { 'session.id': 'A' } }).end();
    recording.tracer.startSpan('second').end();
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   └─ first\nsession B\n└─ session\n   └─ second',
    );
    expect(recording.sessions.stats()).toMatchObject({ resolverErrors: 2, refusedIds: 2 });
  });
});

describe('a logger that throws', () => {
  it('is not heard by who starts a span', () => {
    const recording = record({ sessionId: () => '' });
    const fail = (): never => {
      throw new Error('disk full');
    };
    diag.setLogger(
      { error: fail, warn: fail, info: fail, debug: fail, verbose: fail },
      { suppressOverrideMessage: true },
    );
    expect(() => {
      recording.tracer.startSpan('interaction').end();
    }).not.toThrow();
  });
});

describe('every other function of the options', () => {
  const fail = (): never => {
    throw new Error('broken');
  };
  it.each<[string, Partial<SessionTracingOptions>, string]>([
    ['interaction', { interaction: fail }, 'session A\n└─ session\n   └─ interaction'],
    ['interactionId', { interactionId: fail }, 'session A\n└─ session\n   └─ interaction'],
    ['sessionRoot', { sessionRoot: fail }, 'session A\n└─ session\n   └─ interaction'],
    ['sessionSpan', { sessionSpan: fail }, 'session A\n└─ session\n   └─ interaction'],
    ['sessionAttributes', { sessionAttributes: fail }, 'session A\n└─ session\n   └─ interaction'],
    ['traceScope', { traceScope: fail }, 'session A\n└─ session\n   └─ interaction'],
    ['tracerProvider', { tracerProvider: fail }, 'session A\n└─ interaction'],
    ['derivation', { derivation: { derive: fail } }, 'some trace\n└─ interaction'],
    [
      'derivation',
      { derivation: { derive: () => ({ traceId: 'no hex', rootSpanId: '' }) } },
      'some trace\n└─ interaction',
    ],
  ])('%s may throw: counted and told once', (option, options, tree) => {
    const recording = record({ sessionId: 'A', ...options });
    recording.tracer.startSpan('interaction').end();
    expect(recording.tree()).toBe(tree);
    expect(recording.sessions.stats().resolverErrors).toBeGreaterThan(0);
    expect(recording.warnings.filter((text) => text.includes(`\`${option}\` threw`))).toHaveLength(
      1,
    );
  });
});

describe('the attributes of the root', () => {
  const failing = {
    get tier(): string {
      throw new Error('broken');
    },
  };
  it.each([
    ['without a sampler', {}],
    [
      'with one',
      { sampler: (sessions: SessionTracing): Sampler => sessions.sampler(new AlwaysOnSampler()) },
    ],
  ])('may throw: counted and told once, and the session is kept, %s', (_, setup) => {
    const recording = record(
      { sessionId: 'A', sessionSpan: () => ({ attributes: failing }) },
      setup,
    );
    recording.tracer.startSpan('interaction').end();
    recording.tracer.startSpan('interaction').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   ├─ interaction\n   └─ interaction');
    expect(recording.sessions.stats().resolverErrors).toBeGreaterThan(0);
    expect(recording.warnings).toEqual([
      expect.stringContaining('`sessionSpan` threw Error: broken') as string,
    ]);
  });
});

describe('attributes that are none', () => {
  it.each<[string, unknown]>([
    ['a text', 'tier'],
    ['a list', ['tier', 'free']],
    ['a Map', new Map([['tier', 'free']])],
    ['a function', () => ({})],
  ])('are left out, counted and told once: %s', (_, answer) => {
    const attributes = answer as Attributes;
    for (const [option, options] of Object.entries<Partial<SessionTracingOptions>>({
      sessionAttributes: { sessionAttributes: () => attributes },
      sessionSpan: { sessionSpan: () => ({ attributes }), sessionAttributes: false },
    })) {
      const recording = record({ sessionId: 'A', ...options });
      recording.tracer.startSpan('interaction').end();
      recording.tracer.startSpan('interaction').end();
      expect(recording.tree()).toBe('session A\n└─ session\n   ├─ interaction\n   └─ interaction');
      expect(recording.span('session').attributes).toEqual({
        'otel_session_trace.span': 'session_root',
      });
      expect(recording.sessions.stats().resolverErrors).toBe(1);
      expect(recording.warnings).toEqual([
        expect.stringContaining(`\`${option}\` threw TypeError: Expected \`${option}()`) as string,
      ]);
      stopRecording();
    }
  });
});

describe('the session root under limits of the user', () => {
  it.each([1, 2, 128])('says what it is, and of which session: %i attributes', (limit) => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`app.${index}`, 1]));
    const recording = record(
      { sessionId: 'A', sessionSpan: () => ({ attributes: many }) },
      { spanLimits: { attributeCountLimit: limit } },
    );
    recording.tracer.startSpan('interaction').end();
    expect(recording.span('session').attributes).toMatchObject({
      'session.id': 'A',
      'otel_session_trace.span': 'session_root',
    });
  });
});

describe('a span without a name', () => {
  it.each([undefined, null])('is in its session like any other: %p', (name) => {
    const recording = record({ sessionId: 'A' });
    recording.tracer.startSpan(name as unknown as string).end();
    recording.tracer.startActiveSpan('interaction', (turn) => {
      recording.tracer.startSpan(name as unknown as string).end();
      turn.end();
    });
    expect(recording.spans().map(({ attributes }) => attributes['session.id'])).toEqual([
      ...Array<string>(4).fill('A'),
    ]);
    expect(new Set(recording.spans().map(({ traceId }) => traceId))).toEqual(
      new Set([recording.sessions.traceId('A')]),
    );
    expect(recording.sessions.stats().unwritableSpans).toBe(0);
    expect(recording.warnings).toEqual([]);
  });
});

describe('a span that cannot be written', () => {
  it('is left whole and counted when it is frozen', () => {
    const recording = record(
      { sessionId: 'A' },
      {
        before: [
          atStart((span) => {
            Object.freeze(span.spanContext());
            Object.freeze(span);
          }),
        ],
      },
    );
    const span = recording.tracer.startSpan('interaction');
    const { traceId } = span.spanContext();
    expect(traceId).not.toBe(sha256Derivation().derive('A').traceId);
    expect(recording.sessions.stats().unwritableSpans).toBe(1);
    expect(recording.spans()).toEqual([]);
  });

  it('answers with one context of its own when another processor has it answer with a copy each time', () => {
    const recording = record(
      { sessionId: 'A' },
      {
        before: [
          atStart((span) => {
            const own = span.spanContext();
            span.spanContext = () => ({ ...own });
          }),
        ],
      },
    );
    const turn = recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT);
    turn.end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction');
    expect(recording.problems()).toEqual([]);
  });

  it('answers with a copy of its context when only that is frozen', () => {
    const recording = record(
      { sessionId: 'A' },
      { before: [atStart((span) => Object.freeze(span.spanContext()))] },
    );
    const turn = recording.tracer.startSpan('interaction');
    recording.tracer.startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
    turn.end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction\n      └─ tool');
    expect(recording.sessions.stats().unwritableSpans).toBe(0);
    expect(recording.problems()).toEqual([]);
  });

  it('is left whole when its parent field swallows what is written', () => {
    const recording = record(
      { sessionId: 'A' },
      {
        before: [
          atStart((span) => {
            if (
              trace.getSpanContext(ROOT_CONTEXT) === undefined &&
              'name' in span &&
              span.name === 'tool'
            ) {
              const kept = (span as unknown as { parentSpanContext: unknown }).parentSpanContext;
              Object.defineProperty(span, 'parentSpanContext', {
                get: () => kept,
                set: () => undefined,
              });
            }
          }),
        ],
      },
    );
    const phantom = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'abcdefabcdefabcd',
      traceFlags: 1,
    };
    recording.tracer.startSpan('tool', {}, trace.setSpanContext(ROOT_CONTEXT, phantom)).end();
    expect(recording.span('tool')).toMatchObject({
      traceId: phantom.traceId,
      parentSpanId: phantom.spanId,
      attributes: {},
      links: [],
    });
    expect(recording.sessions.stats().unwritableSpans).toBe(1);
  });

  it('of another make is left whole and counted', () => {
    const { sessions, warnings } = record({ sessionId: 'A' });
    const own = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'abcdefabcdefabcd',
      traceFlags: 1,
    };
    const foreign = {
      name: 'interaction',
      kind: SpanKind.INTERNAL,
      attributes: {},
      spanContext: () => own,
      setAttribute: () => undefined,
    };
    sessions.spanProcessor.onStart(foreign, ROOT_CONTEXT);
    expect(own.traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(sessions.stats().unwritableSpans).toBe(1);
    expect(warnings).toEqual([]);
  });

  it('does not make the hooks throw, whatever it does', () => {
    const { sessions } = record({ sessionId: 'A' });
    const hostile = hostileProxy() as never;
    expect(() => {
      sessions.spanProcessor.onStart(hostile, ROOT_CONTEXT);
      sessions.spanProcessor.onEnd(hostile);
    }).not.toThrow();
  });
});

describe('registration', () => {
  it('after another processor is told once, with its name', () => {
    class ImpatientProcessor {
      onStart(): void {}
      onEnd(): void {}
      forceFlush(): Promise<void> {
        return Promise.resolve();
      }
      shutdown(): Promise<void> {
        return Promise.resolve();
      }
    }
    const recording = record({ sessionId: 'A' }, { before: [new ImpatientProcessor()] });
    recording.tracer.startSpan('interaction').end();
    recording.tracer.startSpan('interaction').end();
    expect(recording.warnings).toEqual([
      expect.stringContaining(
        'register SessionTraceSpanProcessor first: ImpatientProcessor ran',
      ) as string,
    ]);
  });

  it('twice on one provider makes the second step aside, and is told', () => {
    const first = new SessionTraceSpanProcessor({ sessionId: 'B' });
    const recording = record({ sessionId: 'A' }, { before: [first] });
    recording.tracer.startActiveSpan('interaction', (turn) => {
      recording.tracer.startSpan('tool').end();
      turn.end();
    });
    expect(recording.tree()).toBe('session B\n└─ session\n   └─ interaction\n      └─ tool');
    expect(recording.sessions.stats().liveSessions).toBe(0);
    expect(recording.warnings).toContainEqual(
      expect.stringContaining('another SessionTraceSpanProcessor') as string,
    );
  });

  it('without a context manager is told once', () => {
    const recording = record({ sessionId: 'A' });
    context.disable();
    recording.tracer.startSpan('interaction').end();
    recording.tracer.startSpan('interaction').end();
    expect(recording.warnings).toEqual([
      expect.stringContaining('no context manager is registered') as string,
    ]);
  });
});

describe('a context manager that is missing', () => {
  const LOST = Symbol.for('otel-session-trace.entry-lost');
  afterEach(() => {
    Reflect.deleteProperty(globalThis, LOST);
  });

  it('is not told where no session is there to need one', () => {
    class ImpatientProcessor {
      onStart(): void {}
      onEnd(): void {}
      forceFlush = (): Promise<void> => Promise.resolve();
      shutdown = (): Promise<void> => Promise.resolve();
    }
    const recording = record(
      { sessionId: () => undefined },
      { before: [new ImpatientProcessor()] },
    );
    context.disable();
    withSession(undefined, () => {
      recording.tracer.startSpan('interaction').end();
      recording.tracer.startSpan('interaction').end();
    });
    expect(recording.warnings).toEqual([]);
  });

  it('is told with the first span that has a session, however late that comes', () => {
    const current: { id?: string } = {};
    const recording = record({ sessionId: () => current.id });
    context.disable();
    recording.tracer.startSpan('health').end();
    current.id = 'A';
    recording.tracer.startSpan('interaction').end();
    recording.tracer.startSpan('interaction').end();
    expect(recording.warnings).toEqual([
      expect.stringContaining('no context manager is registered') as string,
    ]);
  });

  it('is told where it loses the session of withSession', () => {
    const recording = record({ sessionId: () => undefined });
    context.disable();
    withSession('A', () => {
      recording.tracer.startSpan('interaction').end();
      recording.tracer.startSpan('interaction').end();
    });
    expect(recording.warnings).toEqual([
      expect.stringContaining('no context manager is registered') as string,
    ]);
  });
});

describe('withSession', () => {
  it.each(['', 'x'.repeat(300), undefined, null, 7, {}])(
    'runs the function for %p',
    (sessionId) => {
      const recording = record({ sessionId: () => undefined });
      expect(withSession(sessionId as string, () => 42)).toBe(42);
      withSession(sessionId as string, () => {
        expectUntouched(recording);
      });
    },
  );

  it('with an id that cannot be one leaves the word to the parent and the resolver', () => {
    const recording = record({ sessionId: 'A' });
    withSession('', () => {
      recording.tracer.startActiveSpan('interaction', (turn) => {
        withSession('', () => {
          recording.tracer.startSpan('tool').end();
        });
        turn.end();
      });
    });
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction\n      └─ tool');
  });
});

describe('a session in withSession that cannot be read', () => {
  it.each<[string, () => object]>([
    [
      'an object whose getter throws',
      () => ({
        get sessionId(): string {
          throw new Error('no');
        },
      }),
    ],
    ['a hostile proxy', hostileProxy],
    [
      'a proxy that is revoked',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
  ])('names none, and the function runs: %s', (_, make) => {
    const recording = record({ sessionId: 'A' });
    const answer = withSession(make() as never, () => {
      recording.tracer.startSpan('interaction').end();
      return 'answer';
    });
    expect(answer).toBe('answer');
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction');
    expect(recording.sessions.stats().refusedIds).toBe(1);
    expect(recording.warnings).toEqual([
      expect.stringContaining('the session id in withSession is') as string,
    ]);
  });
});

describe('after shutdown', () => {
  it('the hooks do nothing', async () => {
    const recording = record({ sessionId: 'A' });
    await recording.sessions.spanProcessor.forceFlush();
    await recording.sessions.spanProcessor.shutdown();
    expectUntouched(recording);
  });

  it('the id generator gives out no ids of sessions', async () => {
    const recording = record(
      { sessionId: 'A' },
      { idGenerator: (sessions) => sessions.idGenerator },
    );
    recording.tracer.startSpan('before').end();
    await recording.sessions.spanProcessor.shutdown();
    recording.tracer.startSpan('after').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ before\nsome trace\n└─ after');
    expect(recording.span('after').attributes).toEqual({});
  });
});

function hostileProxy(): object {
  const trap = (): never => {
    throw new Error('trap');
  };
  return new Proxy({}, { get: trap, getPrototypeOf: trap, ownKeys: trap, has: trap });
}
