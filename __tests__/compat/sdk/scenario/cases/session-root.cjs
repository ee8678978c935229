'use strict';

const { ONE, TWO } = require('../ids.cjs');

const rootMode = (sessionRoot) => () => ({ sessionRoot });

module.exports = [
  {
    title: "'own': a short span before any child, that carries what the options say",
    options: () => ({
      sessionSpan: (sessionId) => ({
        name: `agent ${sessionId}`,
        attributes: { 'agent.name': 'x' },
      }),
    }),
    async play(stage) {
      const turn = stage.start('interaction', { startTime: [1_700_000_000, 0] });
      const [root] = await stage.exported();
      const { SpanKind } = stage.major.api;
      stage.note('exported before its first child ends', turn.isRecording());
      stage.note('internal', root.kind === SpanKind.INTERNAL);
      stage.note('start', root.startTime);
      stage.note('end', root.endTime);
      stage.note('agent.name', root.attributes['agent.name']);
      stage.note('says what it is', root.attributes['otel_session_trace.span']);
      // SDK 1 calls it a library.
      const { name, version, schemaUrl } = root.instrumentationScope ?? root.instrumentationLibrary;
      stage.note('scope', `${name} ${version} ${schemaUrl}`);
    },
  },
  {
    title: "'shared': the root has the derived span id",
    options: rootMode('shared'),
    play: twoTurns,
  },
  {
    title: "'shared', resumed: refers to the root of an earlier process",
    options: rootMode('shared'),
    play: (stage) => stage.inSession({ sessionId: ONE, resumed: true }, () => referToRoot(stage)),
  },
  {
    title: "'reference': refers to the root of another process, as a remote parent",
    options: rootMode('reference'),
    play: referToRoot,
  },
  {
    title: "'omit': a forest, in which a displaced parent of the same trace gets no link",
    options: rootMode('omit'),
    play(stage) {
      const [turn] = twoTurns(stage);
      stage.start('interaction', {}, stage.at(turn));
      stage.note('skipped links', stage.sessions.stats().skippedLinks);
    },
  },
  {
    title: 'a function chooses for each session',
    options: rootMode((sessionId) => (sessionId === ONE ? 'own' : 'omit')),
    play(stage) {
      twoTurns(stage);
      stage.current = TWO;
      twoTurns(stage);
    },
  },
  {
    title: 'sessionContext makes the root if need be and is in the session',
    play(stage) {
      stage.current = undefined;
      const context = stage.sessions.sessionContext(ONE);
      const job = stage.start('job', {}, context);
      stage.start('job.step', {}, stage.at(job));
      stage.start('interaction', {}, context);
    },
  },
  {
    title: 'endSession exports one closing span; what comes later goes on under the same root',
    async play(stage) {
      const turns = twoTurns(stage);
      stage.note('ended', stage.sessions.endSession(ONE, { reason: 'done' }));
      const closing = (await stage.exported()).at(-1);
      for (const what of ['end_reason', 'turns']) {
        stage.note(what, closing.attributes[`otel_session_trace.session.${what}`]);
      }
      stage.note('ended again', stage.sessions.endSession(ONE));
      stage.start('late tool', {}, stage.at(turns[0]));
      stage.start('interaction');
    },
  },
  {
    title:
      'a session that made room for another goes on under its spans; back again, under its root',
    options: () => ({ maxSessions: 1 }),
    play(stage) {
      const turn = stage.start('interaction');
      stage.current = TWO;
      stage.start('interaction');
      stage.start('tool', {}, stage.at(turn));
      stage.current = ONE;
      stage.start('interaction');
      stage.note('evictions', stage.sessions.stats().evictions);
    },
  },
];

function twoTurns(stage) {
  return ['llm_request', 'tool'].map((name) => {
    const turn = stage.start('interaction');
    stage.start(name, {}, stage.at(turn));
    return turn;
  });
}

/** A parent that another process exports must be told apart from one that is missing. */
function referToRoot(stage) {
  for (const turn of twoTurns(stage)) {
    // SDK 1 keeps the id of a parent and no more: this shows where it is wrong, not where it is right.
    if ('parentSpanContext' in turn && turn.parentSpanContext.isRemote !== true) {
      stage.note('parent is remote', false);
    }
  }
}
