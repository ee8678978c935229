'use strict';

const { inspect } = require('node:util');

/** Everything that an exporter of any of the three majors can read of a span. */
const FIELDS = [
  ...['name', 'kind', 'startTime', 'endTime', 'duration', 'ended', 'status', 'attributes', 'links'],
  ...['events', 'droppedAttributesCount', 'droppedEventsCount', 'droppedLinksCount'],
  ...['parentSpanContext', 'parentSpanId', 'instrumentationScope', 'instrumentationLibrary'],
];
const INSPECTION = { depth: 12, showHidden: true, breakLength: Infinity, maxArrayLength: null };

function text(value) {
  return inspect(value, INSPECTION);
}

/** A span context, by all the ways in which it can be looked at. */
function renderContext(spanContext) {
  if (typeof spanContext !== 'object' || spanContext === null) {
    return String(spanContext);
  }
  const keys = Reflect.ownKeys(spanContext).map(String).join();
  const state = spanContext.traceState?.serialize();
  return `${keys} ${JSON.stringify(spanContext)} ${text(spanContext)} ${state}`;
}

/** An exported span. */
function renderSpan(span) {
  const fields = FIELDS.filter((field) => field in span).map(
    (field) => `${field}=${text(span[field])}`,
  );
  const contexts = [span.parentSpanContext, ...span.links.map(({ context }) => context)];
  return [
    `keys=${Reflect.ownKeys(span).map(String).join()}`,
    `context=${renderContext(span.spanContext())}`,
    `resource=${text(span.resource.attributes)}`,
    ...fields,
    ...contexts.map(renderContext),
  ].join('\n  ');
}

module.exports = { renderContext, renderSpan, text };
