import type { Link, SpanContext } from '@opentelemetry/api';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';

/** Attribute that says what a link of ours is for. */
const LINK_TYPE = 'otel_session_trace.link.type';

/** A link to the parent that a span had before it was placed. */
export const DISPLACED_PARENT = 'displaced_parent';
/** A link from a turn's trace to the turn before it in the session. */
export const PREVIOUS_INTERACTION = 'previous_interaction';
/** A link from the root of a rotated trace to the root of the trace before it. */
export const PREVIOUS_TRACE = 'previous_trace';

/** The specification's default for the number of links of a span. */
const DEFAULT_LINK_LIMIT = 128;

/** A link of ours. */
export function linkTo(context: SpanContext, type: string): Link {
  return { context, attributes: { [LINK_TYPE]: type } };
}

/**
 * Adds a link, unless the span is at its limit: the SDK would then push out the oldest link, which is
 * the user's. False where it was left out.
 */
export function addLink(span: StartedSpan, link: Link): boolean {
  const fields = span as SdkSpanFields;
  const limit = fields._spanLimits?.linkCountLimit ?? DEFAULT_LINK_LIMIT;
  const full = (fields.links?.length ?? 0) >= limit || (fields.droppedLinksCount ?? 0) > 0;
  if (full || fields.addLink === undefined) {
    return false;
  }
  fields.addLink(link);
  return true;
}

/** The parent that a span was taken from, as a link of ours names it. */
export function displacedParentIn(links: readonly Link[]): SpanContext | undefined {
  return links.find(isDisplacedParent)?.context;
}

/** Whether a link of ours leads to the parent that its span had. */
export function isDisplacedParent({ attributes }: Link): boolean {
  return attributes?.[LINK_TYPE] === DISPLACED_PARENT;
}
