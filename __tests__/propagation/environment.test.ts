import { spawnSync } from 'node:child_process';
import {
  ROOT_CONTEXT,
  TraceFlags,
  baggageEntryMetadataFromString,
  context,
  createTraceState,
  propagation,
  trace,
  type Context,
} from '@opentelemetry/api';
import { W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import fc from 'fast-check';
import { contextFromEnvironment, sessionEnvironment, sha256Derivation } from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(() => {
  stopRecording();
  delete process.env['TRACEPARENT'];
});

const upperCased = {
  get: (carrier: Record<string, string>, key: string) => carrier[key.toUpperCase()],
  keys: (carrier: Record<string, string>) => Object.keys(carrier),
  set: (carrier: Record<string, string>, key: string, value: string): void => {
    carrier[key.toUpperCase()] = value;
  },
};

const hex = (digits: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from('0123456789abcdef')), {
      minLength: digits,
      maxLength: digits,
    })
    .map((array) => array.join(''));

const spanContext = fc.record({
  traceId: hex(32),
  spanId: hex(16),
  traceFlags: fc.constantFrom(0, 1),
});

describe('sessionEnvironment', () => {
  it('writes what the W3C propagators write, and reads what they read', () => {
    const propagator = new W3CTraceContextPropagator();
    fc.assert(
      fc.property(spanContext, fc.constantFrom(undefined, 'a=1,b=2'), (span, state) => {
        const carrier: Record<string, string> = {};
        const traceParent = `00-${span.traceId}-${span.spanId}-0${span.traceFlags}`;
        const incoming = {
          TRACEPARENT: traceParent,
          ...(state === undefined ? {} : { TRACESTATE: state }),
        };
        const extracted = propagator.extract(ROOT_CONTEXT, incoming, upperCased);
        propagator.inject(extracted, carrier, upperCased);
        expect(sessionEnvironment(contextFromEnvironment(incoming))).toEqual(carrier);
      }),
    );
  });

  it.each([
    '',
    'rubbish',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01',
  ])('reads nothing from the traceparent %j, like the W3C propagator', (TRACEPARENT) => {
    const propagated = new W3CTraceContextPropagator().extract(
      ROOT_CONTEXT,
      { TRACEPARENT },
      upperCased,
    );
    expect(trace.getSpanContext(propagated)).toBeUndefined();
    expect(contextFromEnvironment({ TRACEPARENT })).toBe(ROOT_CONTEXT);
  });

  it('hands on baggage only when it is asked to, as the W3C propagator writes it', () => {
    const propagator = new W3CBaggagePropagator();
    const text = fc
      .string({ minLength: 1, maxLength: 20, unit: 'binary' })
      // The propagator assigns to an object, which loses this one.
      .filter((string) => string !== '__proto__');
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 5, noNullPrototype: true }), (entries) => {
        const from = propagation.setBaggage(
          ROOT_CONTEXT,
          propagation.createBaggage(
            Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, { value }])),
          ),
        );
        expect(sessionEnvironment(from)).toEqual({});
        const { BAGGAGE = '' } = sessionEnvironment(from, { baggage: true });
        const read = (of: Context): unknown =>
          propagation
            .getBaggage(of)
            ?.getAllEntries()
            .map(([key, { value }]) => [key, value]) ?? [];
        const back = contextFromEnvironment({ BAGGAGE });
        expect(read(back)).toEqual(read(propagator.extract(ROOT_CONTEXT, { BAGGAGE }, upperCased)));
        expect(read(back)).toEqual(Object.entries(entries));
      }),
    );
  });

  it('takes keys and values from outside as they are, with what has no encoding replaced', () => {
    const back = contextFromEnvironment({ BAGGAGE: '__proto__=1,constructor=2' });
    expect(sessionEnvironment(back, { baggage: true })).toEqual({
      BAGGAGE: '__proto__=1,constructor=2',
    });
    const broken = propagation.createBaggage({ key: { value: '\ud83e' } });
    expect(
      sessionEnvironment(propagation.setBaggage(ROOT_CONTEXT, broken), { baggage: true }),
    ).toEqual({ BAGGAGE: 'key=%EF%BF%BD' });
  });

  it('keeps the metadata of baggage, and passes over members that are none', () => {
    const from = contextFromEnvironment({ BAGGAGE: 'a=1;secret, =2,b,c=%zz,d=4' });
    expect(sessionEnvironment(from, { baggage: true })).toEqual({ BAGGAGE: 'a=1;secret,d=4' });
  });

  it('reads BAGGAGE as the W3C propagator does, whatever stands there', () => {
    const propagator = new W3CBaggagePropagator();
    const piece = fc.constantFrom(
      ...[
        'a',
        'k',
        'session.id',
        '=',
        '=',
        ',',
        ',',
        ';',
        ' ',
        '\t',
        '%20',
        '%3D',
        '%zz',
        '"',
        'x'.repeat(2_000),
      ],
    );
    const read = (from: Context): unknown =>
      propagation
        .getBaggage(from)
        ?.getAllEntries()
        .map(([key, { value, metadata }]) => [key, value, metadata?.toString().trim() ?? '']) ?? [];
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const BAGGAGE = pieces.join('');
        const theirs = propagator.extract(ROOT_CONTEXT, { BAGGAGE }, upperCased);
        expect(read(contextFromEnvironment({ BAGGAGE }))).toEqual(read(theirs));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['session.id=tenant=1', ['tenant=1']],
    ['session.id=tenant=2;ttl=9', ['tenant=2']],
    ['session.id==', ['=']],
    ['session.id=', []],
  ])('takes all after the first equals sign for the value: %s', (BAGGAGE, values) => {
    const baggage = propagation.getBaggage(contextFromEnvironment({ BAGGAGE }));
    expect(baggage?.getAllEntries().map(([, { value }]) => value) ?? []).toEqual(values);
  });

  it.each([
    ['one that fits to the last byte', 8_192 - 4_097 - 'session.id='.length, true],
    ['one that is a byte longer', 8_192 - 4_097 - 'session.id='.length + 1, false],
  ])('reads an entry whole or not at all: %s', (_, length, fits) => {
    const session = 's'.repeat(length);
    const BAGGAGE = `a=${'x'.repeat(4_094)},session.id=${session}`;
    const baggage = propagation.getBaggage(contextFromEnvironment({ BAGGAGE }));
    expect(baggage?.getEntry('session.id')?.value).toBe(fits ? session : undefined);
  });

  it('writes no entry that no propagator would read', () => {
    const from = propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage({
        '': { value: '1' },
        long: { value: 'x'.repeat(5_000) },
        b: { value: '2' },
      }),
    );
    expect(sessionEnvironment(from, { baggage: true })).toEqual({ BAGGAGE: 'b=2' });
  });

  it.each([
    ['a comma', 'public,admin=1', 'public%2Cadmin=1'],
    ['U+0000', 'a\0b', 'a%00b'],
    ['a line break', 'a\r\nb', 'a%0D%0Ab'],
    ['what is not ASCII', 'é\ud83e', '%C3%A9%EF%BF%BD'],
    ['quotes', '"a\\b"', '%22a%5Cb%22'],
    ['nothing odd', 'public;ttl=60 ; a = %2C', 'public;ttl=60 ; a = %2C'],
  ])(
    'writes metadata so that it stays one entry, and spawn takes it: %s',
    (_, metadata, written) => {
      const entry = { value: '1', metadata: baggageEntryMetadataFromString(metadata) };
      const from = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ key: entry }));
      const environment = sessionEnvironment(from, { baggage: true });
      expect(environment).toEqual({ BAGGAGE: `key=1;${written}` });
      const { stdout } = spawnSync(process.execPath, ['-p', 'process.env.BAGGAGE'], {
        env: environment,
        encoding: 'utf8',
      });
      expect(stdout).toBe(`key=1;${written}\n`);
    },
  );

  it('leaves out a trace state that no header and no environment can hold', () => {
    const span = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
    };
    const traceState = createTraceState('a=1').set('vendor', 'x\0y');
    const from = trace.setSpanContext(ROOT_CONTEXT, { ...span, traceState });
    expect(Object.keys(sessionEnvironment(from))).toEqual(['TRACEPARENT']);
  });

  it('stays within the limits of the specification', () => {
    const from = propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage(
        Object.fromEntries(
          Array.from({ length: 300 }, (_, index) => [`k${index}`, { value: 'x'.repeat(60) }]),
        ),
      ),
    );
    const { BAGGAGE = '' } = sessionEnvironment(from, { baggage: true });
    expect(BAGGAGE.length).toBeLessThanOrEqual(8_192);
    expect(BAGGAGE.split(',').length).toBeLessThanOrEqual(180);
    expect(BAGGAGE.split(',').length).toBeGreaterThan(100);
  });
});

