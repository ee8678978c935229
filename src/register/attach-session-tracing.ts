import type { TracerProvider } from '@opentelemetry/api';
import { partsOf } from '../session-tracing/shared-parts.js';
import { isSessionTraceSpanProcessor } from '../session-tracing/processor-brand.js';
import type { SessionTracing } from '../session-tracing/session-tracing.js';
import { hasMethod } from '../options/checks/has-method.js';
import { expected } from '../diagnostics/expected.js';
import { describeValue } from '../diagnostics/describe-value.js';
import { tryToRead } from '../diagnostics/try-to-read.js';

/** A span processor, as far as it is handled here. */
export interface AttachedProcessor {
  onStart(...args: unknown[]): void;
  onEnd(...args: unknown[]): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** The fields of the SDK's tracer providers that hold their span processors. */
interface ProviderFields extends TracerProvider {
  /** The API's proxy before a provider. */
  getDelegate?(): TracerProvider;
  /** SDK 2 and 3. */
  readonly _activeSpanProcessor?: { _spanProcessors?: readonly AttachedProcessor[] };
  /** SDK 1. */
  readonly _registeredSpanProcessors?: AttachedProcessor[];
  activeSpanProcessor?: AttachedProcessor;
  addSpanProcessor?(processor: AttachedProcessor): void;
}

/**
 * Puts session tracing before the span processors of a tracer provider that exists already, of SDK 1, 2
 * or 3. A provider that has a processor of this package keeps the one that it has. Session roots are made
 * by this provider, unless the option `tracerProvider` says otherwise.
 *
 * @param provider - the provider, or the API's proxy of it (`trace.getTracerProvider()`)
 * @returns the provider's span processors, in order, where the SDK lets one see them
 * @throws TypeError when the provider has no place for a span processor
 *
 * @example
 * ```ts
 * attachSessionTracing(trace.getTracerProvider(), createSessionTracing({ sessionId }));
 * ```
 */
export function attachSessionTracing(
  provider: TracerProvider,
  sessions: SessionTracing,
): readonly AttachedProcessor[] {
  // A caller without types may pass anything; what has none of the fields, or lets nobody see them, is refused below.
  const target = tryToRead(() => behindProxy(provider));
  const processors = target && tryToRead(() => processorsOf(target));
  if (
    target === undefined ||
    (processors === undefined && !hasMethod(target, 'addSpanProcessor'))
  ) {
    throw noProvider(provider);
  }
  if (!hasMethod(sessions, 'sessionContext')) {
    throw expected(
      'sessions',
      'a SessionTracing',
      sessions,
      '`createSessionTracing(options)` makes one.',
    );
  }
  if (processors?.some(isSessionTraceSpanProcessor) === true) {
    return processors;
  }
  const { notices, tracers } = partsOf(sessions);
  const processor = sessions.spanProcessor as unknown as AttachedProcessor;
  try {
    const inOrder = processors && putFirst(target, processor, processors);
    if (inOrder === undefined) {
      target.addSpanProcessor?.(processor);
      notices.warnOnce(
        'attached last',
        `the span processors of ${describeValue(nameOfClass(target))} are not where those of SDK 1, 2 and 3 are: ` +
          'session tracing was added after them, and they see the trace ids that the SDK makes.',
      );
    }
    tracers.carrier = target;
    return inOrder ?? [processor];
  } catch (error) {
    // Its list cannot be written.
    throw noProvider(provider, error);
  }
}

function noProvider(provider: unknown, cause?: unknown): TypeError {
  const refusal = expected(
    'provider',
    'a tracer provider of the OpenTelemetry SDK 1, 2 or 3',
    provider,
  );
  return cause === undefined ? refusal : Object.assign(refusal, { cause });
}

/** The provider behind the API's proxy. */
function behindProxy(provider: TracerProvider): ProviderFields | undefined {
  const given = (provider as ProviderFields | null | undefined) ?? undefined;
  return hasMethod(given, 'getDelegate') ? given?.getDelegate?.() : given;
}

function nameOfClass(object: object): unknown {
  return tryToRead(() => (object.constructor as { name?: unknown } | undefined)?.name);
}

/** The processors of a provider, in order. */
function processorsOf(provider: ProviderFields): readonly AttachedProcessor[] | undefined {
  const active = provider._activeSpanProcessor?._spanProcessors;
  const registered = provider._registeredSpanProcessors;
  if (Array.isArray(active)) {
    return active as readonly AttachedProcessor[];
  }
  if (!Array.isArray(registered)) {
    return undefined;
  }
  return registered.length > 0 ? registered : openList(provider, registered);
}

function putFirst(
  provider: ProviderFields,
  processor: AttachedProcessor,
  processors: readonly AttachedProcessor[],
): readonly AttachedProcessor[] {
  const active = provider._activeSpanProcessor;
  if (active?._spanProcessors === processors) {
    // SDK 2 and 3 keep the very list of the application, which may give it to another provider as well.
    active._spanProcessors = [processor, ...processors];
    return active._spanProcessors;
  }
  // SDK 1 keeps a list of its own, which two of its objects share.
  (processors as AttachedProcessor[]).unshift(processor);
  return processors;
}

/**
 * SDK 1 without registered processors: it runs a default one, or none, and shuts that down when the first
 * is registered. The default stays until then, behind whatever is put into the list.
 */
function openList(
  provider: ProviderFields,
  registered: AttachedProcessor[],
): AttachedProcessor[] | undefined {
  const standard = provider.activeSpanProcessor;
  const add = provider.addSpanProcessor?.bind(provider);
  if (standard === undefined || add === undefined) {
    return undefined;
  }
  const list: AttachedProcessor[] = [standard];
  provider.activeSpanProcessor = inTurn(list);
  let isFirst = true;
  provider.addSpanProcessor = (added) => {
    if (!isFirst) {
      add(added);
      return;
    }
    isFirst = false;
    const attached = list.filter((processor) => processor !== standard);
    provider.activeSpanProcessor = standard;
    add(added);
    registered.unshift(...attached);
  };
  return list;
}

function inTurn(processors: readonly AttachedProcessor[]): AttachedProcessor {
  const all = async (wait: (processor: AttachedProcessor) => Promise<void>): Promise<void> => {
    await Promise.all(processors.map(wait));
  };
  return {
    onStart: (...args) => {
      processors.forEach((processor) => {
        processor.onStart(...args);
      });
    },
    onEnd: (...args) => {
      processors.forEach((processor) => {
        processor.onEnd(...args);
      });
    },
    forceFlush: () => all((processor) => processor.forceFlush()),
    shutdown: () => all((processor) => processor.shutdown()),
  };
}
