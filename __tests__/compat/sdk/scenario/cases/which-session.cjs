'use strict';

const { ONE, TWO, REMOTE } = require('../ids.cjs');

module.exports = [
  {
    title: 'nobody answers: every field stays as without us',
    play(stage) {
      stage.current = undefined;
      const work = stage.start('work');
      stage.start('step', {}, stage.at(work));
      stage.start('server', {}, stage.under(REMOTE));
    },
  },
  {
    title: "a resolver that throws, answers '' or a number answers nothing; each is told once",
    options: (stage) => ({ sessionId: () => stage.answer() }),
    play(stage) {
      const fail = () => {
        throw new Error('no session today');
      };
      for (const answer of [fail, fail, () => '', () => '', () => 42, () => 42]) {
        stage.answer = answer;
        stage.start('work');
      }
      const { resolverErrors, refusedIds } = stage.sessions.stats();
      stage.note('resolver errors', resolverErrors);
      stage.note('refused ids', refusedIds);
    },
  },
  {
    title: 'the parent beats the current session: a tool that still runs stays in its session',
    play(stage) {
      const turn = stage.start('interaction');
      const tool = stage.start('tool', {}, stage.at(turn));
      stage.current = TWO;
      stage.start('tool.execution', {}, stage.at(tool));
    },
  },
  {
    title: 'a turn starts in the current session, under a running tool of another',
    play(stage) {
      const turn = stage.start('interaction');
      const tool = stage.start('tool', {}, stage.at(turn));
      stage.current = TWO;
      const next = stage.start('interaction', {}, stage.at(tool));
      stage.start('llm_request', {}, stage.at(next));
    },
  },
  {
    title: "a turn stays in its parent's session where nobody else answers",
    play(stage) {
      const tool = stage.start('tool');
      stage.current = undefined;
      stage.start('interaction', {}, stage.at(tool));
    },
  },
  {
    title: 'an entry without a parent beats the resolver',
    play(stage) {
      stage.inSession(TWO, () => {
        const turn = stage.start('interaction');
        stage.inside(turn, () => stage.start('llm_request'));
        stage.start('tool');
      });
    },
  },
  {
    title: 'an entry made right under the parent beats the parent',
    play(stage) {
      const turn = stage.start('interaction');
      stage.inside(turn, () => {
        stage.inSession(TWO, () => {
          const agent = stage.start('subagent');
          stage.inside(agent, () => stage.start('llm_request'));
        });
        stage.start('llm_request');
      });
    },
  },
  {
    title: 'an older entry answers under a parent without a session',
    play(stage) {
      const { setSession } = stage.major.sessionTrace;
      stage.current = undefined;
      const server = stage.start('server');
      stage.start('tool', {}, stage.at(server, setSession(stage.nowhere, ONE)));
    },
  },
  {
    title: 'an older entry yields to the parent, except for a turn',
    play(stage) {
      const { setSession } = stage.major.sessionTrace;
      const turn = stage.start('interaction');
      const inTurn = stage.at(turn, setSession(stage.nowhere, TWO));
      stage.start('llm_request', {}, inTurn);
      stage.start('interaction', {}, inTurn);
    },
  },
  {
    title: 'a turn keeps the session that its parent has from an entry, in its context and outside',
    play(stage) {
      stage.inSession(ONE, () => {
        const tool = stage.start('tool');
        stage.current = TWO;
        stage.inside(tool, () => stage.start('interaction'));
        const execution = stage.start('tool.execution', {}, stage.at(tool));
        stage.start('interaction', {}, stage.at(execution));
      });
    },
  },
  {
    title: 'an entry that names no session is no entry, and is told once',
    play(stage) {
      stage.inSession('', () => stage.start('tool'));
      stage.inSession('', () => stage.start('tool'));
      stage.note('refused ids', stage.sessions.stats().refusedIds);
    },
  },
  {
    title: 'two sessions at once, over awaits',
    async play(stage) {
      stage.current = undefined;
      const turn = async (session) => {
        const interaction = stage.start('interaction');
        await stage.inside(interaction, async () => {
          await Promise.resolve();
          const tool = stage.start(`tool of ${session}`);
          await stage.inside(tool, async () => {
            await new Promise((resolve) => setImmediate(resolve));
            stage.start('tool.execution');
          });
        });
        // Back outside of the turn: an orphan, which only the entry can claim.
        stage.start(`hook of ${session}`);
      };
      await Promise.all([ONE, TWO].map((session) => stage.inSession(session, () => turn(session))));
    },
  },
];
