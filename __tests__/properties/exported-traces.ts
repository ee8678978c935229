import type { SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import type { SpanName, TraceName } from './expectation.js';
import { groupBy } from '../../examples/support/group-by.js';
import type { Played } from './played.js';
import { PHANTOM, REMOTE, type Setup } from './program.js';
import { isReferenced } from './referenced-root.js';
import { rootSpanIdOf, traceIdOf } from './trace-ids.js';
import { LOOKUP } from './user-functions.js';

const CLOSING = 'otel_session_trace.session_end';
const EVENT = 'event';

/** What one exporter got, with the names that the model uses. */
export class ExportedTraces {
  readonly all: readonly ReadableSpan[];
  /** The span of each start of the program, as often as it was exported. */
  readonly ofProgram: readonly (readonly ReadableSpan[])[];
  /** Spans that neither the program nor its functions nor a log record started, and that close no session. */
  readonly roots: readonly ReadableSpan[];
  readonly #setup: Setup;
  readonly #played: Played;

  constructor(setup: Setup, played: Played, exported: readonly ReadableSpan[]) {
    this.#setup = setup;
    this.#played = played;
    this.all = exported;
    const bySpanId = groupBy(exported, (span) => span.spanContext().spanId);
    this.ofProgram = played.spans.map(
      ({ contextAtStart }) => bySpanId.get(contextAtStart.spanId) ?? [],
    );
    const known = new Set(played.spans.map(({ contextAtStart }) => contextAtStart.spanId));
    this.roots = exported.filter(
      (span) =>
        ![CLOSING, EVENT, LOOKUP].includes(span.name) && !known.has(span.spanContext().spanId),
    );
  }

  /** Undefined where the span that would tell was not exported. */
  traceId(trace: TraceName): string | undefined {
    switch (trace.kind) {
      case 'derived':
        return traceIdOf(trace.session, trace.key);
      case 'random':
        // Not where it is by now: it may have gone elsewhere at export.
        return this.ofProgram[trace.span]?.[0] === undefined
          ? undefined
          : this.#played.spans[trace.span]?.contextAtStart.traceId;
      case 'phantom':
        return PHANTOM.traceId;
      case 'remote':
        return REMOTE.traceId;
    }
  }

  /** The ids that a parent or link may have that means this span; of roots there may be several. */
  spanIds(span: SpanName): readonly string[] {
    switch (span.kind) {
      case 'span': {
        const id = this.#played.spans[span.span]?.contextAtStart.spanId;
        return id === undefined ? [] : [id];
      }
      case 'phantom':
        return [PHANTOM.spanId];
      case 'remote':
        return [REMOTE.spanId];
      case 'root':
        return this.#rootIds(span.trace);
    }
  }

  #rootIds(trace: TraceName): readonly string[] {
    if (trace.kind === 'derived' && isReferenced(this.#setup, trace)) {
      return [rootSpanIdOf(trace.session, trace.key)];
    }
    const traceId = this.traceId(trace);
    return this.roots
      .map((root) => root.spanContext())
      .filter((root) => root.traceId === traceId)
      .map(({ spanId }) => spanId);
  }

  /** A span context in words, for messages. */
  describe(context: Pick<SpanContext, 'traceId' | 'spanId'> | undefined): string {
    if (context === undefined) return 'nothing';
    const index = this.#played.spans.findIndex(
      ({ contextAtStart }) => contextAtStart.spanId === context.spanId,
    );
    if (index >= 0) return `#${index} in ${context.traceId}`;
    const found = this.all.find((span) => span.spanContext().spanId === context.spanId);
    return `${found === undefined ? 'a span that nobody exported' : `span ${found.name}`} ${context.spanId} in ${context.traceId}`;
  }
}
