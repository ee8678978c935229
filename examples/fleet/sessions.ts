/** One session of the workload. */
export interface FleetSession {
  readonly id: string;
  /** When it begins, in milliseconds after the workload. */
  readonly beginsAt: number;
  /** A tool of its third process fails. */
  readonly fails: boolean;
  /** Its last process takes longer to come. */
  readonly isSlow: boolean;
}

/** How many processes take part in a session, one turn each. */
export const PROCESSES = 4;
/** What a process sends of a session: a lost hook, and a turn of five spans. */
export const SPANS_PER_PROCESS = 6;
/** From the start of a session to its end, in milliseconds. */
export const SESSION_MILLIS = 12_000;
/** The same of a slow one. */
export const SLOW_SESSION_MILLIS = 15_000;
/** All sessions have begun by then, in milliseconds. */
export const ARRIVAL_MILLIS = 15_000;

const COUNT = 330;

/** The sessions of a run: every tenth fails, and every tenth, but not the same, is slow. */
export function fleetSessions(prefix: string): FleetSession[] {
  return Array.from({ length: COUNT }, (_, index) => ({
    id: `${prefix}-${index}`,
    beginsAt: Math.round((index / COUNT) * ARRIVAL_MILLIS),
    fails: index % 10 === 3,
    isSlow: index % 10 === 7,
  }));
}

/** When a process takes its turn of a session, in milliseconds after the workload began. */
export function turnTime({ beginsAt, isSlow }: FleetSession, process: number): number {
  const last = isSlow && process === PROCESSES - 1;
  const regular = (process / (PROCESSES - 1)) * SESSION_MILLIS;
  return beginsAt + (last ? SLOW_SESSION_MILLIS : regular);
}
