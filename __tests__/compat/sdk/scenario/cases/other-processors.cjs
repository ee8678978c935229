'use strict';

const { PHANTOM } = require('../ids.cjs');

/** Freezes the context of every span before we see it. */
class FreezingProcessor {
  onStart(span) {
    Object.freeze(span.spanContext());
  }

  onEnd() {}

  forceFlush() {
    return Promise.resolve();
  }

  shutdown() {
    return Promise.resolve();
  }
}

const freezing = () => ({ processors: (ours) => [new FreezingProcessor(), ours] });

module.exports = [
  {
    title: 'a frozen context is replaced: spans are placed all the same; being late is told once',
    provider: freezing,
    play: placeEverySort,
  },
  {
    title: "a frozen context is replaced for a root with the derived span id ('shared') as well",
    options: () => ({ sessionRoot: 'shared' }),
    provider: freezing,
    play: placeEverySort,
  },
  {
    title: 'a turn whose context was frozen takes in its orphans',
    options: () => ({ interactionId: 'prompt.id' }),
    provider: freezing,
    play(stage) {
      const attributes = { 'prompt.id': 'prompt-1' };
      stage.start('interaction', { attributes });
      stage.start('hook', { attributes });
    },
  },
  {
    title: 'a second processor of ours on one provider steps aside, told once',
    provider: ({ major: { sessionTrace } }) => ({
      processors: (ours) => [
        ours,
        new sessionTrace.SessionTraceSpanProcessor({ sessionId: 'of the second' }),
      ],
    }),
    play: placeEverySort,
  },
  {
    title: 'after shutdown every hook does nothing',
    async play(stage) {
      stage.start('interaction').end();
      await stage.sessions.spanProcessor.shutdown();
      await stage.sessions.spanProcessor.shutdown();
      stage.start('interaction');
    },
  },
];

function placeEverySort(stage) {
  const turn = stage.start('interaction', {}, stage.under(PHANTOM));
  const tool = stage.start('tool', {}, stage.at(turn));
  stage.start('interaction', {}, stage.at(tool));
  turn.end();
  stage.start('hook', {}, stage.at(turn));
  stage.start('job');
  stage.note('unwritable spans', stage.sessions.stats().unwritableSpans);
}
