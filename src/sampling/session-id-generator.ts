import { context } from '@opentelemetry/api';
import { randomSpanId, randomTraceId } from '../ids/random-ids.js';
import type { Engine } from '../session-tracing/parts.js';

/** An id generator of SDK 1, 2 or 3. */
export interface AnyIdGenerator {
  /** A trace id: 32 lower-case hexadecimal digits, not all zero. */
  generateTraceId(): string;
  /** A span id: 16 lower-case hexadecimal digits, not all zero. */
  generateSpanId(): string;
}

/**
 * Gives parentless spans the trace id of their session before anybody has seen them: samplers, processors
 * that run before ours, and spans that nobody records.
 */
export interface SessionIdGenerator extends AnyIdGenerator {
  /** The same over another generator, which makes span ids and the trace ids of spans of no session. */
  over(generator: AnyIdGenerator): SessionIdGenerator;
}

const RANDOM: AnyIdGenerator = { generateTraceId: randomTraceId, generateSpanId: randomSpanId };

/** Makes the generator; its methods need no `this`. */
export function sessionIdGenerator(
  engine: Engine,
  base: AnyIdGenerator = RANDOM,
): SessionIdGenerator {
  return Object.freeze({
    generateTraceId: () => sessionTraceId(engine) ?? base.generateTraceId(),
    generateSpanId: () => base.generateSpanId(),
    over: (generator: AnyIdGenerator) => sessionIdGenerator(engine, generator),
  });
}

function sessionTraceId(engine: Engine): string | undefined {
  if (!engine.options.oneTracePerSession) {
    // Which turn it is, only the span can tell.
    return undefined;
  }
  try {
    const traceId = engine.finder.ambient(context.active())?.current.ids.traceId;
    if (traceId !== undefined) {
      engine.generatedIds.add(traceId);
    }
    return traceId;
  } catch {
    // A random id is what the SDK would have taken.
    return undefined;
  }
}
