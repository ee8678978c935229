import type { ReceivedLink, ReceivedSpan } from './received-span.js';
import type { Annotate } from './trace-tree.js';

const LINK_TYPE = 'otel_session_trace.link.type';

/** Notes a span's links in a tree, such as `~> displaced parent hook`, naming targets found in `spans`. */
export function linkNote(spans: readonly ReceivedSpan[]): Annotate {
  const names = new Map(spans.map((span) => [keyOf(span), span.name]));
  return (span) =>
    span.links
      .map((link) => `~> ${typeOf(link)} ${names.get(keyOf(link)) ?? '(not exported)'}`)
      .join('  ');
}

function typeOf(link: ReceivedLink): string {
  const type = link.attributes[LINK_TYPE];
  return typeof type === 'string' ? type.replaceAll('_', ' ') : 'link';
}

function keyOf({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return `${traceId}-${spanId}`;
}
