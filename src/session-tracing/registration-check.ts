import { ROOT_CONTEXT, context, createContextKey, type Tracer } from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';
import type { GeneratedIds } from '../placement/generated-ids.js';
import { isEntryLost } from '../propagation/with-session.js';
import type { Tracers } from '../roots/tracers.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';
import type { Mark } from '../sessions/mark.js';
import { markOf } from '../sessions/marked-context.js';
import { scopeOfSpan } from '../spans/scope-of-span.js';
import { isOnlyProcessor, processorsBefore } from './processors-beside.js';
import { ratioSamplerOf } from './ratio-sampler.js';

const PROBE = createContextKey('otel-session-trace.probe');

/** What the check looks at. */
export interface RegistrationSources {
  /** Whose marks the spans carry that are placed here. */
  readonly owner: object;
  readonly notices: Notices;
  readonly tracers: Tracers;
  readonly generatedIds: GeneratedIds;
}

/**
 * Looks once, at the first span that has a session, whether we are set up so that placing can work: first among the
 * processors, and with a context manager.
 */
export class RegistrationCheck {
  readonly #sources: RegistrationSources;
  readonly #notices: Notices;
  /** Whose processors the first span met. */
  #provider: object | undefined = undefined;
  done = false;

  constructor(sources: RegistrationSources) {
    this.#sources = sources;
    this.#notices = sources.notices;
  }

  /** @param self - the processor as it was registered */
  look(self: object, span: StartedSpan): void {
    const mark = markOf(span.spanContext());
    this.#provider ??= (span as SdkSpanFields)._spanProcessor;
    if (mark?.session !== undefined || isEntryLost()) {
      this.done = true;
      this.#check(self, span, mark);
    }
  }

  /** A span has come although we are shut down. On another provider, somebody expects it to be placed. */
  lookAfterShutdown(span: StartedSpan): void {
    const provider = (span as SdkSpanFields)._spanProcessor;
    if (provider !== undefined && this.#provider !== undefined && provider !== this.#provider) {
      this.#notices.warnOnce(
        'shut down',
        'this SessionTraceSpanProcessor was shut down with its tracer provider, and does nothing on another one. Make ' +
          'a new one for each provider: `new SessionTraceSpanProcessor(sessions)`.',
      );
    }
  }

  #check(self: object, span: StartedSpan, mark: Mark | undefined): void {
    // A second processor of ours, which steps aside, has nothing to say about the order.
    const before = mark?.owner === this.#sources.owner ? processorsBefore(self, span) : [];
    if (before.length > 0) {
      this.#notices.warnOnce(
        'not first',
        `register SessionTraceSpanProcessor first: ${before.join(', ')} ran before it and saw the ` +
          'trace ids that the SDK made. Where that cannot be had, use `sessions.idGenerator`.',
      );
    }
    // Whoever attaches us knows what the provider has, or cannot help it.
    if (this.#sources.tracers.carrier === undefined && isOnlyProcessor(self, span)) {
      this.#notices.warnOnce(
        'only processor',
        'SessionTraceSpanProcessor is the only span processor of its tracer provider, so no span is exported. Put the ' +
          'one with your exporter behind it; NodeSDK makes none of its `traceExporter` where it is given `spanProcessors`.',
      );
    }
    this.#checkSampler(span);
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

  #checkSampler(span: StartedSpan): void {
    const { tracers, generatedIds } = this.#sources;
    if (generatedIds.areUsed) {
      // The sampler sees the trace ids of sessions.
      return;
    }
    const sampler = samplerOf(() => tracers.tracer(scopeOfSpan(span)));
    if (sampler !== undefined) {
      this.#notices.warnOnce(
        'ratio sampler',
        `the sampler ${sampler} decides by trace ids that the SDK makes, before spans are placed: it keeps some spans of ` +
          'a session and drops others. Put `sessions.sampler(sampler)` in its place.',
      );
    }
  }
}

/** A provider of the user's may fail; whoever needs a root hears of that. */
function samplerOf(tracer: () => Tracer | undefined): string | undefined {
  try {
    return ratioSamplerOf(tracer());
  } catch {
    return undefined;
  }
}

function hasContextManager(): boolean {
  const probe = ROOT_CONTEXT.setValue(PROBE, true);
  return context.with(probe, () => context.active().getValue(PROBE) === true);
}
