'use strict';

module.exports = [
  {
    title: 'a record is stamped, and without a span it gets the session root, which is made for it',
    play(stage) {
      const { emit } = stage.logger(stage.sessions.logRecordProcessor);
      emit('session_start', stage.nowhere);
      const turn = stage.start('interaction');
      emit('tool_result', stage.at(turn));
      turn.end();
      emit('tool_late', stage.at(turn));
    },
  },
  {
    title:
      'a record becomes a span: under its span, also when that has ended, or under the session root',
    play(stage) {
      const { emit } = stage.logger(stage.sessions.logToSpanProcessor());
      const turn = stage.start('interaction');
      emit('tool_result', stage.at(turn));
      turn.end();
      emit('tool_late', stage.at(turn));
      emit('idle', stage.nowhere);
    },
  },
  {
    title: 'a record of no session stays as it is, and becomes no span',
    play(stage) {
      stage.current = undefined;
      const { emit } = stage.logger(
        stage.sessions.logRecordProcessor,
        stage.sessions.logToSpanProcessor(),
      );
      emit('idle', stage.nowhere);
    },
  },
];
