'use strict';

/**
 * Draws exported spans as one tree for each trace: span id, name, session and links of each span, in
 * the order in which the spans were started. Times are left out, so that the text is always the same.
 */
function renderTraces(spans) {
  const ordered = [...spans].sort((left, right) => (spanIdOf(left) < spanIdOf(right) ? -1 : 1));
  const traceIds = new Set(ordered.map((span) => span.spanContext().traceId));
  const traces = [...traceIds].map((traceId) =>
    ordered.filter((span) => span.spanContext().traceId === traceId),
  );
  return traces.length === 0 ? ['nothing is exported'] : traces.flatMap(renderTrace);
}

function renderTrace(spans) {
  const exported = new Set(spans.map(spanIdOf));
  const draw = (level, indent) =>
    level.flatMap((span) => [
      [`${indent}${spanIdOf(span)} ${span.name}`, ...notesOn(span, exported)].join('  '),
      ...draw(
        spans.filter((child) => parentIdOf(child) === spanIdOf(span)),
        `${indent}  `,
      ),
    ]);
  const tops = spans.filter((span) => !exported.has(parentIdOf(span)));
  return [`trace ${spans[0].spanContext().traceId}`, ...draw(tops, '  ')];
}

function notesOn(span, exported) {
  const { traceId, traceState } = span.spanContext();
  const parentId = parentIdOf(span);
  const session = span.attributes['session.id'];
  const parentTraceId = span.parentSpanContext?.traceId ?? traceId;
  return [
    ...(session === undefined ? [] : [`[${session}]`]),
    ...(parentId === undefined || exported.has(parentId) ? [] : [`under ${parentId}`]),
    ...(parentTraceId === traceId ? [] : [`under trace ${parentTraceId}`]),
    ...(traceState === undefined ? [] : [`tracestate ${traceState.serialize()}`]),
    ...span.links.map(renderLink),
  ];
}

function renderLink({ context, attributes }) {
  const type = attributes?.['otel_session_trace.link.type'] ?? 'of the user';
  return `link ${type} ${context.traceId}-${context.spanId}`;
}

function spanIdOf(span) {
  return span.spanContext().spanId;
}

/** SDK 1 keeps the id, SDK 2 and 3 the context. */
function parentIdOf(span) {
  return span.parentSpanContext?.spanId ?? span.parentSpanId;
}

module.exports = { renderTraces };
