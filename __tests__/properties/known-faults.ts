import type { Program, Step } from './program.js';

/** A fault that is known, and that programs would stumble over again and again. */
export interface KnownFault {
  readonly name: string;
  readonly what: string;
  /** Whether a program may meet it; such a program is passed over. */
  meets(program: Program): boolean;
}

const has = ({ steps }: Program, test: (step: Step) => boolean): boolean => steps.some(test);
const holds = ({ setup }: Program): boolean =>
  setup.exporters.includes('holding') && setup.told !== 'current';

/** Whoever mends one takes it out of this list. */
export const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    name: 'cut-between-sessions',
    what: 'after a flush cut a local trace, a late child has a parent that nobody exports',
    meets: (program) => holds(program) && has(program, (step) => step.do === 'flush'),
  },
  {
    name: 'session-in-the-making',
    what: 'a function of the user that starts a span while its session is being made gives it two roots',
    meets: ({ setup }) =>
      ['sessionRoot', 'sessionAttributes', 'sessionSpan'].includes(setup.reentrant ?? ''),
  },
  {
    name: 'ended-session-with-key',
    what: 'a session that was ended, and comes back while its spans go on, has two roots in the trace of a key',
    meets: (program) =>
      program.setup.scope === 'key' && has(program, (step) => step.do === 'end-session'),
  },
  {
    name: 'plain-beside-holding',
    what: 'a turn that only sessions.exporter places is joined in what another exporter gets as well',
    meets: (program) => holds(program) && program.setup.exporters.includes('plain'),
  },
];
