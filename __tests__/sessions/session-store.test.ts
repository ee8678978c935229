import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createSessionTracing } from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

/** Starts a span in each of the sessions, in turn. */
function use({ tracer, sessions }: Recording, ids: string): void {
  for (const id of ids) {
    tracer.startSpan('span', {}, sessions.sessionContext(id)).end();
  }
}

/** Which of the sessions are held; they are ended by it. */
function heldAmong({ sessions }: Recording, ids: string): string {
  return Array.from(ids)
    .filter((id) => sessions.endSession(id))
    .join('');
}

function rootsOf(recording: Recording): string {
  return recording
    .spans()
    .flatMap(({ name, attributes }) => (name === 'session' ? [attributes['session.id']] : []))
    .reduce<string>((ids, id) => (typeof id === 'string' ? ids + id : ids), '');
}

describe('live sessions', () => {
  it('are forgotten in the order of their last use', () => {
    const recording = record({ sessionId: () => undefined, maxSessions: 2 });
    use(recording, 'ABAC');
    expect(recording.sessions.stats()).toMatchObject({ evictions: 1, liveSessions: 2 });
    expect(heldAmong(recording, 'ABC')).toBe('AC');
  });

  it('are also used by spans that only follow their parent', () => {
    const recording = record({ sessionId: () => undefined, maxSessions: 2 });
    const { tracer, sessions } = recording;
    tracer.startActiveSpan('interaction', {}, sessions.sessionContext('A'), (turn) => {
      use(recording, 'B');
      tracer.startSpan('tool').end();
      use(recording, 'C');
      turn.end();
    });
    expect(heldAmong(recording, 'ABC')).toBe('AC');
  });

  it('go on under their root when they come back', () => {
    const recording = record({ sessionId: () => undefined, maxSessions: 1 });
    use(recording, 'AABBA');
    recording.sessions.endSession('A', { reason: 'logout' });
    use(recording, 'A');
    expect(rootsOf(recording)).toBe('AB');
    expect(recording.problems()).toEqual([]);
    expect(recording.sessions.stats()).toMatchObject({ evictions: 2, liveSessions: 1 });
  });

  it('have the roots of a hundred traces remembered at least', () => {
    const recording = record({ sessionId: () => undefined, maxSessions: 1 });
    const others = String.fromCharCode(...Array.from({ length: 100 }, (_, index) => 200 + index));
    use(recording, `AA${others.slice(1)}A`);
    expect(rootsOf(recording)).toBe(`A${others.slice(1)}`);
    use(recording, `${others}A`);
    expect(rootsOf(recording).match(/A/g)).toHaveLength(2);
  });

  it('200 000 of them go through room for 1 000 with flat memory', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const current = { id: '' };
    const sessions = createSessionTracing({ sessionId: () => current.id, maxSessions: 1_000 });
    const provider = new NodeTracerProvider({ spanProcessors: [sessions.spanProcessor] });
    provider.register();
    const tracer = provider.getTracer('test');
    const heapAfter = (from: number, to: number): number => {
      for (let index = from; index < to; index++) {
        current.id = `session ${index}`;
        tracer.startSpan('interaction').end();
      }
      collect();
      return process.memoryUsage().heapUsed;
    };
    const early = heapAfter(0, 20_000);
    const late = heapAfter(20_000, 200_000);
    expect(sessions.stats()).toMatchObject({ evictions: 199_000, liveSessions: 1_000 });
    expect(late - early).toBeLessThan(2_000_000);
  });
});
