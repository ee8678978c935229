import type { Link } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { nameOfSpan, nameOfTrace, type Expectation, type ExpectedLink } from './expectation.js';
import type { ExportedTraces } from './exported-traces.js';
import type { Played } from './played.js';
import {
  SESSION_IDS,
  TRACE_KEYS,
  TURN_IDS,
  keepsHalf,
  type SessionId,
  type Setup,
} from './program.js';
import { DERIVED_TRACE_IDS, traceIdOf } from './trace-ids.js';

/** Says where the real thing departs from the model, in words. */
export function differencesFromModel(
  setup: Setup,
  expectations: readonly Expectation[],
  played: Played,
  traces: ExportedTraces,
  isHolding: boolean,
): readonly string[] {
  return expectations.flatMap((expectation, index) => {
    const recorded = played.spans[index]?.recorded;
    const span = traces.ofProgram[index]?.[0];
    if (recorded === undefined) return [`#${index} was not started`];
    if (expectation.dropped !== undefined && recorded === expectation.dropped) {
      return [`#${index} is ${recorded ? 'kept' : 'dropped'}, and should not be`];
    }
    if (span === undefined || expectation.isOpen) return [];
    return [
      ...differences(setup, expectation, traces, span, played.spans[index]?.told, isHolding),
      ...strays(setup, expectation, span),
    ].map((difference) => `#${index} (${span.name}) ${difference}`);
  });
}

function differences(
  setup: Setup,
  expectation: Expectation,
  traces: ExportedTraces,
  span: ReadableSpan,
  told: SessionId | undefined,
  isHolding: boolean,
): readonly string[] {
  if (isHolding && expectation.session === undefined && setup.told !== 'current') {
    // Its session may have been told at the end: then it was placed at export, where the invariants watch over it.
    return [];
  }
  // A turn that was dropped or forgotten is neither joined nor counted nor linked to; one told late comes in late.
  const forgets =
    setup.maxSessions < SESSION_IDS.length ||
    setup.sampler === 'half' ||
    (setup.told !== 'current' && setup.exporters.includes('holding'));
  return [
    ...(forgets
      ? differentSession(setup, expectation, span)
      : [
          ...differentPlace(expectation, traces, span),
          ...differentLinks(expectation, traces, span),
          ...differentTurnNumber(expectation, span),
        ]),
    ...differentStamp(setup, expectation, told, span),
  ];
}

function differentPlace(
  { place }: Expectation,
  traces: ExportedTraces,
  span: ReadableSpan,
): readonly string[] {
  const { traceId } = span.spanContext();
  const parent = span.parentSpanContext;
  const wanted = traces.traceId(place.trace);
  const fits =
    (wanted ?? traceId) === traceId &&
    (place.parent === undefined
      ? parent === undefined
      : parent?.traceId === traceId && traces.spanIds(place.parent).includes(parent.spanId));
  return fits
    ? []
    : [
        `should be in ${nameOfTrace(place.trace)} (${wanted ?? '?'}) under ${nameOfSpan(place.parent)}, ` +
          `and is in ${traceId} under ${traces.describe(parent)}`,
      ];
}

/** Where it is open which trace of its session a span is in: some turns have traces of random ids. */
function differentSession(
  { scope }: Setup,
  { place: { trace } }: Expectation,
  span: ReadableSpan,
): readonly string[] {
  const { traceId } = span.spanContext();
  const isTurnTrace = scope === 'interaction' && !DERIVED_TRACE_IDS.has(traceId);
  const fits =
    trace.kind !== 'derived' || isTurnTrace || traceIdsOf(trace.session).includes(traceId);
  return fits ? [] : [`should be in ${nameOfTrace(trace)}, and is in ${traceId}`];
}

function traceIdsOf(session: SessionId): readonly string[] {
  return [undefined, ...TURN_IDS, ...TRACE_KEYS].map((key) => traceIdOf(session, key));
}

function differentLinks(
  { links }: Expectation,
  traces: ExportedTraces,
  span: ReadableSpan,
): readonly string[] {
  const added = span.links.filter(({ attributes }) => typeOf(attributes) !== undefined);
  const isAnswered = (wanted: ExpectedLink): boolean =>
    added.some((link) => meets(link, wanted, traces));
  const isWanted = (link: Link): boolean => links.some((wanted) => meets(link, wanted, traces));
  return [
    ...links
      .filter((wanted) => !isAnswered(wanted))
      .map(({ to, type }) => `has no link ${type} to ${nameOfSpan(to)}`),
    ...added
      .filter((link) => !isWanted(link))
      .map(
        ({ context, attributes }) =>
          `has a link ${String(typeOf(attributes))} to ${traces.describe(context)}`,
      ),
  ];
}

function meets(
  { context, attributes }: Link,
  wanted: ExpectedLink,
  traces: ExportedTraces,
): boolean {
  return typeOf(attributes) === wanted.type && traces.spanIds(wanted.to).includes(context.spanId);
}

function typeOf(attributes: Link['attributes']): unknown {
  return attributes?.['otel_session_trace.link.type'];
}

function differentTurnNumber(
  { turnNumber }: Expectation,
  { attributes }: ReadableSpan,
): readonly string[] {
  const number = attributes['otel_session_trace.turn.number'];
  return turnNumber === undefined || number === turnNumber
    ? []
    : [`should be turn ${turnNumber}, and is ${String(number)}`];
}

/** The stamp is never written over what the program itself has said. */
function differentStamp(
  { throwing }: Setup,
  { session }: Expectation,
  told: SessionId | undefined,
  { attributes }: ReadableSpan,
): readonly string[] {
  const stamp = throwing === 'sessionAttributes' ? told : (told ?? session);
  return attributes['session.id'] === stamp
    ? []
    : [`should be stamped ${stamp ?? 'nothing'}, and is ${String(attributes['session.id'])}`];
}

/** Spans whose trace nobody can have meant: of no session in that of one, or recorded where the delegate drops. */
function strays(
  setup: Setup,
  { session, place }: Expectation,
  span: ReadableSpan,
): readonly string[] {
  const { traceId } = span.spanContext();
  const isRandom = place.trace.kind === 'random';
  return [
    ...(session === undefined &&
    isRandom &&
    setup.told === 'current' &&
    DERIVED_TRACE_IDS.has(traceId)
      ? ['is of no session, and in the trace of one']
      : []),
    ...(setup.sampler === 'half' && isRandom && !keepsHalf(traceId)
      ? ['is recorded in a trace that the sampler drops']
      : []),
  ];
}
