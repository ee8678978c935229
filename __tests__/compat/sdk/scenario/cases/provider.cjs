'use strict';

const { ONE, TWO } = require('../ids.cjs');

// The ratio sampler of each major joins the four words of a trace id by XOR and keeps what is in the
// lowest tenth. The traces of both sessions here are above it: they would be dropped by themselves.
const SAMPLED = (index) => `0000000000000000000000000000000${index}`;
const DROPPED = (index) => `f000000000000000000000000000000${index}`;

const aTenth = ({ major: { sdk } }) => ({
  sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(0.1) }),
  traceIds: [SAMPLED(1), DROPPED(2), SAMPLED(3), DROPPED(4), SAMPLED(5)],
});

module.exports = [
  {
    title: 'not registered: a forest, told once',
    register: false,
    play: turnByHand,
  },
  {
    title: 'not registered, but named in the options: a root; no context manager is told once',
    register: false,
    options: (stage) => ({ tracerProvider: () => stage.provider }),
    play: turnByHand,
  },
  {
    title: 'another provider is registered: a forest, told once, and nothing is exported there',
    register: false,
    async play(stage) {
      const { sdk, newProvider, exportTo, register } = stage.major;
      const exporter = new sdk.InMemorySpanExporter();
      const other = newProvider({ spanProcessors: [exportTo(exporter)] });
      register(other);
      turnByHand(stage);
      turnByHand(stage);
      await other.forceFlush();
      stage.note('exported there', exporter.getFinishedSpans().length);
    },
  },
  {
    title: 'a sampler that keeps a tenth keeps the root of every session of which it keeps a turn',
    provider: aTenth,
    play(stage) {
      for (const session of ['a', 'a/b', ONE, TWO]) {
        stage.current = session;
        stage.start('interaction');
      }
      stage.current = ONE;
      stage.inside(stage.start('interaction'), () => stage.start('llm_request'));
    },
  },
];

/** Without a context manager: contexts are passed by hand. */
function turnByHand(stage) {
  const turn = stage.start('interaction', {}, stage.nowhere);
  stage.start('llm_request', {}, stage.at(turn));
}
