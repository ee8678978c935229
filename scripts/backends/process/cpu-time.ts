import { readFileSync, readdirSync } from 'node:fs';

import { needFile } from '../skip.js';

/** Linux counts in hundredths of a second. */
const MILLIS_PER_TICK = 10;

interface Usage {
  readonly pid: number;
  readonly parent: number;
  readonly millis: number;
}

/** Leaves a part out where processor time cannot be read. */
export function needCpuTime(): void {
  needFile('/proc/self/stat');
}

/**
 * Processor time of a process and of all that it started. Other than the time on a clock it does not grow with
 * what else the machine has to do.
 */
export function cpuMillis(root: number): number {
  const all = usages();
  const family = new Set([root]);
  let sum = 0;
  // A child has been started after its parent, but its number can be a smaller one.
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  for (const { pid, millis } of all) if (family.has(pid)) sum += millis;
  return sum;
}

/** The processes that this one has started, and that have not ended. */
export function ownChildren(): Set<number> {
  const own = usages().filter(({ parent }) => parent === process.pid);
  return new Set(own.map(({ pid }) => pid));
}

function usages(): Usage[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => usageOf(Number(name)) ?? []);
}

/** Undefined for one that has just ended. */
function usageOf(pid: number): Usage | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold anything: state, parent, ... and what it used, as user, as system, by children that ended.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
    return { pid, parent: Number(fields[1]), millis: ticks * MILLIS_PER_TICK };
  } catch {
    return undefined;
  }
}
