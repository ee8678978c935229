'use strict';

const { ONE, PHANTOM, countingIds } = require('../ids.cjs');

/** Drops or only records what is named so, and samples everything else, whatever its parent is. */
const samplerByName = ({ SamplingDecision }) => ({
  shouldSample(_context, _traceId, name) {
    if (name.startsWith('dropped ')) return { decision: SamplingDecision.NOT_RECORD };
    if (name.startsWith('recorded ')) return { decision: SamplingDecision.RECORD };
    return { decision: SamplingDecision.RECORD_AND_SAMPLED };
  },
  toString: () => 'by name',
});

const byName = (stage) => ({ sampler: samplerByName(stage.major.sdk) });
const turnNamedInteraction = () => ({
  interaction: /interaction$/,
  interactionId: 'prompt.id',
});

module.exports = [
  {
    title: 'a parent without a session is left for the root, with a link',
    play(stage) {
      stage.current = undefined;
      const server = stage.start('server');
      stage.current = ONE;
      const tool = stage.start('tool', {}, stage.at(server));
      stage.start('tool.execution', {}, stage.at(tool));
      stage.current = undefined;
      stage.start('server.log', {}, stage.at(server));
    },
  },
  {
    title: 'a parent that has ended is still a parent',
    play(stage) {
      const turn = stage.start('interaction');
      turn.end();
      stage.start('hook', {}, stage.at(turn));
    },
  },
  {
    title: 'a parent that has ended without a session is left, with a link',
    play(stage) {
      stage.current = undefined;
      const server = stage.start('server');
      server.end();
      stage.current = ONE;
      stage.start('tool', {}, stage.at(server));
    },
  },
  {
    title:
      'a parent of a provider without us is no phantom, running or ended: its children join no turn',
    options: () => ({ orphans: 'open-interaction' }),
    play(stage) {
      const { newProvider } = stage.major;
      const idGenerator = countingIds(['dddddddddddddddd0000000000000001']);
      const server = newProvider({ idGenerator }).getTracer('other').startSpan('server');
      stage.start('interaction');
      stage.start('tool', {}, stage.at(server));
      server.end();
      stage.start('hook', {}, stage.at(server));
    },
  },
  {
    title:
      'a parent whose context was wrapped again is still that parent, before and after its end',
    play(stage) {
      const turn = stage.start('interaction');
      stage.start('llm_request', {}, stage.under(turn.spanContext()));
      turn.end();
      const hook = stage.start('hook', {}, stage.under(turn.spanContext()));
      stage.start('hook.execution', {}, stage.under(hook.spanContext()));
    },
  },
  {
    title: 'a span that asks for no parent is an orphan',
    play(stage) {
      stage.inside(stage.start('interaction'), () => stage.start('job', { root: true }));
    },
  },
  {
    title: 'a parent that the sampler dropped is left for the root, without a link',
    provider: byName,
    play(stage) {
      const dropped = stage.start('dropped tool');
      const execution = stage.start('tool.execution', {}, stage.at(dropped));
      stage.start('hook', {}, stage.at(execution));
    },
  },
  {
    title: 'a bare context that is not sampled is left for the root, without a link',
    provider: byName,
    play(stage) {
      const unsampled = stage.under({ ...PHANTOM, traceFlags: 0 });
      stage.start('tool', {}, unsampled);
      stage.start('interaction', {}, unsampled);
    },
  },
  {
    title: 'a turn that is recorded but not exported is followed, and takes in no orphans',
    options: turnNamedInteraction,
    provider: byName,
    play(stage) {
      const attributes = { 'prompt.id': 'prompt-1' };
      const turn = stage.start('recorded interaction', { attributes });
      stage.start('llm_request', {}, stage.at(turn));
      stage.start('hook', { attributes });
    },
  },
];
