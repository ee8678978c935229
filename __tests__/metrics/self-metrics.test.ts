import { readFileSync } from 'node:fs';
import { ROOT_CONTEXT, metrics, type MeterProvider } from '@opentelemetry/api';
import {
  DataPointType,
  MeterProvider as SdkMeterProvider,
  MetricReader,
  type CollectionResult,
} from '@opentelemetry/sdk-metrics';
import { createSessionTracing, type SessionTracingOptions } from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(() => {
  stopRecording();
  metrics.disable();
});

/** A reader that is asked by hand. */
class ManualReader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

interface Meters {
  readonly provider: SdkMeterProvider;
  /** The values now, by the name of the instrument. */
  readonly read: () => Promise<Record<string, number>>;
  readonly collect: () => Promise<CollectionResult>;
}

function meter(): Meters {
  const reader = new ManualReader();
  const collect = (): Promise<CollectionResult> => reader.collect();
  return {
    provider: new SdkMeterProvider({ readers: [reader] }),
    collect,
    read: async () => {
      const { resourceMetrics } = await collect();
      const values = resourceMetrics.scopeMetrics.flatMap(({ metrics: all }) =>
        all.map((metric) => [
          metric.descriptor.name.replace('otel_session_trace.', ''),
          metric.dataPointType === DataPointType.SUM ? metric.dataPoints[0]?.value : undefined,
        ]),
      );
      return Object.fromEntries(values) as Record<string, number>;
    },
  };
}

const ZERO = {
  'span.placed': 0,
  'span.orphaned': 0,
  'span.unwritable': 0,
  'span.dropped': 0,
  'interaction.started': 0,
  'id.refused': 0,
  'session.untold': 0,
  'session.refused': 0,
  'session.late': 0,
  'resolver.error': 0,
  'log_record.unwritable': 0,
  'link.skipped': 0,
  'session.evicted': 0,
  'session.live': 0,
  'export.failed': 0,
};

function work(options: Partial<SessionTracingOptions>): ReturnType<typeof record> {
  const current: { id: string | undefined } = { id: undefined };
  const recording = record({ sessionId: () => current.id, maxSessions: 1, ...options });
  for (const id of ['A', 'B', 'x'.repeat(300)]) {
    current.id = id;
    recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
  }
  return recording;
}

const WORKED = {
  ...ZERO,
  'span.placed': 2,
  'span.orphaned': 2,
  'interaction.started': 2,
  'id.refused': 1,
  'session.refused': 1,
  'session.evicted': 1,
  'session.live': 1,
};

describe('self-metrics', () => {
  it('show the counters at the provider of the options', async () => {
    const { provider, read } = meter();
    work({ meterProvider: provider });
    expect(await read()).toEqual(WORKED);
  });

  it('show them at the global provider, and go on', async () => {
    const { provider, read } = meter();
    metrics.setGlobalMeterProvider(provider);
    const { sessions, tracer } = work({});
    expect(await read()).toEqual(WORKED);
    sessions.endSession('B');
    tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
    expect(await read()).toEqual({
      ...WORKED,
      'session.live': 0,
      'id.refused': 2,
      'session.refused': 2,
    });
  });

  it('begin with the next session when the provider is registered late', async () => {
    const { provider, read } = meter();
    const { sessions } = work({});
    metrics.setGlobalMeterProvider(provider);
    expect(await read()).toEqual({});
    sessions.sessionContext('C');
    expect(await read()).toEqual({ ...WORKED, 'session.evicted': 2 });
  });

  it('begin with the first span although it has no session', async () => {
    const { provider, read } = meter();
    const recording = record({
      meterProvider: provider,
      sessionId: () => {
        throw new Error('down');
      },
    });
    recording.tracer.startSpan('interaction').end();
    expect(await read()).toEqual({ ...ZERO, 'resolver.error': 1, 'session.untold': 1 });
  });

  it('are the sums over all instances on one provider', async () => {
    const { provider, read } = meter();
    work({ meterProvider: provider });
    stopRecording();
    work({ meterProvider: provider });
    const twice = Object.entries(WORKED).map(([name, value]) => [name, 2 * value]);
    expect(await read()).toEqual(Object.fromEntries(twice));
  });

  it('keep what an instance has counted when it is shut down, and nothing else of it', async () => {
    const { provider, read } = meter();
    for (let index = 0; index < 3; index++) {
      const { sessions } = work({ meterProvider: provider });
      await sessions.spanProcessor.shutdown();
      await sessions.spanProcessor.shutdown();
      sessions.sessionContext('C');
      stopRecording();
    }
    work({ meterProvider: provider });
    const sums = Object.entries(WORKED).map(([name, value]) => [
      name,
      name === 'session.live' ? value : 4 * value,
    ]);
    expect(await read()).toEqual(Object.fromEntries(sums));
    const sources = Symbol.for('otel-session-trace.metric-sources.v1');
    const list = Reflect.get(provider.getMeter('otel-session-trace'), sources) as unknown[];
    // The live one, and the sum of all the others.
    expect(list).toHaveLength(2);
  });

  it('do not begin with what an instance does after it was shut down', async () => {
    const { provider, read } = meter();
    const { sessions } = record({ sessionId: 'A', meterProvider: provider });
    await sessions.spanProcessor.shutdown();
    sessions.sessionContext('B');
    expect(await read()).toEqual({});
  });

  it('are monotonic sums with a unit and a description, but for what is live', async () => {
    const { provider, collect } = meter();
    work({ meterProvider: provider });
    const { resourceMetrics, errors } = await collect();
    expect(errors).toEqual([]);
    expect(resourceMetrics.scopeMetrics.map(({ scope }) => scope.name)).toEqual([
      'otel-session-trace',
    ]);
    const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    const documented = readFileSync('docs/metrics.md', 'utf8').match(
      /otel_session_trace\.[a-z_.]+/g,
    );
    expect(all.map(({ descriptor }) => descriptor.name).sort()).toEqual(documented?.sort());
    for (const { descriptor } of all) {
      expect(descriptor.name).toMatch(/^otel_session_trace\.[a-z_]+\.[a-z]+$/);
      expect(descriptor.unit).toMatch(/^\{[a-z_]+\}$/);
      expect(descriptor.description).toMatch(/^[A-Z].*\.$/);
    }
    const rising = all.filter((metric) => 'isMonotonic' in metric && metric.isMonotonic);
    expect(rising).toHaveLength(all.length - 1);
  });

  it('cost nothing, and say nothing, where no meter provider is', () => {
    const { warnings } = work({});
    expect(warnings).toEqual([expect.stringContaining('longer than 256') as string]);
  });

  it('do not get in the way when the meter provider fails', () => {
    let asked = 0;
    const broken: MeterProvider = {
      getMeter: () => {
        asked++;
        throw new Error('no meters');
      },
    };
    const recording = work({ meterProvider: broken });
    expect(asked).toBe(1);
    expect(recording.warnings).toContainEqual(
      'otel-session-trace: there will be no metrics about this package: Error: no meters.',
    );
    expect(recording.tree()).toContain('session A\n└─ session\n   └─ interaction');
  });

  it.each([null, {}, 'prometheus'])('take %p for no meter provider', (meterProvider) => {
    const options = { sessionId: 'A', meterProvider: meterProvider as unknown as MeterProvider };
    expect(() => createSessionTracing(options)).toThrow(
      /^Expected `meterProvider` to be a meter provider, got/,
    );
  });
});
