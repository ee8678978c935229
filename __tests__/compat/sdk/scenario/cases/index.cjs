'use strict';

module.exports = [
  { chapter: 'Which session', scenes: require('./which-session.cjs') },
  { chapter: 'Turns', scenes: require('./turns.cjs') },
  { chapter: 'Local parents', scenes: require('./local-parents.cjs') },
  { chapter: 'Orphans', scenes: require('./orphans.cjs') },
  { chapter: 'Remote parents', scenes: require('./remote-parents.cjs') },
  { chapter: 'Fields of a span that moves', scenes: require('./fields.cjs') },
  { chapter: 'The session root', scenes: require('./session-root.cjs') },
  { chapter: 'The provider that makes the root', scenes: require('./provider.cjs') },
  { chapter: 'Bounded traces', scenes: require('./bounded-traces.cjs') },
  { chapter: 'Several processes', scenes: require('./several-processes.cjs') },
  { chapter: 'Log records', scenes: require('./log-records.cjs') },
  { chapter: 'Other processors', scenes: require('./other-processors.cjs') },
];
