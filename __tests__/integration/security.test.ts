import { inspect } from 'node:util';
import {
  ROOT_CONTEXT,
  SpanKind,
  context,
  defaultTextMapGetter,
  propagation,
  trace,
  type Context,
} from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  ParentBasedSampler,
  SamplingDecision,
  type Sampler,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  fromBaggage,
  hmacDerivation,
  sha256Derivation,
  withSession,
  type SessionTracingOptions,
} from '../../src/index.js';
import { recordLogs } from '../support/log-recording.js';
import {
  record,
  stopRecording,
  type Recording,
  type RecordingSetup,
} from '../support/recording.js';

/*
 * What docs/security.md says, each by a test. `provider.register()` puts in the W3C propagators, as on any server.
 */

afterEach(stopRecording);

type Headers = Readonly<Record<string, string>>;

/** The session that somebody else is in; whoever knows its id knows its trace id. */
const VICTIM = sha256Derivation().derive('B');
const forged = (flags = '01', spanId = VICTIM.rootSpanId): Headers => ({
  traceparent: `00-${VICTIM.traceId}-${spanId}-${flags}`,
});

/** The victim's own turn: it makes the session known and its root exported. */
function victimsTurn({ tracer }: Recording): void {
  withSession('B', () => {
    tracer.startSpan('interaction').end();
  });
}

/** A request as a server handles it: the context from its headers, a span of its own, a turn inside. */
function request(
  { tracer }: Recording,
  headers: Headers,
  handle: (inbound: Context) => void = () => undefined,
): void {
  const from = propagation.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
  const server = tracer.startSpan('POST /chat', { kind: SpanKind.SERVER }, from);
  handle(trace.setSpan(from, server));
  server.end();
}

/** The handler that a server with sessions has: it has checked who asks, and says which session it is. */
const turnIn =
  ({ tracer }: Recording, sessionId: string) =>
  (inbound: Context): void => {
    context.with(inbound, () => {
      withSession(sessionId, () => {
        tracer.startActiveSpan('interaction', (turn) => {
          tracer.startSpan('tool').end();
          turn.end();
        });
      });
    });
  };

const NAMED_BY_ENTRY: SessionTracingOptions = { sessionId: () => undefined };

