'use strict';

const keepNested = () => ({ nestedInteractions: 'keep' });

module.exports = [
  {
    title: 'turns stand side by side under one root, what they start stays under them',
    play(stage) {
      for (const tool of ['read', 'write']) {
        const turn = stage.start('interaction');
        stage.inside(turn, () => {
          stage.start('llm_request');
          stage.inside(stage.start(`tool ${tool}`), () => stage.start('tool.execution'));
        });
        turn.end();
      }
    },
  },
  {
    title: 'a turn under a stray active span is anchored at the root and linked',
    play(stage) {
      const { current } = stage;
      stage.current = undefined;
      const stray = stage.start('stray');
      stage.current = current;
      stage.inside(stray, () => {
        const turn = stage.start('cli.interaction');
        stage.inside(turn, () => stage.start('llm_request'));
      });
    },
  },
  {
    title: 'a nested turn is pinned to the root and linked',
    play: nestTurns,
  },
  {
    title: "a nested turn is kept where it is with nestedInteractions 'keep'",
    options: keepNested,
    play: nestTurns,
  },
  {
    title: "nestedInteractions 'keep' pins what starts under a turn that has ended",
    options: keepNested,
    play(stage) {
      const turn = stage.start('interaction');
      turn.end();
      stage.start('interaction', {}, stage.at(turn));
    },
  },
];

function nestTurns(stage) {
  const turn = stage.start('interaction');
  const tool = stage.start('tool', {}, stage.at(turn));
  const nested = stage.start('interaction', {}, stage.at(tool));
  stage.start('llm_request', {}, stage.at(nested));
}
