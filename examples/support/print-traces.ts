import { linkNote } from './link-note.js';
import type { ReceivedSpan } from './received-span.js';
import { groupByTrace, renderTrace, type Annotate } from './trace-tree.js';

const LINE = '─'.repeat(80);

/** Prints a heading with counts, then each trace as a tree. */
export function printTraces(
  heading: string,
  spans: readonly ReceivedSpan[],
  annotate?: Annotate,
): void {
  const traces = groupByTrace(spans);
  const noteLinks = linkNote(spans);
  const notes: Annotate = (span) => [annotate?.(span), noteLinks(span)].filter(Boolean).join('  ');
  console.log(`${heading}: ${count(spans.length, 'span')} in ${count(traces.length, 'trace')}`);
  console.log(LINE);
  for (const trace of traces) console.log(`${renderTrace(trace, notes)}\n`);
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
