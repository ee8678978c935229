import type { Meter } from '@opentelemetry/api';
import type { Counters } from './counters.js';
import type { Source } from './source.js';

interface Description {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
}

/** One instrument for each counter; the type sees to it that none is forgotten. */
const COUNTERS: Readonly<Record<keyof Counters, Description>> = {
  spansPlaced: {
    name: 'otel_session_trace.span.placed',
    unit: '{span}',
    description: 'Spans that were given another parent or trace id.',
  },
  orphans: {
    name: 'otel_session_trace.span.orphaned',
    unit: '{span}',
    description: 'Spans of a session that had no parent, or one that nobody exports.',
  },
  interactions: {
    name: 'otel_session_trace.interaction.started',
    unit: '{interaction}',
    description: 'Turn boundaries seen in a session.',
  },
  refusedIds: {
    name: 'otel_session_trace.id.refused',
    unit: '{id}',
    description: 'Session ids, keys and interaction ids that could not be used.',
  },
  sessionUntold: {
    name: 'otel_session_trace.session.untold',
    unit: '{span}',
    description: 'Spans that started in no session, because nobody told one.',
  },
  sessionRefused: {
    name: 'otel_session_trace.session.refused',
    unit: '{span}',
    description: 'Spans that started in no session, because what was told could not be used.',
  },
  sessionToldLate: {
    name: 'otel_session_trace.session.late',
    unit: '{span}',
    description: 'Spans whose session was told only at their end, without `sessions.exporter()`.',
  },
  resolverErrors: {
    name: 'otel_session_trace.resolver.error',
    unit: '{error}',
    description: 'Errors thrown by functions of the options.',
  },
  unwritableSpans: {
    name: 'otel_session_trace.span.unwritable',
    unit: '{span}',
    description: 'Spans whose fields could not be written, and that were left whole.',
  },
  unwritableRecords: {
    name: 'otel_session_trace.log_record.unwritable',
    unit: '{log_record}',
    description: 'Log records that could not be written, and that were left whole.',
  },
  skippedLinks: {
    name: 'otel_session_trace.link.skipped',
    unit: '{link}',
    description: 'Links left out so as not to push out a link of the user or mislead a viewer.',
  },
  evictions: {
    name: 'otel_session_trace.session.evicted',
    unit: '{session}',
    description: 'Sessions forgotten because more than `maxSessions` were live.',
  },
  exportFailures: {
    name: 'otel_session_trace.export.failed',
    unit: '{export}',
    description: 'Exports behind `sessions.exporter()` that failed.',
  },
  droppedSpans: {
    name: 'otel_session_trace.span.dropped',
    unit: '{span}',
    description: 'Spans dropped because the exporter behind `sessions.exporter()` does not answer.',
  },
};

const LIVE_SESSIONS: Description = {
  name: 'otel_session_trace.session.live',
  unit: '{session}',
  description: 'Sessions held: seen, and neither ended nor evicted.',
};

/** Makes the instruments. They show the sums over all sources. */
export function observe(meter: Meter, sources: readonly Source[]): void {
  const counters = (Object.keys(COUNTERS) as (keyof Counters)[]).map((key) => {
    const { name, unit, description } = COUNTERS[key];
    return { key, instrument: meter.createObservableCounter(name, { unit, description }) };
  });
  const { name, unit, description } = LIVE_SESSIONS;
  const liveSessions = meter.createObservableUpDownCounter(name, { unit, description });
  meter.addBatchObservableCallback(
    (result) => {
      for (const { key, instrument } of counters) {
        result.observe(
          instrument,
          sum(sources, ({ counters: values }) => values[key] ?? 0),
        );
      }
      result.observe(
        liveSessions,
        sum(sources, (source) => source.liveSessions()),
      );
    },
    [...counters.map(({ instrument }) => instrument), liveSessions],
  );
}

function sum(sources: readonly Source[], read: (source: Source) => number): number {
  return sources.reduce((total, source) => total + read(source), 0);
}
