import { createHash } from 'node:crypto';
import {
  ROOT_CONTEXT,
  TraceFlags,
  context as contextApi,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  ParentBasedSampler,
  SamplingDecision,
  SimpleSpanProcessor,
  type ReadableSpan,
  type Sampler,
} from '@opentelemetry/sdk-trace-node';
import fc from 'fast-check';
import { createSessionTracing, setSession, type SessionTracingOptions } from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import { received } from '../support/received.js';
import { stopRecording } from '../support/recording.js';

afterEach(stopRecording);

const SESSIONS = ['A', 'B', 'C', 'D'] as const;
const TURNS = ['t1', 't2'] as const;
type Session = (typeof SESSIONS)[number];

/** One step of a program: starts a span somewhere, or ends one. */
interface Step {
  readonly action: 'start' | 'end';
  readonly name: string;
  /** Which of the spans so far is meant, as parent or to be ended. */
  readonly span: number;
  readonly parent: 'none' | 'span' | 'rewrapped' | 'phantom' | 'remote';
  readonly current: Session | undefined;
  readonly entry: Session | undefined;
  readonly turn: (typeof TURNS)[number] | undefined;
  /** The context given to `startSpan` is active as well: the id generator sees nothing else. */
  readonly active: boolean;
}

const session = fc.constantFrom<(Session | undefined)[]>(...SESSIONS, undefined);
const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom('start' as const, 'start' as const, 'start' as const, 'end' as const),
  name: fc.constantFrom('interaction', 'tool', 'llm_request', 'agent.interaction'),
  span: fc.nat(50),
  parent: fc.constantFrom(
    'none' as const,
    'span' as const,
    'span' as const,
    'rewrapped' as const,
    'phantom' as const,
    'remote' as const,
  ),
  current: session,
  entry: session,
  turn: fc.constantFrom(...TURNS, undefined),
  active: fc.boolean(),
});

const PHANTOM = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'abcdefabcdefabcd',
  traceFlags: TraceFlags.SAMPLED,
};
const REMOTE = {
  traceId: '1bf7651916cd43dd8448eb211c80319c',
  spanId: 'bcdefabcdefabcde',
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
};

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
/** The trace ids that sessions and their turns determine. */
const DERIVED = new Set(
  SESSIONS.flatMap((id) => [hash(id), ...TURNS.map((turn) => hash(`${id}\0${turn}`))]),
);

const keepsAll = (): boolean => true;
/** Half of all trace ids; of those above, seven. */
const keepsHalf = (traceId: string): boolean => /^.{27}[02468ace]/.test(traceId);

/** What a program is run with. */
interface Pieces {
  readonly sampler: boolean;
  readonly idGenerator: boolean;
  readonly processor: boolean;
}

interface Run {
  /** What each `startSpan` of the program came to, in order; undefined where it was not exported. */
  readonly outcomes: readonly (ReadableSpan | undefined)[];
  /** Which of the spans so far each was started under. */
  readonly parents: readonly (number | undefined)[];
  readonly exported: readonly ReadableSpan[];
}

function run(
  steps: readonly Step[],
  options: Partial<SessionTracingOptions>,
  pieces: Pieces,
  keeps: (traceId: string) => boolean,
): Run {
  const current: { id: string | undefined } = { id: undefined };
  const sessions = createSessionTracing({
    sessionId: () => current.id,
    interactionId: 'prompt.id',
    ...options,
  });
  const exporter = new InMemorySpanExporter();
  const delegate = startingSpans(keeps, () => provider.getTracer('sampler'));
  const provider: NodeTracerProvider = new NodeTracerProvider({
    sampler: pieces.sampler
      ? sessions.sampler(delegate)
      : new ParentBasedSampler({ root: delegate }),
    ...(pieces.idGenerator ? { idGenerator: sessions.idGenerator } : {}),
    spanProcessors: [
      ...(pieces.processor ? [sessions.spanProcessor] : []),
      new SimpleSpanProcessor(exporter),
    ],
  });
  provider.register();
  const spans: Span[] = [];
  const parents: (number | undefined)[] = [];
  for (const next of steps) {
    current.id = next.current;
    const named = spans.length === 0 ? undefined : next.span % spans.length;
    if (next.action === 'end') {
      spans[named ?? 0]?.end();
      continue;
    }
    const context = parentContextOf(next, named === undefined ? undefined : spans[named]);
    const start = (): Span =>
      provider
        .getTracer('program')
        .startSpan(
          next.name,
          next.turn === undefined ? {} : { attributes: { 'prompt.id': next.turn } },
          context,
        );
    spans.push(next.active ? withActive(context, start) : start());
    parents.push(next.parent === 'span' || next.parent === 'rewrapped' ? named : undefined);
  }
  spans
    .filter((span) => span.isRecording())
    .forEach((span) => {
      span.end();
    });
  stopRecording();
  const exported = exporter.getFinishedSpans();
  const bySpanId = new Map(exported.map((span) => [span.spanContext().spanId, span]));
  return {
    outcomes: spans.map((span) => bySpanId.get(span.spanContext().spanId)),
    parents,
    exported,
  };
}

