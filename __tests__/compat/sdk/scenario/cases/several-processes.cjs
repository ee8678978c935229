'use strict';

const { REMOTE, TRACE_OF_ONE } = require('../ids.cjs');

module.exports = [
  {
    title: 'a span hands itself on to a process that it starts',
    play(stage) {
      const turn = stage.start('interaction');
      const environment = stage.major.sessionTrace.sessionEnvironment(stage.at(turn));
      stage.note('TRACEPARENT', environment.TRACEPARENT);
    },
  },
  {
    title: 'the span of the session that started the process serves as the session root',
    play: startedBy({ ...REMOTE, traceId: TRACE_OF_ONE }),
  },
  {
    title: 'a span of another trace that started the process is a remote parent like any other',
    play: startedBy(REMOTE),
  },
];

function startedBy({ traceId, spanId }) {
  return (stage) => {
    const { contextFromEnvironment } = stage.major.sessionTrace;
    const outermost = contextFromEnvironment({ TRACEPARENT: `00-${traceId}-${spanId}-01` });
    const turn = stage.start('interaction', {}, outermost);
    stage.start('llm_request', {}, stage.at(turn, outermost));
    stage.start('tool', {}, outermost);
    stage.start('hook');
  };
}
