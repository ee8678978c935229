import type { Program, Step } from './program.js';

/** A fault that is known, and that programs would stumble over again and again. */
export interface KnownFault {
  readonly name: string;
  readonly what: string;
  /** Whether a program may meet it; such a program is passed over. */
  meets(program: Program): boolean;
}

const has = ({ steps }: Program, test: (step: Step) => boolean): boolean => steps.some(test);

/** Whoever mends one takes it out of this list. */
export const KNOWN_FAULTS: readonly KnownFault[] = [
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
];
