// What the figures were measured on. Only what a reader needs to judge them: no names of machines.
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

const load = () => loadavg().map((average) => average.toFixed(2));
const loadBefore = load();

// The rest of a kernel's version often names whoever runs the machine.
const [kernel = ''] = /^[\d.]*\d/.exec(release()) ?? [];

/** Rows of what and which. */
export function describeMachine(sdks) {
  return [
    ['CPU', cpus()[0]?.model ?? 'unknown'],
    ['cores', String(availableParallelism())],
    ['memory', `${String(Math.round(totalmem() / 2 ** 30))} GiB`],
    ['operating system', `${type()} ${kernel}, ${arch()}`],
    ...sdks.map(({ title, versions }) => [title, inWords(versions)]),
    ['date', new Date().toISOString().slice(0, 10)],
    ['load average before (1, 5, 15 minutes)', loadBefore.join(', ')],
    ['load average after, with the benchmark itself', load().join(', ')],
  ];
}

function inWords(versions) {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}
