import {
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Link,
  type SpanContext,
} from '@opentelemetry/api';
import { randomSpanId } from '../ids/random-ids.js';
import type { ResolvedOptions } from '../options/options.js';
import { isMoment, momentNow } from '../sdk/hr-time.js';
import type { SdkSpanFields } from '../sdk/span.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import { copyOfContext } from '../sessions/copy-of-context.js';
import { Mark } from '../sessions/mark.js';
import { setMark } from '../sessions/marked-context.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import { PREVIOUS_TRACE, linkTo } from '../spans/links.js';
import { oneNanosecondAfter } from './end-at-once.js';
import { describeRoot } from './root-description.js';

/**
 * Makes the roots for spans that came from nowhere: no tracer provider is known that would make and export them. Such
 * a root is a finished span, of the scope and the resource of the span that needs it; the exporter that places that
 * span sends it.
 */
export class FinishedRoots {
  readonly #sessionSpanOf: ResolvedOptions['sessionSpanOf'];
  readonly #listeners = new Set<(root: ExportableSpan) => void>();
  #neededBy: SdkSpanFields | undefined = undefined;

  constructor(sessionSpanOf: ResolvedOptions['sessionSpanOf']) {
    this.#sessionSpanOf = sessionSpanOf;
  }

  onRoot(listener: (root: ExportableSpan) => void): void {
    this.#listeners.add(listener);
  }

  offRoot(listener: (root: ExportableSpan) => void): void {
    this.#listeners.delete(listener);
  }

  /** A span is being placed that came from nowhere: a root that is needed now is to be made here. */
  get areWanted(): boolean {
    return this.#neededBy !== undefined;
  }

  /** Runs what places a span that came from nowhere. */
  whilePlacing<T>(span: SdkSpanFields, place: () => T): T {
    this.#neededBy = span;
    try {
      return place();
    } finally {
      this.#neededBy = undefined;
    }
  }

  /** The root of a trace, by value: the mark of its own context would keep its session alive. */
  make(session: Session, trace: SessionTrace): SpanContext {
    const { traceId, rootSpanId, previousRoot } = trace;
    const context: SpanContext = {
      traceId,
      spanId: session.rootMode === 'shared' ? rootSpanId : randomSpanId(),
      traceFlags: TraceFlags.SAMPLED,
    };
    setMark(context, new Mark(session.owner, session, trace));
    const { name, attributes } = describeRoot(session, trace, this.#sessionSpanOf);
    const links = previousRoot === undefined ? [] : [linkTo(previousRoot, PREVIOUS_TRACE)];
    const root = { name, attributes, ...this.#fieldsOf(context, links) };
    for (const listener of this.#listeners) {
      listener(root);
    }
    return copyOfContext(context);
  }

  /** What the exporters of SDK 1, 2 and 3 read of a span. */
  #fieldsOf(
    context: SpanContext,
    links: readonly Link[],
  ): Omit<ExportableSpan, 'name' | 'attributes'> {
    const { startTime: given, resource, ...scopes }: SdkSpanFields = this.#neededBy ?? {};
    const startTime = isMoment(given) ? given : momentNow();
    const scope = scopes.instrumentationScope ?? scopes.instrumentationLibrary;
    const fields = {
      kind: SpanKind.INTERNAL,
      spanContext: () => context,
      parentSpanContext: undefined,
      parentSpanId: undefined,
      startTime,
      endTime: oneNanosecondAfter(startTime),
      duration: [0, 1],
      ended: true,
      status: { code: SpanStatusCode.UNSET },
      links,
      events: [],
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
      resource,
      instrumentationScope: scope,
      instrumentationLibrary: scope,
    };
    return fields;
  }
}
