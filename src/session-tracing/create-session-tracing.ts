import { context } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import { tryToRead } from '../diagnostics/try-to-read.js';
import { resolveHolding } from '../export/holding-options.js';
import { SessionExporter } from '../export/session-exporter.js';
import { requireUsableId } from '../ids/usable-id.js';
import { resolveLogToSpan } from '../logs/log-to-span-options.js';
import { LogToSpanProcessor } from '../logs/log-to-span-processor.js';
import { SessionLogRecordProcessor } from '../logs/session-log-record-processor.js';
import { hasMethod } from '../options/checks/has-method.js';
import type { SessionTracingOptions } from '../options/options.js';
import { sessionIdIn } from '../propagation/session-in.js';
import { Delegate } from '../sampling/delegate.js';
import { sessionIdGenerator } from '../sampling/session-id-generator.js';
import { SessionSampler } from '../sampling/session-sampler.js';
import { TraceDecisions } from '../sampling/trace-decisions.js';
import { TurnWords } from '../sampling/turn-words.js';
import { assemble } from './assemble.js';
import { endSession } from './end-session.js';
import type { Parts } from './parts.js';
import { GeneratorCheck } from './generator-check.js';
import { answerAsExporter, answerAsProcessor } from './misplaced.js';
import { sessionContext } from './session-context.js';
import { SessionTraceSpanProcessor } from './session-trace-span-processor.js';
import type { SessionTracing } from './session-tracing.js';
import { sharingParts } from './shared-parts.js';

/**
 * Makes the pieces that put each session into one trace.
 *
 * @throws TypeError when an option is wrong; the message names the option, what it should be, and what
 * it is
 *
 * @example
 * ```ts
 * const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
 * const provider = new NodeTracerProvider({
 *   spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(exporter)],
 * });
 * ```
 */
export function createSessionTracing(options: SessionTracingOptions): SessionTracing {
  return tracingOf(assemble(options));
}

/** The pieces around the parts that were made of some options. */
export function tracingOf(parts: Parts): SessionTracing {
  const { owner, planner, sessions, roots, tracers, counters, notices, guard } = parts;
  const turnWords = new TurnWords(parts.options.maxSessions);
  // All that the processor takes from a SessionTracing is its parts.
  const shared = sharingParts({}, parts) as SessionTracing;
  const tracing: SessionTracing = {
    spanProcessor: new SessionTraceSpanProcessor(shared),
    sampler: (delegate) => {
      if (!hasMethod(delegate, 'shouldSample')) {
        throw expected('delegate', 'a sampler', delegate);
      }
      const { following, samplerPlan, lifetime } = parts;
      const asked = new Delegate(delegate, counters, notices);
      return new SessionSampler(
        { following, planner, samplerPlan, roots, lifetime, notices },
        asked,
        new TraceDecisions(asked, parts.options.sessionSpanOf, turnWords, parts.traces),
      );
    },
    idGenerator: sessionIdGenerator(
      parts.options.oneTracePerSession ? parts.sessionFinder : undefined,
      parts.generatedIds,
      parts.lifetime,
      new GeneratorCheck(parts.lifetime, notices),
    ),
    logRecordProcessor: new SessionLogRecordProcessor(planner, sessions, roots, counters, notices),
    logToSpanProcessor: (toSpan = {}) =>
      new LogToSpanProcessor(owner, planner, tracers, notices, resolveLogToSpan(toSpan, guard)),
    exporter: (delegate, holding = {}) => {
      if (!hasMethod(delegate, 'export') || !hasMethod(delegate, 'shutdown')) {
        throw expected('delegate', 'a span exporter', delegate);
      }
      const exporter = new SessionExporter(parts, delegate, resolveHolding(holding));
      parts.lateTelling.isHolding = true;
      return exporter;
    },
    sessionContext: (sessionId, parent = context.active()) =>
      sessionContext(parts, sessionId, parent),
    sessionOf: (from = context.active()) => sessionIdIn(from),
    traceId: (sessionId, key) => traceIdOf(parts, sessionId, key),
    endSession: (sessionId, ending) =>
      endSession(
        parts,
        sessionId,
        tryToRead(() => ending?.reason),
      ),
    explain: (subject = context.active()) => parts.explainer.of(subject),
    stats: () => Object.freeze({ ...counters, liveSessions: sessions.size }),
  };
  answerAsProcessor(tracing, notices, NO_PROCESSOR);
  answerAsExporter(tracing, notices, NO_EXPORTER);
  return Object.freeze(sharingParts(tracing, parts));
}

const NO_PROCESSOR =
  'a SessionTracing was given where a span processor belongs. Give its `spanProcessor`: until then it does nothing.';
const NO_EXPORTER =
  'a SessionTracing was given where a span exporter belongs, so no span goes out. Give `sessions.exporter(exporter)`.';

function traceIdOf(
  { options }: Pick<Parts, 'options'>,
  sessionId: string,
  key: string | undefined,
): string {
  requireUsableId('sessionId', sessionId);
  if (key !== undefined) {
    requireUsableId('key', key);
  }
  return options.derivation.derive(sessionId, key).traceId;
}
