'use strict';

const IN_THE_FIELD = '33878ff9-1467-43ef-a692-634a21bbb1bf';

const prompt = (id) => ({ attributes: { 'prompt.id': id } });

module.exports = [
  {
    title:
      "traceScope 'interaction': a trace for each turn, linked to the turn before and to where it was",
    options: () => ({
      sessionId: IN_THE_FIELD,
      traceScope: 'interaction',
      interactionId: 'prompt.id',
    }),
    play(stage) {
      const turn = stage.start('interaction', prompt('prompt-7f3a'));
      const tool = stage.start('tool', {}, stage.at(turn));
      stage.start('hook', prompt('prompt-7f3a'));
      const nested = stage.start('interaction', prompt('1'), stage.at(tool));
      stage.start('llm_request', {}, stage.at(nested));
      stage.start('interaction');
      stage.start('tool of no turn');
    },
  },
  {
    title: 'a function of the counters rotates the trace at a turn, linked root to root',
    options: () => ({
      sessionId: 'a',
      traceScope: ({ turns }) => (turns === 0 ? undefined : 'b'),
    }),
    play(stage) {
      const turn = stage.start('interaction');
      stage.start('tool');
      stage.start('interaction');
      stage.start('tool');
      stage.start('late tool', {}, stage.at(turn));
    },
  },
  {
    title: 'a keyed derivation',
    options: (stage) => ({
      sessionId: IN_THE_FIELD,
      derivation: stage.major.sessionTrace.hmacDerivation('correct horse battery staple'),
      sessionRoot: 'shared',
    }),
    play(stage) {
      stage.start('interaction');
    },
  },
];