/** A sampler that decides by the trace id, and starts spans of its own when it is asked. */
function startingSpans(keeps: (traceId: string) => boolean, tracer: () => Tracer): Sampler {
  let asked = 0;
  let busy = false;
  return {
    shouldSample(context, traceId) {
      if (!busy) {
        busy = true;
        asked++;
        tracer()
          .startSpan('lookup', {}, asked % 2 === 0 ? context : ROOT_CONTEXT)
          .end();
        busy = false;
      }
      return {
        decision: keeps(traceId)
          ? SamplingDecision.RECORD_AND_SAMPLED
          : SamplingDecision.NOT_RECORD,
      };
    },
    toString: () => 'StartingSpans',
  };
}

function parentContextOf({ parent, entry }: Step, named: Span | undefined): Context {
  const base = entry === undefined ? ROOT_CONTEXT : setSession(ROOT_CONTEXT, entry);
  switch (parent) {
    case 'none':
      return base;
    case 'phantom':
      return trace.setSpanContext(base, PHANTOM);
    case 'remote':
      return trace.setSpanContext(base, REMOTE);
    case 'span':
      return named === undefined ? base : trace.setSpan(base, named);
    case 'rewrapped':
      return named === undefined ? base : trace.setSpanContext(base, named.spanContext());
  }
}

function withActive<T>(active: Context, fn: () => T): T {
  return contextApi.with(active, fn);
}

const isForeign = (traceId: string): boolean =>
  traceId === PHANTOM.traceId || traceId === REMOTE.traceId;

/** What is wrong with the traces of sessions; that spans stay with a remote parent is not. */
function problemsOf({ exported }: Run): readonly string[] {
  const inSessions = exported
    .filter(({ attributes }) => 'session.id' in attributes)
    .filter((span) => !isForeign(span.spanContext().traceId))
    .map(received);
  return findProblems(inSessions).filter((problem) => !problem.startsWith('session '));
}

/** Spans of no session in the trace of one: the id generator gave them the id, and nobody took it back. */
function straysOf({ exported }: Run): readonly string[] {
  return exported
    .filter(({ attributes }) => !('session.id' in attributes))
    .filter((span) => DERIVED.has(span.spanContext().traceId))
    .map(({ name }) => name);
}

/** Recorded spans in a trace that the delegate does not keep. */
function disagreementsOf({ exported }: Run): readonly string[] {
  return exported
    .filter((span) => !isForeign(span.spanContext().traceId))
    .filter((span) => !keepsHalf(span.spanContext().traceId))
    .map(({ name }) => name);
}

/** Spans missing from a trace that the delegate keeps. */
function holesIn(sampled: Run, whole: Run): readonly number[] {
  return whole.outcomes.flatMap((span, index) => {
    const traceId = span?.spanContext().traceId ?? '';
    const expected = DERIVED.has(traceId) && keepsHalf(traceId);
    return expected && sampled.outcomes[index] === undefined ? [index] : [];
  });
}

const COMBINATIONS: readonly Pieces[] = [true, false].flatMap((sampler) =>
  [true, false].flatMap((idGenerator) =>
    [true, false].map((processor) => ({ sampler, idGenerator, processor })),
  ),
);
const OPTIONS: readonly Partial<SessionTracingOptions>[] = [
  {},
  { nestedInteractions: 'keep', remoteParent: 'link' },
  { traceScope: 'interaction' },
];
const programs = fc.array(step, { maxLength: 30 });
const parameters = { numRuns: 120, seed: 11 };

describe.each(COMBINATIONS)('random programs with %j', (pieces) => {
  it.each(OPTIONS)('run, and leave sound traces, with %j', (options) => {
    fc.assert(
      fc.property(programs, (steps) => {
        const sampled = run(steps, options, pieces, keepsHalf);
        expect(sampled.outcomes).toHaveLength(sampled.parents.length);
        expect(pieces.processor ? problemsOf(sampled) : []).toEqual([]);
        expect(pieces.processor ? straysOf(sampled) : []).toEqual([]);
      }),
      parameters,
    );
  });
});

describe.each(COMBINATIONS.filter(({ sampler, processor }) => sampler && processor))(
  'sampler and processor, with %j',
  (pieces) => {
    it.each(OPTIONS)('never disagree on a recorded span, with %j', (options) => {
      fc.assert(
        fc.property(programs, (steps) => {
          expect(disagreementsOf(run(steps, options, pieces, keepsHalf))).toEqual([]);
        }),
        parameters,
      );
    });

    it.each(OPTIONS)('leave no hole in a session that is kept, with %j', (options) => {
      fc.assert(
        fc.property(programs, (steps) => {
          const whole = run(steps, options, pieces, keepsAll);
          expect(holesIn(run(steps, options, pieces, keepsHalf), whole)).toEqual([]);
        }),
        parameters,
      );
    });
  },
);

describe('the id generator alone', () => {
  it('gives parentless spans of a session its trace id, whoever samples', () => {
    fc.assert(
      fc.property(programs, (steps) => {
        const pieces = { sampler: false, idGenerator: true, processor: false };
        const { exported } = run(
          steps.map((each) => ({
            ...each,
            parent: 'none',
            active: true,
            entry: each.entry ?? 'A',
          })),
          {},
          pieces,
          keepsAll,
        );
        const others = exported
          .filter(({ name }) => name !== 'lookup')
          .filter((span) => !DERIVED.has(span.spanContext().traceId));
        expect(others).toEqual([]);
      }),
      parameters,
    );
  });
});
