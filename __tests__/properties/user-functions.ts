import { ROOT_CONTEXT, context, trace, type Tracer } from '@opentelemetry/api';
import { SamplingDecision, type Sampler } from '@opentelemetry/sdk-trace-node';
import {
  firstOf,
  fromAttributes,
  type SessionIdResolver,
  type SessionTracingOptions,
} from '../../src/index.js';
import {
  SESSION_IDS,
  keepsHalf,
  type SessionId,
  type Setup,
  type TraceKey,
  type UserFunction,
} from './program.js';
import { DERIVED_TRACE_IDS } from './trace-ids.js';

/** What the program changes and the functions of the user see. */
export interface World {
  current: SessionId | undefined;
  key: TraceKey | undefined;
  /** False while a function of the user has a span of its own started, so that it does not start another. */
  misbehaves: boolean;
  /** How often the sampler was asked about each trace as such, not about a span under another. */
  readonly asked: Map<string, number>;
}

type OwnTracer = () => Tracer | undefined;

/** The name of the spans that functions of the user start. */
export const LOOKUP = 'lookup';

/** The options of a program, whose functions are as faulty as it says. */
export function tracingOptions(
  setup: Setup,
  world: World,
  tracer: OwnTracer,
): SessionTracingOptions {
  const act = (name: UserFunction): void => {
    if (setup.throwing === name) throw new Error(`${name} is faulty`);
    if (setup.reentrant === name) startLookup(world, tracer());
  };
  const isFaulty = (name: UserFunction): boolean =>
    setup.throwing === name || setup.reentrant === name;
  return {
    sessionId: resolver(setup, () => {
      act('sessionId');
      return world.current;
    }),
    traceScope: setup.scope === 'key' ? () => world.key : setup.scope,
    orphans: setup.orphans,
    nestedInteractions: setup.nested,
    remoteParent: setup.remote,
    maxSessions: setup.maxSessions,
    sessionRoot: isFaulty('sessionRoot')
      ? () => {
          act('sessionRoot');
          return setup.root;
        }
      : setup.root,
    ...(setup.turnIds
      ? {
          interactionId: isFaulty('interactionId')
            ? ({ attributes }) => {
                act('interactionId');
                return attributes['prompt.id'] as string | undefined;
              }
            : 'prompt.id',
        }
      : {}),
    ...(isFaulty('interaction')
      ? {
          interaction: ({ name }) => {
            act('interaction');
            return name.endsWith('interaction');
          },
        }
      : {}),
    ...(isFaulty('sessionSpan')
      ? {
          sessionSpan: () => {
            act('sessionSpan');
            return {};
          },
        }
      : {}),
    ...(isFaulty('sessionAttributes')
      ? {
          sessionAttributes: (id) => {
            act('sessionAttributes');
            return { 'session.id': id };
          },
        }
      : {}),
  };
}

function resolver({ told }: Setup, current: () => SessionId | undefined): SessionIdResolver {
  switch (told) {
    case 'current':
      return current;
    case 'attributes':
      return fromAttributes('session.id');
    case 'both':
      return firstOf(fromAttributes('session.id'), current);
  }
}

/** The sampler that `sessions.sampler` is put around. */
export function pickedSampler(setup: Setup, world: World, tracer: OwnTracer): Sampler {
  return {
    shouldSample(from, traceId) {
      if (trace.getSpan(from) === undefined) {
        world.asked.set(traceId, (world.asked.get(traceId) ?? 0) + 1);
      }
      if (setup.reentrant === 'sampler') startLookup(world, tracer());
      return {
        decision:
          setup.sampler === 'all' || keepsHalf(traceId)
            ? SamplingDecision.RECORD_AND_SAMPLED
            : SamplingDecision.NOT_RECORD,
      };
    },
    toString: () => `Picked{${setup.sampler}}`,
  };
}

/** "Any sampler, asked once per trace": where nothing is forgotten for want of room. */
export function tracesAskedTwice({ maxSessions }: Setup, { asked }: World): readonly string[] {
  return [...asked]
    .filter(([traceId, times]) => times > 1 && DERIVED_TRACE_IDS.has(traceId))
    .filter(() => maxSessions >= SESSION_IDS.length)
    .map(([traceId, times]) => `the sampler was asked ${times} times about trace ${traceId}`);
}

function startLookup(world: World, tracer: Tracer | undefined): void {
  if (!world.misbehaves || tracer === undefined) return;
  world.misbehaves = false;
  tracer.startSpan(LOOKUP, {}, ROOT_CONTEXT).end();
  // Under the program's context, which is active in half of all starts.
  tracer.startSpan(LOOKUP, {}, context.active()).end();
  world.misbehaves = true;
}
