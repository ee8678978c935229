/*
 * The house of src/README.md as a rule: each room imports only from rooms below it, and no files import one
 * another in a circle. Imports of types count: a reader follows them, too.
 */

/** From the ground up. */
const ROOMS = [
  'sdk',
  'diagnostics',
  'ids',
  'metrics',
  'resolvers',
  'options',
  'sessions',
  'propagation',
  'spans',
  'roots',
  'placement',
  'explain',
  'sampling',
  'export',
  'logs',
  'session-tracing',
  'register',
];

const onlyDownwards = ROOMS.map((room, floor) => ({
  name: `${room}-imports-only-from-below`,
  comment: `src/README.md draws which rooms are below ${room}.`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${ROOMS.slice(0, floor + 1).join('|')})/` },
}));

const everyRoomIsKnown = {
  name: 'every-room-is-known',
  comment: 'A new room needs its place in this list, and in the drawing in src/README.md.',
  severity: 'error',
  from: { path: '^src/[^/]+/', pathNot: `^src/(${ROOMS.join('|')})/` },
  to: {},
};

const noCircle = {
  name: 'no-circle',
  comment: 'Files that import one another can only be read together.',
  severity: 'error',
  from: { path: '^src/' },
  to: { circular: true },
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...onlyDownwards, everyRoomIsKnown, noCircle],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
