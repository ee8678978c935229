/** What a demo printed: each heading with the traces under it, and the lines that are neither. */
export interface PrintedTraces {
  /** Traces by heading, in alphabetical order: sessions that run at once start in any order. */
  readonly sections: Readonly<Record<string, readonly string[]>>;
  /** The line that closes the program's output. */
  readonly verdict: string;
}

const HEADING = /^\w+: \d+ spans? in \d+ traces?$/;

/** Reads a demo's output, block by block. */
export function parsePrintedTraces(output: string): PrintedTraces {
  const sections: Record<string, string[]> = {};
  let heading = '';
  let verdict = '';
  for (const block of output.trim().split(/\n+(?=trace |\w+: |✓)|\n─+\n/)) {
    if (HEADING.test(block)) {
      heading = block;
      sections[heading] = [];
    } else if (block.startsWith('trace ')) {
      sections[heading] = [...(sections[heading] ?? []), block].sort();
    } else {
      verdict = block;
    }
  }
  return { sections, verdict };
}

/** Replaces trace ids, for traces whose ids are random. */
export function withoutTraceIds(traces: readonly string[] = []): string[] {
  return traces.map((trace) => trace.replace(/^trace [0-9a-f]{32}$/m, 'trace (random)')).sort();
}
