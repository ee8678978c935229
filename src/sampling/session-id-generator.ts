import { context } from '@opentelemetry/api';
import { randomSpanId, randomTraceId } from '../ids/random-ids.js';
import type { GeneratedIds } from '../placement/generated-ids.js';
import type { Lifetime } from '../placement/lifetime.js';
import type { SessionFinder } from '../placement/session-finder.js';
import type { AnyIdGenerator } from '../sdk/id-generator.js';

/**
 * Gives parentless spans the trace id of their session before anybody has seen them: samplers, processors
 * that run before ours, and spans that nobody records.
 */
export interface SessionIdGenerator extends AnyIdGenerator {
  /** The same over another generator, which makes span ids and the trace ids of spans of no session. */
  over(generator: AnyIdGenerator): SessionIdGenerator;
}

/** Hears that the generator is used. */
export interface GeneratorUse {
  readonly isDone: boolean;
  used(): void;
}

const RANDOM: AnyIdGenerator = { generateTraceId: randomTraceId, generateSpanId: randomSpanId };

/**
 * Makes the generator; its methods need no `this`.
 *
 * @param sessionFinder - undefined where only the span can tell which trace of its session it goes to
 * @param generatedIds - told of each id that was given out
 * @param lifetime - when it is over, no span is to have the id of a session
 * @param use - told of each trace id, as long as it wants to hear of them
 */
export function sessionIdGenerator(
  sessionFinder: SessionFinder | undefined,
  generatedIds: GeneratedIds,
  lifetime: Lifetime,
  use: GeneratorUse,
  base: AnyIdGenerator = RANDOM,
): SessionIdGenerator {
  const sessionTraceId = (): string | undefined => {
    if (lifetime.isOver) {
      return undefined;
    }
    try {
      if (!use.isDone) {
        use.used();
      }
      const traceId = sessionFinder?.ambient(context.active())?.current.traceId;
      if (traceId !== undefined) {
        generatedIds.add(traceId);
      }
      return traceId;
    } catch {
      // A random id is what the SDK would have taken.
      return undefined;
    }
  };
  return Object.freeze({
    generateTraceId: () => sessionTraceId() ?? base.generateTraceId(),
    generateSpanId: () => base.generateSpanId(),
    over: (generator: AnyIdGenerator) =>
      sessionIdGenerator(sessionFinder, generatedIds, lifetime, use, generator),
  });
}
