import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';

/** Processors that only add attributes: they look at no ids, and may be what tells us the session. */
const HARMLESS = ['SessionSpanProcessor', 'BaggageSpanProcessor'];

/** The names of the processors that run before ours, as far as the SDK lets one see them. */
export function processorsBefore(self: object, span: StartedSpan): readonly string[] {
  const processors = processorsOf(span);
  // One that is not in the list is called by one that is, which has seen the span by then.
  const at = processors.indexOf(self);
  return processors
    .slice(0, at === -1 ? 1 : at)
    .map((processor) => (processor as object | undefined)?.constructor.name ?? 'a processor')
    .filter((name) => !HARMLESS.includes(name));
}

/** Whether ours is the only processor, so that there is none that exports. */
export function isOnlyProcessor(self: object, span: StartedSpan): boolean {
  const processors = processorsOf(span);
  return processors.length === 1 && processors[0] === self;
}

function processorsOf(span: StartedSpan): readonly unknown[] {
  const processors = (span as SdkSpanFields)._spanProcessor?._spanProcessors;
  return Array.isArray(processors) ? processors : [];
}
