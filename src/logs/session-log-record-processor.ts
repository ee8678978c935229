import { context, type Context, type SpanContext } from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import { Mark } from '../sessions/mark.js';
import type { Plan } from '../placement/plan.js';
import type { Planner } from '../placement/planner.js';
import { markedRoot } from '../roots/marked-root.js';
import type { SessionRoots } from '../roots/session-roots.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { Session } from '../sessions/session.js';
import type { EmittedLogRecord, SessionLogProcessor } from '../sdk/log-record.js';
import { isTracingSuppressed } from '../sdk/suppress-tracing.js';
import { asSpanStart, spanOf, timeOf } from './record-span.js';

/**
 * Stamps log records with their session, and gives those that were emitted in no span the context of
 * their turn or of the session root.
 */
export class SessionLogRecordProcessor implements SessionLogProcessor {
  readonly #planner: Planner;
  readonly #sessions: SessionStore;
  readonly #roots: SessionRoots;
  readonly #counters: Counters;
  readonly #notices: Notices;
  #shutDown = false;

  constructor(
    planner: Planner,
    sessions: SessionStore,
    roots: SessionRoots,
    counters: Counters,
    notices: Notices,
  ) {
    this.#planner = planner;
    this.#sessions = sessions;
    this.#roots = roots;
    this.#counters = counters;
    this.#notices = notices;
  }

  onEmit(record: EmittedLogRecord, recordContext: Context = context.active()): void {
    if (this.#shutDown) {
      return;
    }
    try {
      this.#place(record, recordContext);
    } catch (error) {
      this.#counters.unwritableRecords++;
      this.#notices.warnOnce(
        'log hook failed',
        `a log record was left as it was: ${this.#notices.describe(error)}.`,
      );
    }
  }

  /** Answers no: a record is not made for the sake of its stamp. */
  enabled(): boolean {
    return false;
  }

  /** Resolves at once: nothing is buffered here. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** From now on records stay as they are. */
  shutdown(): Promise<void> {
    this.#shutDown = true;
    return Promise.resolve();
  }

  #place(record: EmittedLogRecord, recordContext: Context): void {
    const span = spanOf(record);
    const plan = this.#planner.planRecord(asSpanStart(record), recordContext, span);
    const session = plan instanceof Mark ? plan.session : plan.mark.session;
    if (session === undefined) {
      return;
    }
    this.#sessions.touch(session);
    if (!isWritable(record)) {
      this.#counters.unwritableRecords++;
      return;
    }
    const parent =
      span === undefined && !(plan instanceof Mark)
        ? this.#parentIn(plan, record, recordContext)
        : undefined;
    if (parent !== undefined && !writeSpanContext(record, parent)) {
      this.#counters.unwritableRecords++;
      return;
    }
    stampRecord(record, session);
  }

  #parentIn(
    { destination, joins, trace, mark }: Plan,
    record: EmittedLogRecord,
    recordContext: Context,
  ): SpanContext | undefined {
    if (joins !== undefined || trace === undefined || mark.session === undefined) {
      return joins?.spanContext;
    }
    // What an exporter logs is no reason to make a span, which would be exported in turn; nor is what a turn will follow.
    if (isTracingSuppressed(recordContext) || destination === 'waiting') {
      return trace.root ? markedRoot(trace.root, mark.session, trace) : undefined;
    }
    return this.#roots.contextIn(mark.session, trace, { startTime: timeOf(record) });
  }
}

/** Whether a record takes what is written into it; one of the SDK does until `onEmit` has returned. */
function isWritable(record: EmittedLogRecord): boolean {
  return (
    typeof record.setAttribute === 'function' &&
    // Asking spares the SDK's complaint about each of the writes.
    (record as { readonly _isReadonly?: unknown })._isReadonly !== true &&
    !Object.isFrozen(record) &&
    !Object.isFrozen(record.attributes)
  );
}

function writeSpanContext(record: EmittedLogRecord, spanContext: SpanContext): boolean {
  // Reflect.set answers false where an assignment would throw. Read back: a setter may have swallowed it.
  return Reflect.set(record, 'spanContext', spanContext) && record.spanContext === spanContext;
}

/** Stamps a record, never over a value that is there. */
function stampRecord(record: EmittedLogRecord, { stamp }: Session): void {
  for (const { key, value } of stamp) {
    if (record.attributes[key] === undefined) {
      record.setAttribute(key, value);
    }
  }
}
