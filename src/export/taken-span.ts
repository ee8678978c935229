import type { Link, SpanContext } from '@opentelemetry/api';
import type { CopyChanges, DisplacedParent } from '../placement/late-place.js';
import type { SdkSpanFields } from '../sdk/span.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import { markOf } from '../sessions/marked-context.js';
import { isDisplacedParent } from '../spans/links.js';

/*
 * Spans that were taken from their parents as they started: they had a session, and the parents had none. A parent that
 * follows them into their trace gets them back; the link to one that goes elsewhere goes with it.
 */

/**
 * What changes about such a span; undefined where it goes out as it is.
 *
 * @param displaced - the parent as it was
 * @param parent - the parent as it is exported
 */
export function changesOfTaken(
  span: ExportableSpan,
  displaced: SpanContext,
  parent: SpanContext,
): CopyChanges | undefined {
  if (parent.traceId === displaced.traceId) {
    return undefined;
  }
  const own = span.spanContext();
  const { parentSpanContext, parentSpanId } = span as SdkSpanFields;
  const returns = parent.traceId === own.traceId && isUnderRoot(span);
  return {
    context: own,
    parentSpanContext: returns ? { ...parent } : parentSpanContext,
    parentSpanId: returns ? parent.spanId : parentSpanId,
    attributes: {},
    links: [],
    displaced: { spanId: displaced.spanId, context: returns ? undefined : { ...parent } },
  };
}

/** The links of such a span, as it is exported. */
export function linksOfTaken(
  links: readonly Link[],
  { spanId, context }: DisplacedParent,
): readonly Link[] {
  return links.flatMap((link) => {
    if (!isDisplacedParent(link) || link.context.spanId !== spanId) {
      return [link];
    }
    return context === undefined ? [] : [{ ...link, context }];
  });
}

/** Nothing but what is right under the root of its trace can have another span between. */
function isUnderRoot(span: ExportableSpan): boolean {
  const root = markOf(span.spanContext())?.trace?.root;
  const { parentSpanContext, parentSpanId } = span as SdkSpanFields;
  const parentId = parentSpanContext?.spanId ?? parentSpanId;
  return root !== undefined && parentId === root?.spanId;
}
