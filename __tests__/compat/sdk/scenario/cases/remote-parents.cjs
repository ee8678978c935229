'use strict';

const { ONE, REMOTE, TRACE_OF_ONE, TRACE_OF_TWO, TWO } = require('../ids.cjs');

const linkRemote = () => ({ remoteParent: 'link' });
const inTraceOfOne = { ...REMOTE, traceId: TRACE_OF_ONE };
const inTraceOfTwo = { ...REMOTE, traceId: TRACE_OF_TWO };

module.exports = [
  {
    title: 'a remote parent in another trace is kept, and children follow',
    play: serve(REMOTE),
  },
  {
    title: "a remote parent in another trace is linked with remoteParent 'link'",
    options: linkRemote,
    play: serve(REMOTE),
  },
  {
    title: "a remote parent in the session's own trace is kept",
    play: serve(inTraceOfOne),
  },
  {
    title: "a remote parent in the session's own trace is kept with remoteParent 'link' too",
    options: linkRemote,
    play: serve(inTraceOfOne),
  },
  {
    title: 'a turn leaves a remote parent for the root, with a link',
    play: turnUnder(REMOTE),
  },
  {
    title:
      "a turn that its session called stays under the remote parent in the session's own trace",
    play: turnUnder(inTraceOfOne),
  },
  {
    title:
      'a turn that its session called stays under the request of no session that came in with the call',
    play(stage) {
      stage.current = undefined;
      const request = stage.start('request', {}, stage.under(inTraceOfOne));
      stage.current = ONE;
      const turn = stage.start('interaction', {}, stage.at(request));
      stage.start('llm_request', {}, stage.at(turn));
    },
  },
  {
    title:
      'a forged remote trace id chooses no session: its span is kept where it is, and the session too',
    play(stage) {
      serve(inTraceOfTwo)(stage);
      stage.current = TWO;
      stage.start('interaction');
    },
  },
  {
    title: "a forged remote trace id is left with remoteParent 'link'",
    options: linkRemote,
    play: serve(inTraceOfTwo),
  },
  {
    title: 'a forged remote trace id brings no session where nobody answers',
    play(stage) {
      stage.current = undefined;
      serve(inTraceOfTwo)(stage);
    },
  },
];

function serve(parent) {
  return (stage) => {
    const server = stage.start('server', {}, stage.under(parent));
    stage.start('tool', {}, stage.at(server));
  };
}

function turnUnder(parent) {
  return (stage) => {
    const turn = stage.start('interaction', {}, stage.under(parent));
    stage.start('llm_request', {}, stage.at(turn));
  };
}
