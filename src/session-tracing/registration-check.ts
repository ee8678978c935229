import { ROOT_CONTEXT, context, createContextKey } from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';
import { isEntryLost } from '../propagation/with-session.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';
import type { Mark } from '../sessions/mark.js';
import { markOf } from '../sessions/marked-context.js';

const PROBE = createContextKey('otel-session-trace.probe');

/** Processors that only add attributes: they look at no ids, and may be what tells us the session. */
const HARMLESS = ['SessionSpanProcessor', 'BaggageSpanProcessor'];

/**
 * Looks once, at the first span that has a session, whether we are set up so that placing can work: first among the
 * processors, and with a context manager.
 */
export class RegistrationCheck {
  readonly #owner: object;
  readonly #notices: Notices;
  done = false;

  /** @param owner - whose marks the spans carry that are placed here */
  constructor(owner: object, notices: Notices) {
    this.#owner = owner;
    this.#notices = notices;
  }

  /** @param self - the processor as it was registered */
  look(self: object, span: StartedSpan): void {
    const mark = markOf(span.spanContext());
    if (mark?.session !== undefined || isEntryLost()) {
      this.done = true;
      this.#check(self, span, mark);
    }
  }

  #check(self: object, span: StartedSpan, mark: Mark | undefined): void {
    // A second processor of ours, which steps aside, has nothing to say about the order.
    const before = mark?.owner === this.#owner ? processorsBefore(self, span) : [];
    if (before.length > 0) {
      this.#notices.warnOnce(
        'not first',
        `register SessionTraceSpanProcessor first: ${before.join(', ')} ran before it and saw the ` +
          'trace ids that the SDK made. Where that cannot be had, use `sessions.idGenerator`.',
      );
    }
    if (!hasContextManager()) {
      // Told as the cause of a missing root too: `provider.register()` mends both.
      this.#notices.warnOnce(
        'no root',
        'no context manager is registered, so spans do not find their parents and withSession has no ' +
          'effect. Call `provider.register()` (SDK 3: `context.setGlobalContextManager(...)` and ' +
          '`trace.setGlobalTracerProvider(provider)`) before the first span.',
      );
    }
  }
}

/** The names of the processors that run before ours, as far as the SDK lets one see them. */
function processorsBefore(self: object, span: StartedSpan): readonly string[] {
  const processors = (span as SdkSpanFields)._spanProcessor?._spanProcessors;
  if (!Array.isArray(processors)) {
    return [];
  }
  // One that is not in the list is called by one that is, which has seen the span by then.
  const at = processors.indexOf(self);
  return (processors as unknown[])
    .slice(0, at === -1 ? 1 : at)
    .map((processor) => (processor as object | undefined)?.constructor.name ?? 'a processor')
    .filter((name) => !HARMLESS.includes(name));
}

function hasContextManager(): boolean {
  const probe = ROOT_CONTEXT.setValue(PROBE, true);
  return context.with(probe, () => context.active().getValue(PROBE) === true);
}
