import {
  ROOT_CONTEXT,
  TraceFlags,
  context,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import fc from 'fast-check';
import { setSession, type SessionTracingOptions } from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

/** One step of a program: starts a span somewhere, or ends one. */
interface Step {
  readonly action: 'start' | 'end';
  readonly name: string;
  /** Which of the spans so far is meant, as parent or to be ended. */
  readonly span: number;
  readonly parent: 'none' | 'span' | 'rewrapped' | 'phantom';
  readonly session: 'A' | 'B' | 'C' | undefined;
  readonly entry: 'A' | 'B' | 'C' | undefined;
}

const session = fc.constantFrom('A' as const, 'B' as const, 'C' as const, undefined);
const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom('start' as const, 'start' as const, 'end' as const),
  name: fc.constantFrom('interaction', 'tool', 'llm_request', 'agent.interaction'),
  span: fc.nat(50),
  parent: fc.constantFrom(
    'none' as const,
    'span' as const,
    'span' as const,
    'rewrapped' as const,
    'phantom' as const,
  ),
  session,
  entry: session,
});

const PHANTOM = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'abcdefabcdefabcd',
  traceFlags: TraceFlags.SAMPLED,
};

function parentContextOf({ parent, entry, span }: Step, spans: readonly Span[]): Context {
  const named = spans[span % Math.max(1, spans.length)];
  const base = entry === undefined ? ROOT_CONTEXT : setSession(ROOT_CONTEXT, entry);
  switch (parent) {
    case 'none':
      return base;
    case 'phantom':
      return trace.setSpanContext(base, PHANTOM);
    case 'span':
      return named === undefined ? base : trace.setSpan(base, named);
    case 'rewrapped':
      return named === undefined ? base : trace.setSpanContext(base, named.spanContext());
  }
}

/** Runs a program and returns what is wrong with the traces of its sessions. */
function problemsOf(
  steps: readonly Step[],
  options: Partial<SessionTracingOptions>,
): readonly string[] {
  const current: { id: string | undefined } = { id: undefined };
  const recording = record({ sessionId: () => current.id, ...options });
  const spans: Span[] = [];
  for (const next of steps) {
    current.id = next.session;
    if (next.action === 'start') {
      spans.push(recording.tracer.startSpan(next.name, {}, parentContextOf(next, spans)));
    } else {
      spans[next.span % Math.max(1, spans.length)]?.end();
    }
  }
  // Whatever still runs ends; ending twice is for the SDK to complain about.
  spans
    .filter((span) => span.isRecording())
    .forEach((span) => {
      span.end();
    });
  // A span without a session stays under the phantom that it named, as without the package.
  const placed = recording
    .spans()
    .filter(({ traceId, attributes }) => traceId !== PHANTOM.traceId || 'session.id' in attributes);
  const problems = findProblems(placed);
  stopRecording();
  context.disable();
  return problems;
}

describe('random programs', () => {
  it.each<Partial<SessionTracingOptions>>([
    {},
    { nestedInteractions: 'keep' },
    { sessionRoot: 'shared' },
    { remoteParent: 'link', orphans: 'open-interaction' },
  ])('come out as one well-formed trace per session with %j', (options) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        expect(problemsOf(steps, options)).toEqual([]);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