describe('a process that a span of the session started', () => {
  const starter = {
    traceId: sha256Derivation().derive('A').traceId,
    spanId: 'abcdefabcdefabcd',
    traceFlags: TraceFlags.SAMPLED,
  };
  const environment = sessionEnvironment(trace.setSpanContext(ROOT_CONTEXT, starter));

  it('hangs under that span: turns, orphans and all, without a root of its own', () => {
    const recording = record({ sessionId: 'A' });
    context.with(contextFromEnvironment(environment), () => {
      recording.tracer.startActiveSpan('main', (main) => {
        recording.tracer.startActiveSpan('interaction', (turn) => {
          recording.tracer.startSpan('lost', { root: true }).end();
          turn.end();
        });
        main.end();
      });
    });
    expect(recording.tree()).toBe(
      [
        'session A',
        '├─ main  (remote parent)',
        '├─ interaction  (remote parent)  ~> displaced parent main',
        '└─ lost  (remote parent)',
      ].join('\n'),
    );
    expect(recording.spans().map(({ parentSpanId }) => parentSpanId)).toEqual(
      Array(3).fill(starter.spanId),
    );
  });

  it('finds it even for an orphan that never saw the context', () => {
    Object.assign(process.env, environment);
    const recording = record({ sessionId: 'A' });
    recording.tracer.startSpan('lost').end();
    expect(recording.span('lost').parentSpanId).toBe(starter.spanId);
    expect(recording.tree()).toBe('session A\n└─ lost  (remote parent)');
  });

  it('gives other sessions a root of their own', () => {
    Object.assign(process.env, environment);
    const recording = record({ sessionId: 'B' });
    context.with(contextFromEnvironment(), () => {
      recording.tracer.startSpan('interaction').end();
    });
    expect(recording.tree()).toBe(
      'session B\n└─ session\n   └─ interaction  ~> displaced parent (not exported)',
    );
  });

  it.each([null, 7, 'TRACEPARENT'])(
    'is the root context for what is no environment: %p',
    (none) => {
      expect(contextFromEnvironment(none as never)).toBe(ROOT_CONTEXT);
    },
  );

  it('does not hang anything under a span that was not sampled', () => {
    const unsampled = { ...starter, traceFlags: TraceFlags.NONE };
    Object.assign(process.env, sessionEnvironment(trace.setSpanContext(ROOT_CONTEXT, unsampled)));
    const recording = record({ sessionId: 'A' });
    recording.tracer.startSpan('lost').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ lost');
  });

  it.each(['t1', undefined])(
    'hangs under a turn that has a trace of its own (turn id %s)',
    (turnId) => {
      const traceId =
        turnId === undefined
          ? '0af7651916cd43dd8448eb211c80319c'
          : sha256Derivation().derive('A', turnId).traceId;
      const started = contextFromEnvironment(
        sessionEnvironment(trace.setSpanContext(ROOT_CONTEXT, { ...starter, traceId })),
      );
      const recording = record({
        sessionId: 'A',
        traceScope: 'interaction',
        interactionId: 'prompt.id',
      });
      context.with(started, () => {
        recording.tracer.startActiveSpan('main', (main) => {
          recording.tracer.startSpan('interaction', { attributes: { 'prompt.id': 't2' } }).end();
          main.end();
        });
      });
      recording.tracer.startSpan('lost').end();
      expect(new Set(recording.spans().map((span) => span.traceId))).toEqual(new Set([traceId]));
      expect(recording.spans().map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
        ['main', starter.spanId],
        ['interaction', starter.spanId],
        ['lost', starter.spanId],
      ]);
    },
  );
});
