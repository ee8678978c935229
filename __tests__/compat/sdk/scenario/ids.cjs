'use strict';

/** The session of most cases, and the vector of docs/derivation.md that its trace has. */
const ONE = 'session-abc-123';
const TRACE_OF_ONE = '88ce9025f8a9c60e5e936b8d6b8f0fd7';

/** The other session. Not ASCII, so that the derivation sees UTF-8. */
const TWO = '会话-🧵';
const TRACE_OF_TWO = '1d16be6d002a19c5af5b59f8e03bab42';

// Frozen, as parents are never written to.
const spanContext = (fields) => Object.freeze({ traceFlags: 1, ...fields });

/** A local context that no span stands behind. */
const PHANTOM = spanContext({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
});

/** A span of another process in a trace of its own. */
const REMOTE = spanContext({
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  isRemote: true,
});

/** Ids in the order in which the SDK asks for them: the first span is number 1. */
function countingIds(traceIds = []) {
  let spans = 0;
  let traces = 0;
  return {
    generateSpanId: () => `50000000${hex(++spans)}`,
    generateTraceId: () => traceIds[traces++] ?? `eeeeeeeeeeeeeeee00000000${hex(traces)}`,
  };
}

function hex(number) {
  return number.toString(16).padStart(8, '0');
}

module.exports = { ONE, TRACE_OF_ONE, TWO, TRACE_OF_TWO, PHANTOM, REMOTE, countingIds };
