import { SpanKind, TraceFlags, type HrTime, type Link } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { groupBy } from '../../examples/support/group-by.js';
import type { Expectation } from './expectation.js';
import type { ExportedTraces } from './exported-traces.js';
import type { Played } from './played.js';
import { LINKED, PHANTOM, timeOf, type Program, type SessionId, type Start } from './program.js';
import { BOUNDED_TRACE_IDS } from './trace-ids.js';

type Rule = (
  program: Program,
  played: Played,
  traces: ExportedTraces,
  expectations: readonly Expectation[],
) => readonly string[];

/** What must hold whatever the program does. */
const RULES: readonly Rule[] = [
  exportedOnce,
  noSharedIds,
  noCircles,
  noMissingParents,
  noLinksToNowhere,
  oneRootPerTrace,
  fieldsKept,
];

/** Says what is wrong with what one exporter got, in words. */
export const brokenInvariants: Rule = (...facts) => RULES.flatMap((rule) => rule(...facts));

function exportedOnce(_: Program, played: Played, traces: ExportedTraces): readonly string[] {
  return traces.ofProgram.flatMap((exports, index) => {
    const wanted = played.spans[index]?.recorded === true ? 1 : 0;
    return exports.length === wanted
      ? []
      : [`#${index} is exported ${exports.length} times instead of ${wanted}`];
  });
}

function noSharedIds(_: Program, __: Played, { all }: ExportedTraces): readonly string[] {
  return [...groupBy(all, (span) => span.spanContext().spanId)]
    .filter(([, sharing]) => sharing.length > 1)
    .map(
      ([id, sharing]) => `span id ${id} is shared by ${sharing.map(({ name }) => name).join(', ')}`,
    );
}

function noCircles(_: Program, __: Played, traces: ExportedTraces): readonly string[] {
  const parents = new Map(
    traces.all.map((span) => [span.spanContext().spanId, span.parentSpanContext?.spanId]),
  );
  return traces.all
    .filter((span) => {
      const seen = new Set<string>();
      let id: string | undefined = span.spanContext().spanId;
      while (id !== undefined && !seen.has(id)) {
        seen.add(id);
        id = parents.get(id);
      }
      return id === span.spanContext().spanId;
    })
    .map((span) => `${traces.describe(span.spanContext())} is its own ancestor`);
}

/** Parents that the program itself names, without exporting them, are its own. */
function noMissingParents(_: Program, __: Played, traces: ExportedTraces): readonly string[] {
  const placeOf = (traceId: string, spanId: string): string => `${traceId}-${spanId}`;
  const exported = new Set(
    traces.all.map((span) => placeOf(span.spanContext().traceId, span.spanContext().spanId)),
  );
  return traces.all.flatMap((span) => {
    const parent = span.parentSpanContext;
    const isFine =
      parent === undefined ||
      parent.isRemote === true ||
      (parent.spanId === PHANTOM.spanId && parent.traceId === span.spanContext().traceId) ||
      exported.has(placeOf(span.spanContext().traceId, parent.spanId));
    return isFine
      ? []
      : [
          `${traces.describe(span.spanContext())} has a parent that is not in its trace: ${traces.describe(parent)}`,
        ];
  });
}

/** Links of ours lead to spans of the program that are exported, where they are, or out of it. */
function noLinksToNowhere(
  { setup }: Program,
  played: Played,
  traces: ExportedTraces,
): readonly string[] {
  const dropped = new Set(
    played.spans
      .filter(({ contextAtStart }) => (contextAtStart.traceFlags & TraceFlags.SAMPLED) === 0)
      .map(({ contextAtStart }) => contextAtStart.spanId),
  );
  const traceIds = new Map(
    traces.all.map((span) => [span.spanContext().spanId, span.spanContext().traceId]),
  );
  // A turn that is told late is in its place in copies only; what another one that started is linked to as the turn
  // before it, an exporter that gets no copies has elsewhere.
  const isCopied = setup.told !== 'current' && setup.exporters.includes('holding');
  const leadsNowhere = ({ context: { spanId, traceId }, attributes }: Link): boolean =>
    dropped.has(spanId) ||
    ((traceIds.get(spanId) ?? traceId) !== traceId &&
      !(isCopied && attributes?.['otel_session_trace.link.type'] === 'previous_interaction'));
  return traces.all.flatMap((span) =>
    span.links
      .filter(leadsNowhere)
      .map(({ context }) => `${span.name} has a link to ${traces.describe(context)}`),
  );
}

function oneRootPerTrace(
  program: Program,
  _: Played,
  { roots }: ExportedTraces,
): readonly string[] {
  const { setup } = program;
  const isWanted = setup.throwing === 'sessionRoot' || ['own', 'shared'].includes(setup.root);
  const mayHaveRoot = (traceId: string): boolean =>
    isWanted || (setup.root === 'reference' && BOUNDED_TRACE_IDS.has(traceId));
  return [...groupBy(roots, (root) => root.spanContext().traceId)]
    .filter(([traceId, { length }]) => !mayHaveRoot(traceId) || length > 1)
    .map(([traceId, { length }]) => `trace ${traceId} has ${length} roots of ours`);
}

function fieldsKept(
  { steps, setup }: Program,
  played: Played,
  traces: ExportedTraces,
  expectations: readonly Expectation[],
): readonly string[] {
  const starts = steps.flatMap((step, index) => (step.do === 'start' ? [{ step, index }] : []));
  return starts.flatMap(({ step, index }, number) => {
    const span = traces.ofProgram[number]?.[0];
    if (span === undefined) return [];
    const flags = played.spans[number]?.contextAtStart.traceFlags;
    const told = played.spans[number]?.told;
    const expectation = expectations[number];
    const isSessionless =
      expectation?.session === undefined &&
      expectation?.isOpen === false &&
      setup.told === 'current';
    return [
      ...(span.name === step.name ? [] : ['name']),
      ...(span.kind === (step.links === 1 ? SpanKind.CLIENT : SpanKind.INTERNAL) ? [] : ['kind']),
      ...(span.spanContext().traceFlags === flags ? [] : ['flags']),
      ...(millis(span.startTime) === timeOf(index) ? [] : ['start time']),
      ...(attributesKept(step, told, span) ? [] : ['attributes']),
      ...(step.links === 0 || span.links[0]?.context.spanId === LINKED.spanId ? [] : ['links']),
      ...(isSessionless &&
      (span.links.length > step.links + expectation.links.length || addsAttributes(told, span))
        ? ['fields, although it is of no session,']
        : []),
    ].map((field) => `#${number} has lost its ${field}`);
  });
}

function millis([seconds, nanos]: HrTime): number {
  return seconds * 1_000 + nanos / 1_000_000;
}

function attributesKept(
  { turn }: Start,
  told: SessionId | undefined,
  { attributes }: ReadableSpan,
): boolean {
  return (
    attributes['step.index'] !== undefined &&
    attributes['prompt.id'] === turn &&
    (told === undefined || attributes['session.id'] === told)
  );
}

function addsAttributes(told: SessionId | undefined, { attributes }: ReadableSpan): boolean {
  return Object.keys(attributes).some(
    (key) => key.startsWith('otel_session_trace.') || (key === 'session.id' && told === undefined),
  );
}
