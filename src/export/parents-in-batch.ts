import type { ExportableSpan } from '../sdk/span-exporter.js';
import type { SdkSpanFields } from '../sdk/span.js';
import type { FoundLateSpan, LateSpanFinder } from './late-span-finder.js';

/**
 * Knows the spans of a batch as the parents that others have from a header. A process that calls itself (a page that
 * fetches a route of its own server) looks like two processes to a span that serves the call; but where its parent is
 * here as well, the two are one local trace and go to one place.
 */
export class ParentsInBatch {
  readonly #finder: LateSpanFinder;
  readonly #spans: readonly ExportableSpan[];
  /** By their ids, as soon as one is asked for: most batches have no span that came in from elsewhere. */
  #byId: ReadonlyMap<string, ExportableSpan> | undefined = undefined;

  constructor(finder: LateSpanFinder, spans: readonly ExportableSpan[]) {
    this.#finder = finder;
    this.#spans = spans;
  }

  /** What is found of a span, with its parent taken for a local one where it is in the batch. */
  find(span: ExportableSpan): FoundLateSpan | undefined {
    const found = this.#finder.find(span);
    if (found?.parentKind !== 'remote') {
      return found;
    }
    const parent = this.#parentOf(span);
    const above = parent && this.#finder.find(parent)?.place;
    return above === undefined ? found : { ...found, parentKind: 'local', above };
  }

  #parentOf(span: ExportableSpan & SdkSpanFields): ExportableSpan | undefined {
    this.#byId ??= new Map(this.#spans.map((each) => [idOf(each), each]));
    const parentId = span.parentSpanContext?.spanId ?? span.parentSpanId;
    return parentId === undefined
      ? undefined
      : this.#byId.get(span.spanContext().traceId + parentId);
  }
}

function idOf(span: ExportableSpan): string {
  const { traceId, spanId } = span.spanContext();
  return traceId + spanId;
}
