import type { AttributeValue, Attributes, Link, SpanContext } from '@opentelemetry/api';
import type { CopyChanges } from '../placement/late-place.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import { linksOfTaken } from './taken-span.js';

/** Of attributes that nobody but this package writes. */
const OWN_PREFIX = 'otel_session_trace.';

/**
 * A copy of an ended span that can be placed like one that starts. The span itself stays as it is: the
 * application may still look at it.
 */
export function replaceableCopy(span: ExportableSpan): StartedSpan {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const context: SpanContext = {
    traceId,
    spanId,
    traceFlags,
    ...(traceState === undefined ? {} : { traceState }),
  };
  const attributes = { ...span.attributes };
  const links = [...span.links];
  return withOwn(span, {
    spanContext: () => context,
    attributes,
    links,
    // It takes attributes, as its span does no more.
    ended: false,
    setAttribute(key: string, value: AttributeValue): void {
      attributes[key] = value;
    },
    addLink(link: Link): void {
      links.push(link);
    },
    ...writableParentOf(span),
  }) as unknown as StartedSpan;
}

/** What was written into a copy. */
export function changesIn(copy: StartedSpan, span: ExportableSpan): CopyChanges {
  const { parentSpanContext, parentSpanId, links = [] } = copy as SdkSpanFields;
  return {
    context: copy.spanContext(),
    parentSpanContext: parentSpanContext && { ...parentSpanContext },
    // Some spans have both.
    parentSpanId: 'parentSpanContext' in copy ? parentSpanContext?.spanId : parentSpanId,
    attributes: Object.fromEntries(
      Object.entries(copy.attributes).filter(([key, value]) => span.attributes[key] !== value),
    ),
    links: links
      .slice(span.links.length)
      .map((link) => ({ ...link, context: { ...link.context } })),
  };
}

/**
 * A span as it is exported in its place. All that a span shows is a property of the copy's own, so that a
 * spread carries it, also what a later SDK adds; the rest is read from the span.
 */
export function placedCopy(
  span: ExportableSpan,
  { context, attributes, links, parentSpanContext, parentSpanId, displaced }: CopyChanges,
): ExportableSpan {
  const parent = writableParentOf(span);
  const kept = displaced === undefined ? span.links : linksOfTaken(span.links, displaced);
  return withOwn(span, {
    ...gettersOf(span),
    ...span,
    ...('_spanContext' in span ? { _spanContext: context } : {}),
    ...('parentSpanContext' in parent ? { parentSpanContext } : {}),
    ...('parentSpanId' in parent ? { parentSpanId } : {}),
    spanContext: () => context,
    attributes: { ...span.attributes, ...withoutStampsOver(span, attributes) },
    links: [...kept, ...links],
  });
}

/** The changes were found for a span that has the same ids, and may say less itself. */
function withoutStampsOver({ attributes: own }: ExportableSpan, added: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(added).filter(([key]) => own[key] === undefined || key.startsWith(OWN_PREFIX)),
  );
}

function withOwn(span: ExportableSpan, own: Record<string, unknown>): ExportableSpan {
  // Defined, not assigned: `duration` and `ended` are getters of the class, which take no assignment.
  return Object.create(span, Object.getOwnPropertyDescriptors(own)) as ExportableSpan;
}

/** The fields among the two that a span of its SDK has. */
function parentFieldsOf(span: ExportableSpan): Partial<SdkSpanFields> {
  const { parentSpanContext, parentSpanId } = span as SdkSpanFields;
  return {
    ...('parentSpanContext' in span ? { parentSpanContext } : {}),
    ...('parentSpanId' in span ? { parentSpanId } : {}),
  };
}

/** A span that nobody's SDK made may have no field for the parent that it has not. */
function writableParentOf(span: ExportableSpan): Partial<SdkSpanFields> {
  const fields = parentFieldsOf(span);
  return Object.keys(fields).length > 0
    ? fields
    : { parentSpanContext: undefined, parentSpanId: undefined };
}

/** What a span shows through getters of its class: `duration`, `ended` and the like. */
function gettersOf(span: ExportableSpan): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (
    let shape: object | null = span;
    shape !== null && shape !== Object.prototype;
    shape = Object.getPrototypeOf(shape) as object | null
  ) {
    for (const [key, field] of Object.entries(Object.getOwnPropertyDescriptors(shape))) {
      if (field.get !== undefined && !(key in shown)) {
        shown[key] = (span as unknown as Record<string, unknown>)[key];
      }
    }
  }
  return shown;
}
