// docs/benchmarks.md, the whole of it.
import { oneProcessTable, ownProcessesTable } from './result-tables.js';
import { NODE_FLAGS } from './run-child.js';
import { table } from './table.js';
import { BASELINE, VARIANTS } from './variants.js';

/** The figures alone, as they are also printed. */
export function figures({ sdks, ownProcesses, oneProcess }) {
  return sdks
    .map(({ title }, index) =>
      [
        `### ${title}`,
        ownProcessesTable(ownProcesses[index]),
        oneProcessTable(oneProcess[index]),
      ].join('\n\n'),
    )
    .join('\n\n');
}

export function page({ processes, machine, ...results }) {
  return `<!-- Written by \`npm run bench\`: change benchmarks/page.js instead. -->

# What it costs

The time to start and end a turn of seven spans, and the memory that its spans take, without an exporter and
without a context manager. Overheads are over a span processor whose hooks do nothing, since any span processor costs
that much. "Stamp" is the attribute \`session.id\` on each span.

## Two ways of measuring

**Each variant in processes of its own** is what an application sees, which has one set of span processors. A
process warms up, then takes the time of many rounds of 50 turns; its figure is the time that 5 % of its rounds stay
below. Several processes of each variant run, one after the other, in an order drawn anew each round. The figure of
a variant is the first quartile over its processes. Noise adds time and takes none away, so the low quantiles tell of
the code and the high ones of the neighbours. The spread of an overhead is where it lies in eight of ten cases when
the rounds are drawn again out of those that were run.

**All variants in one process** take turns in rounds of 50 turns, in an order drawn anew each time. Each ratio
is of two times of the same round, so that a change of the machine's speed meets both alike. The figures are medians and
quartiles over the rounds.

Both, because each misleads alone. Where the SDK's calls of a span processor meet one kind of it, its hooks are
inlined; in one process with all variants they meet many (they become megamorphic), and none is, not even the hook
that does nothing. That hides a part of what the others cost. Own processes show that part, but each is compiled a
little differently and meets other neighbours, so they need many processes where one needs many rounds. The times per
turn of the two ways are not to be compared, only the overheads: one is a low quantile of undisturbed code, the other a
median with the caches shared by all variants.

Bytes allocated is all that is asked for; bytes kept is what is there as long as the spans are held. Both are medians
over the processes. What is allocated depends on what the compiler could do away with: between two processes of one
variant it may differ by a hundred bytes. Bytes kept hold what a new span processor remembers of its sessions; with
10 000 sessions that is one session for each seven spans. The pauses in which memory is collected are in few rounds, so
neither way shows them; they come more often the more is allocated.

## Figures

${String(processes)} processes of each variant.

${figures({ ...results })}

## Machine

${table(['', ''], machine)}

## Running it

\`\`\`sh clone
npm run bench                                   # all of it in about ten minutes; writes this page
npm run bench -- --processes 20                 # more processes of each variant
npm run bench -- --only placing,stamp --sdk 2   # these and the hook, on one SDK; leaves the page alone
npm run bench -- --no-page                      # all of it; leaves the page alone
\`\`\`

The variants, in the order of the tables: ${VARIANTS.map(({ name }) => `\`${name}\``).join(', ')}.
\`${BASELINE}\` is always measured. SDK 2 runs on the Node that runs the script. SDK 3 is installed into
\`__tests__/compat/sdk/sdk-3\` with the packed package, and runs on Node 24 from npm.

## A closer look

Each variant is a process of its own, so Node can be asked about it directly. The arguments are the variant, the major
of the SDK and, if wanted, the number of rounds:

\`\`\`sh clone
npm run build
look() { node ${NODE_FLAGS.join(' ')} "$@"; }

look --cpu-prof benchmarks/measure-variant.js placing 2 20000   # open the .cpuprofile in Chrome's developer tools
look --trace-deopt benchmarks/measure-variant.js placing 2      # what was optimized in vain, and why
look --trace-turbo-inlining benchmarks/measure-variant.js placing 2 | grep onStart
\`\`\`

For SDK 3, let \`npm run bench -- --sdk 3\` install it once, write \`3\` for \`2\`, and \`npx -y node@24\` for \`node\`.
`;
}
