'use strict';

const { ONE, TWO, PHANTOM, TRACE_OF_ONE } = require('../ids.cjs');

const prompt = (id) => ({ attributes: { 'prompt.id': id } });
const byPrompt = () => ({ interactionId: 'prompt.id' });
const intoOpenTurn = () => ({ orphans: 'open-interaction' });

module.exports = [
  {
    title: 'an orphan goes under the root, what it starts goes with it',
    play(stage) {
      const tool = stage.start('tool');
      stage.start('tool.execution', {}, stage.at(tool));
    },
  },
  {
    title: 'an orphan with the id of a turn joins that turn, open or ended',
    options: byPrompt,
    play(stage) {
      const turn = stage.start('interaction', prompt('prompt-1'));
      stage.start('interaction', prompt('prompt-2'));
      stage.start('llm_request', prompt('prompt-1'));
      turn.end();
      const hook = stage.start('hook', prompt('prompt-1'));
      stage.start('hook.execution', {}, stage.at(hook));
      stage.start('tool of prompt-2', prompt('prompt-2'));
      stage.start('tool of no turn', prompt('prompt-3'));
      stage.start('tool');
    },
  },
  {
    title: 'an orphan with the id of a turn of another session does not join it',
    options: byPrompt,
    play(stage) {
      stage.start('interaction', prompt('prompt-1'));
      stage.current = TWO;
      stage.start('hook', prompt('prompt-1'));
    },
  },
  {
    title: 'the entry may tell the id of the turn',
    play(stage) {
      const session = { sessionId: ONE, interactionId: 'prompt-1' };
      stage.inSession(session, () => {
        stage.start('interaction');
        stage.start('hook');
      });
    },
  },
  {
    title:
      "with orphans 'open-interaction' an orphan joins the only open turn, not one of two, not an ended one",
    options: intoOpenTurn,
    play(stage) {
      const first = stage.start('interaction');
      stage.start('tool in one');
      const second = stage.start('interaction');
      stage.start('tool between two');
      second.end();
      stage.start('tool in one again');
      first.end();
      stage.start('tool after all');
    },
  },
  {
    title: 'a phantom parent is left for the root, with a link',
    play(stage) {
      const request = stage.start('llm_request', {}, stage.under(PHANTOM));
      stage.start('http', {}, stage.at(request));
    },
  },
  {
    title: 'a phantom parent of a turn is left for the root, with a link',
    play(stage) {
      const turn = stage.start('interaction', {}, stage.under(PHANTOM));
      stage.start('llm_request', {}, stage.at(turn));
    },
  },
  {
    title: 'two sessions under one phantom come apart',
    play(stage) {
      for (const session of [ONE, TWO, ONE, TWO]) {
        stage.current = session;
        const turn = stage.start('interaction', {}, stage.under(PHANTOM));
        stage.start('tool', {}, stage.at(turn));
        stage.start('hook', {}, stage.under(PHANTOM));
      }
    },
  },
  {
    title: 'a phantom without a session is left alone',
    play(stage) {
      stage.current = undefined;
      stage.start('llm_request', {}, stage.under(PHANTOM));
    },
  },
  {
    title: 'an orphan with a phantom parent and the id of a turn joins the turn, with a link',
    options: byPrompt,
    play(stage) {
      stage.start('interaction', prompt('prompt-1'));
      stage.start('hook', prompt('prompt-1'), stage.under(PHANTOM));
    },
  },
  {
    title: 'a parent with invalid ids is none',
    play(stage) {
      const invalid = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 1 };
      stage.start('tool', {}, stage.under(invalid));
    },
  },
  {
    title: 'propagation by hand that forgot isRemote does not vanish: it leaves a link',
    play(stage) {
      const sender = { ...PHANTOM, traceId: TRACE_OF_ONE };
      stage.start('server', {}, stage.under(sender));
    },
  },
];