describe('a forged traceparent', () => {
  it('sends the inbound span into the trace that it names, as on any server', () => {
    const recording = record(NAMED_BY_ENTRY);
    victimsTurn(recording);
    request(recording, forged('01', 'abcdefabcdefabcd'));
    expect(recording.span('POST /chat').traceId).toBe(VICTIM.traceId);
  });

  it('gives that span no session, no stamp and no root', () => {
    const recording = record(NAMED_BY_ENTRY);
    request(recording, forged(), (inbound) => {
      recording.tracer.startSpan('query', {}, inbound).end();
    });
    expect(recording.spans().map(({ name, attributes }) => [name, attributes])).toEqual([
      ['POST /chat', {}],
      ['query', {}],
    ]);
    expect(recording.sessions.stats()).toMatchObject({ liveSessions: 0, spansPlaced: 0 });
  });

  it('brings no turn of its sender into the session that it names', () => {
    const recording = record(NAMED_BY_ENTRY);
    victimsTurn(recording);
    request(recording, forged(), turnIn(recording, 'A'));
    expect(recording.tree()).toBe(
      [
        'session B',
        '├─ session',
        '│  └─ interaction',
        // Under an id that nobody exports: what the sender named.
        '└─ POST /chat  (remote parent)',
        'session A',
        '└─ session',
        '   └─ interaction  ~> displaced parent POST /chat',
        '      └─ tool',
      ].join('\n'),
    );
  });

  it('is kept out of it altogether with remoteParent: link, where the request has a session', () => {
    const recording = record({ ...NAMED_BY_ENTRY, remoteParent: 'link' });
    victimsTurn(recording);
    const from = propagation.extract(ROOT_CONTEXT, forged(), defaultTextMapGetter);
    context.with(from, () => {
      withSession('A', () => {
        recording.tracer.startSpan('POST /chat', { kind: SpanKind.SERVER }).end();
      });
    });
    expect(recording.tree()).toBe(
      [
        'session B',
        '└─ session',
        '   └─ interaction',
        'session A',
        '└─ session',
        '   └─ POST /chat  ~> displaced parent (not exported)',
      ].join('\n'),
    );
  });

  it('does not become the session root of anybody, nor take the place of one', () => {
    const recording = record({ ...NAMED_BY_ENTRY, sessionRoot: 'shared' });
    request(recording, forged());
    victimsTurn(recording);
    const roots = recording.spans().filter(({ spanId }) => spanId === VICTIM.rootSpanId);
    expect(roots.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
      ['session', undefined],
    ]);
    expect(recording.span('interaction').parentSpanId).toBe(VICTIM.rootSpanId);
  });

  it('cannot delete a turn by saying that it was not sampled', () => {
    const recording = record(NAMED_BY_ENTRY, {
      sampler: (sessions) =>
        sessions.sampler(new ParentBasedSampler({ root: new AlwaysOnSampler() })),
    });
    request(recording, forged('00'), turnIn(recording, 'A'));
    expect(recording.tree()).toBe(
      ['session A', '└─ session', '   └─ interaction', '      └─ tool'].join('\n'),
    );
  });

  it('cannot have a session kept that the sampler drops', () => {
    const never: Sampler = {
      shouldSample: () => ({ decision: SamplingDecision.NOT_RECORD }),
      toString: () => 'Never',
    };
    const recording = record(NAMED_BY_ENTRY, {
      sampler: (sessions) => sessions.sampler(new ParentBasedSampler({ root: never })),
    });
    request(recording, forged('01'), turnIn(recording, 'A'));
    // The inbound span follows its parent, as on any server with this sampler.
    expect(recording.spans().map(({ name }) => name)).toEqual(['POST /chat']);
  });

  it('leaves nothing of its tracestate on the turn', () => {
    const recording = record(NAMED_BY_ENTRY);
    const headers = { ...forged(), tracestate: 'vendor=forged' };
    let seen: string | undefined;
    request(recording, headers, (inbound) => {
      context.with(inbound, () => {
        withSession('A', () => {
          const turn = recording.tracer.startSpan('interaction');
          seen = turn.spanContext().traceState?.serialize();
          turn.end();
        });
      });
    });
    expect(seen).toBeUndefined();
  });

  it('does not put log records into the session that it names', () => {
    const recording = record(NAMED_BY_ENTRY);
    victimsTurn(recording);
    const logs = recordLogs(recording.sessions.logRecordProcessor);
    const from = propagation.extract(ROOT_CONTEXT, forged(), defaultTextMapGetter);
    const emitted = logs.emit({ eventName: 'x' }, from);
    // It is shown in the trace that the context names, as on any server, but as nobody's.
    expect(emitted.spanContext?.traceId).toBe(VICTIM.traceId);
    expect(emitted.attributes).toEqual({});
  });

  it.each([
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${VICTIM.rootSpanId}-01`],
    ['a span id of zeros', `00-${VICTIM.traceId}-${'0'.repeat(16)}-01`],
    ['capitals', `00-${VICTIM.traceId.toUpperCase()}-${VICTIM.rootSpanId}-01`],
    ['version ff', `ff-${VICTIM.traceId}-${VICTIM.rootSpanId}-01`],
    ['10 000 characters', 'x'.repeat(10_000)],
    ['nothing', ''],
  ])('that is none changes nothing: %s', (_, traceparent) => {
    const recording = record(NAMED_BY_ENTRY);
    request(recording, { traceparent }, turnIn(recording, 'A'));
    expect(recording.spans().some(({ traceId }) => traceId === VICTIM.traceId)).toBe(false);
    expect(recording.span('interaction').traceId).toBe(recording.sessions.traceId('A'));
  });

  it('has no mark, and none can be put into what comes from outside', () => {
    const recording = record(NAMED_BY_ENTRY);
    victimsTurn(recording);
    const { traceId, spanId } = recording.span('interaction');
    // A whole span context, as a careless server may take it from a message.
    const parsed = JSON.parse(
      JSON.stringify({
        traceId,
        spanId,
        traceFlags: 1,
        isRemote: true,
        'Symbol(otel-session-trace.mark.v1)': { sessionId: 'B' },
        'otel-session-trace.mark.v1': { sessionId: 'B' },
      }),
    ) as { traceId: string; spanId: string; traceFlags: number };
    recording.tracer.startSpan('job', {}, trace.setSpanContext(ROOT_CONTEXT, parsed)).end();
    expect(recording.span('job').attributes).toEqual({});
  });
});

describe('forged baggage', () => {
  const headers = { baggage: 'session.id=B,sessionId=B,otel-session-trace.session=B' };

  it('chooses no session', () => {
    const recording = record(NAMED_BY_ENTRY);
    request(recording, headers, (inbound) => {
      recording.tracer.startSpan('interaction', {}, inbound).end();
    });
    expect(recording.spans().every(({ attributes }) => !('session.id' in attributes))).toBe(true);
    expect(recording.sessions.stats().liveSessions).toBe(0);
  });

  it('chooses one where fromBaggage says that it may', () => {
    const recording = record({ sessionId: fromBaggage('session.id') });
    request(recording, headers);
    expect(recording.span('POST /chat').attributes['session.id']).toBe('B');
  });

  it('does not choose one even then, where the server names it', () => {
    const recording = record({ sessionId: fromBaggage('session.id') });
    const from = propagation.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    context.with(from, () => {
      withSession('A', () => {
        recording.tracer.startSpan('interaction').end();
      });
    });
    expect(recording.span('interaction').attributes['session.id']).toBe('A');
  });
});

describe('a hostile session id', () => {
  it.each(['__proto__', 'constructor', 'toString', '../../etc', '"><script>', 'a\r\nb: c', '${x}'])(
    'is an id like any other: %j',
    (id) => {
      const recording = record(NAMED_BY_ENTRY);
      withSession(id, () => {
        recording.tracer.startSpan('interaction').end();
      });
      const { traceId, attributes } = recording.span('interaction');
      expect(traceId).toBe(sha256Derivation().derive(id).traceId);
      expect(attributes['session.id']).toBe(id);
      expect(recording.problems()).toEqual([]);
    },
  );

  it.each(['', 'x'.repeat(257), 'B\0t1', '\ud800', '\udc00b'])('is refused: %j', (id) => {
    const recording = record(NAMED_BY_ENTRY);
    withSession(id, () => {
      recording.tracer.startSpan('interaction').end();
    });
    expect(recording.span('interaction').attributes).toEqual({});
    expect(recording.sessions.stats()).toMatchObject({ liveSessions: 0 });
  });

  it('in numbers pushes sessions out of memory, and not out of their traces', () => {
    const recording = record({ ...NAMED_BY_ENTRY, maxSessions: 10 });
    victimsTurn(recording);
    for (let index = 0; index < 1_000; index++) {
      withSession(`flood ${index}`, () => {
        recording.tracer.startSpan('interaction').end();
      });
    }
    expect(recording.sessions.stats()).toMatchObject({ liveSessions: 10, evictions: 991 });
    victimsTurn(recording);
    const ofVictim = recording.spans().filter(({ traceId }) => traceId === VICTIM.traceId);
    // It has a second root, each with its own turn.
    expect(ofVictim.map(({ name }) => name).sort()).toEqual([
      'interaction',
      'interaction',
      'session',
      'session',
    ]);
  });
});

describe('what leaves the process', () => {
  /** The headers of a call made inside a turn of a session. */
  function headersOf(
    options: Partial<SessionTracingOptions>,
    inbound: Headers = {},
    setup: RecordingSetup = {},
  ): Record<string, string> {
    const recording = record({ ...NAMED_BY_ENTRY, ...options }, setup);
    const headers: Record<string, string> = {};
    const from = propagation.extract(ROOT_CONTEXT, inbound, defaultTextMapGetter);
    context.with(from, () => {
      withSession('customer-4711', () => {
        recording.tracer.startActiveSpan('interaction', (turn) => {
          propagation.inject(context.active(), headers);
          turn.end();
        });
      });
    });
    return headers;
  }

  it('in a call is a traceparent with the trace id of the session, and nothing else of ours', () => {
    const headers = headersOf({});
    const { traceId } = sha256Derivation().derive('customer-4711');
    expect(Object.keys(headers)).toEqual(['traceparent']);
    expect(headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  });

  it('is the same trace id in every call of the session, keyed or not', () => {
    const options = { derivation: hmacDerivation('a secret') };
    const first = headersOf(options)['traceparent']?.split('-')[1];
    stopRecording();
    expect(headersOf(options)['traceparent']?.split('-')[1]).toBe(first);
  });

  it('with a plain hash says who it was, to whoever can guess session ids', () => {
    const traceId = headersOf({})['traceparent']?.split('-')[1];
    const guesses = Array.from({ length: 10_000 }, (_, number) => `customer-${number}`);
    const rule = sha256Derivation();
    expect(guesses.filter((guess) => rule.derive(guess).traceId === traceId)).toEqual([
      'customer-4711',
    ]);
  });

  it('with hmacDerivation says so to nobody without the secret', () => {
    const traceId = headersOf({ derivation: hmacDerivation('a secret') })['traceparent'];
    const guesses = Array.from({ length: 10_000 }, (_, number) => `customer-${number}`);
    for (const rule of [sha256Derivation(), hmacDerivation('another secret')]) {
      expect(guesses.some((guess) => traceId?.includes(rule.derive(guess).traceId))).toBe(false);
    }
  });

  it('is inbound baggage too, which the W3C propagator hands on to everybody', () => {
    expect(headersOf({}, { baggage: 'user.email=ada%40example.com' })['baggage']).toBe(
      'user.email=ada%40example.com',
    );
  });

  it('has the session id in it where you stamp it, and only its stand-in where you say so', () => {
    const pseudonym = (id: string): Record<string, string> => ({ 'session.id': `p-${id.length}` });
    const recording = record({
      ...NAMED_BY_ENTRY,
      sessionAttributes: pseudonym,
      derivation: hmacDerivation('a secret'),
    });
    const logs = recordLogs(
      recording.sessions.logRecordProcessor,
      recording.sessions.logToSpanProcessor(),
    );
    withSession('customer-4711', () => {
      recording.tracer.startSpan('interaction').end();
      logs.emit({ eventName: 'tool_result' });
    });
    recording.sessions.endSession('customer-4711', { reason: 'done' });
    const exported = JSON.stringify([recording.spans(), logs.records()], (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(recording.spans()).toHaveLength(4);
    expect(exported).not.toContain('customer-4711');
    expect(exported).toContain('p-13');
  });

  it('has no session id in it that goes to diag', () => {
    const recording = record({
      sessionId: () => {
        throw new Error('down');
      },
      maxSessions: 1,
    });
    for (const id of ['customer-4711', 'customer-4711\0', 'customer-4711'.repeat(99)]) {
      withSession(id, () => {
        recording.tracer.startSpan('interaction').end();
      });
    }
    expect(recording.warnings.length).toBeGreaterThan(0);
    expect(recording.warnings.join()).not.toContain('customer-4711');
  });

  it('never has the secret in it, in errors either', () => {
    expect(() => hmacDerivation('s3cret')).toThrow(
      'Expected `secret` to be a string or Uint8Array of at least 8 bytes, got one of 6.',
    );
    const sessions = createSessionTracing({
      sessionId: 'A',
      derivation: hmacDerivation('s3cret 0123'),
    });
    expect(inspect(sessions, { depth: Infinity, showHidden: true })).not.toContain('s3cret');
  });
});
