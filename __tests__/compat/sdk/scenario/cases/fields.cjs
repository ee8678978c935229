'use strict';

const { PHANTOM, REMOTE } = require('../ids.cjs');

const limitedTo = (linkCountLimit) => () => ({ spanLimits: { linkCountLimit } });

const traceStateFromSampler = ({ major: { api, sdk } }) => ({
  sampler: {
    shouldSample: () => ({
      decision: sdk.SamplingDecision.RECORD_AND_SAMPLED,
      traceState: api.createTraceState('sampler=1'),
    }),
    toString: () => 'with a tracestate',
  },
});

const withTraceState = (stage, parent) => ({
  ...parent,
  traceState: stage.major.api.createTraceState('vendor=1'),
});

module.exports = [
  {
    title: 'a tracestate that came with the displaced parent is dropped',
    play(stage) {
      const turn = stage.start('interaction', {}, stage.under(withTraceState(stage, REMOTE)));
      stage.start('llm_request', {}, stage.at(turn));
      stage.start('tool', {}, stage.under(withTraceState(stage, PHANTOM)));
    },
  },
  {
    title: 'a tracestate that came with a parent that is kept stays',
    play(stage) {
      const server = stage.start('server', {}, stage.under(withTraceState(stage, REMOTE)));
      stage.start('tool', {}, stage.at(server));
    },
  },
  {
    title: 'a tracestate that the sampler set stays',
    provider: traceStateFromSampler,
    play(stage) {
      stage.start('interaction', {}, stage.under(withTraceState(stage, REMOTE)));
    },
  },
  {
    title: 'a link of ours does not push out a link of the user, and is counted',
    provider: limitedTo(1),
    play: linkTwice,
  },
  {
    title: 'a link of ours takes the place that the limit leaves',
    provider: limitedTo(2),
    play: linkTwice,
  },
  {
    title: 'what was given at start stays: kind, attributes, and a session.id of its own',
    play(stage) {
      const { SpanKind } = stage.major.api;
      const attributes = { 'session.id': 'of the user', 'gen_ai.system': 'mock' };
      const turn = stage.start('interaction', { kind: SpanKind.CLIENT, attributes });
      stage.note('client', turn.kind === SpanKind.CLIENT);
      stage.note('gen_ai.system', turn.attributes['gen_ai.system']);
    },
  },
  {
    title: 'the context of a parent is never written to',
    play(stage) {
      const parents = [PHANTOM, REMOTE].map((parent) => ({ ...parent }));
      for (const parent of parents) {
        stage.start('interaction', {}, stage.under(parent));
      }
      const untouched = JSON.stringify(parents) === JSON.stringify([PHANTOM, REMOTE]);
      const marked = parents.some((parent) => Object.getOwnPropertySymbols(parent).length > 0);
      stage.note('untouched', untouched && !marked);
    },
  },
];

function linkTwice(stage) {
  const links = [{ context: REMOTE }];
  stage.start('interaction', { links }, stage.under(PHANTOM));
  stage.note('skipped links', stage.sessions.stats().skippedLinks);
}
