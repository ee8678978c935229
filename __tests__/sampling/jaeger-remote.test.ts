import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { JaegerRemoteSampler } from '@opentelemetry/sampler-jaeger-remote';
import {
  AlwaysOffSampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import { sha256Derivation } from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';
import { until } from '../support/until.js';

afterEach(stopRecording);

const SHARE = 0.3;

describe('the session sampler over the jaeger-remote sampler', () => {
  it('keeps the sessions that the strategy from the server keeps, each whole', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          strategyType: 'PROBABILISTIC',
          probabilisticSampling: { samplingRate: SHARE },
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Its timer is not unref'd, and it has no shutdown.
    const timers: NodeJS.Timeout[] = [];
    const setTimer = globalThis.setInterval;
    const spy = jest.spyOn(globalThis, 'setInterval').mockImplementation((...timer) => {
      const started = setTimer(...timer);
      timers.push(started);
      return started;
    });
    const delegate = new JaegerRemoteSampler({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      serviceName: 'agent',
      poolingInterval: 50,
      initialSampler: new AlwaysOffSampler(),
    });
    spy.mockRestore();
    // The smallest trace id: any ratio keeps it, and what holds until the first answer does not.
    const smallest = `${'0'.repeat(31)}1`;
    const ask = (): number =>
      delegate.shouldSample(ROOT_CONTEXT, smallest, '', SpanKind.INTERNAL, {}, []).decision;
    const keeps: number = SamplingDecision.RECORD_AND_SAMPLED;
    await until(() => ask() === keeps);

    const current = { id: '' };
    const recording = record(
      { sessionId: () => current.id },
      { sampler: (sessions) => sessions.sampler(delegate) },
    );
    const ratio = new TraceIdRatioBasedSampler(SHARE);
    let kept = 0;
    for (let index = 0; index < 1_000; index++) {
      current.id = `session ${index}`;
      const turn = recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT);
      recording.tracer.startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
      recording.tracer.startSpan('lost', {}, ROOT_CONTEXT).end();
      turn.end();
      const { traceId } = sha256Derivation().derive(current.id);
      const { decision } = ratio.shouldSample(ROOT_CONTEXT, traceId);
      kept += decision === SamplingDecision.RECORD_AND_SAMPLED ? 1 : 0;
    }
    timers.forEach((timer) => {
      clearInterval(timer);
    });
    server.closeAllConnections();
    server.close();

    const spansPerTrace = new Map<string, number>();
    for (const { traceId } of recording.spans()) {
      spansPerTrace.set(traceId, (spansPerTrace.get(traceId) ?? 0) + 1);
    }
    expect(spansPerTrace.size).toBe(kept);
    expect(kept).toBeGreaterThan(200);
    expect(new Set(spansPerTrace.values())).toEqual(new Set([4]));
  });
});
