import { ROOT_CONTEXT } from '@opentelemetry/api';
import { rotateAfter, type SessionTracingOptions } from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(() => {
  jest.restoreAllMocks();
  stopRecording();
});

const HOUR = 3_600_000;

/** Two turns and the end of a session; somebody sets the clock of the machine between the turns. */
function recordAcross(jumpMillis: number, options: Partial<SessionTracingOptions> = {}): Recording {
  const now = Date.now.bind(Date);
  let jump = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + jump);
  const recording = record({ sessionId: 'A', ...options });
  recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
  jump = jumpMillis;
  recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
  recording.sessions.endSession('A');
  return recording;
}

describe.each([
  ['an hour ahead', HOUR],
  ['an hour back', -HOUR],
  ['forty days back', -40 * 24 * HOUR],
])('a clock that is set %s', (_, jump) => {
  it('does not change how long a session has lasted', () => {
    const { attributes } = recordAcross(jump).span('otel_session_trace.session_end');
    const millis = attributes['otel_session_trace.session.duration_ms'];
    expect(Number.isInteger(millis)).toBe(true);
    expect(millis).toBeGreaterThanOrEqual(0);
    expect(millis).toBeLessThan(HOUR / 2);
  });

  it('does not change how old a trace is', () => {
    const ages: number[] = [];
    const rotate = rotateAfter({ millis: HOUR / 2 });
    const recording = recordAcross(jump, {
      traceScope: (progress) => {
        ages.push(progress.millis);
        return rotate(progress);
      },
    });
    expect(new Set(recording.spans().map(({ traceId }) => traceId)).size).toBe(1);
    expect(ages.filter((age) => age < 0 || age >= HOUR / 2)).toEqual([]);
  });
});

describe.each([
  ['an hour back', -HOUR],
  ['forty days back', -40 * 24 * HOUR],
  ['to no time at all', NaN],
])("the process's own clock that jumps %s", (_, jump) => {
  it('makes no time negative, and goes on from there', () => {
    const clock = { reading: 50 * 24 * HOUR };
    jest.spyOn(performance, 'now').mockImplementation(() => clock.reading);
    const ages: number[] = [];
    const recording = record({
      sessionId: 'A',
      traceScope: ({ millis }) => {
        ages.push(millis);
        return undefined;
      },
    });
    const turn = (): void => {
      recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
    };
    turn();
    clock.reading += 1_000;
    turn();
    const { reading } = clock;
    clock.reading += jump;
    turn();
    clock.reading = Number.isNaN(jump) ? reading : clock.reading;
    turn();
    clock.reading += 500;
    turn();
    recording.sessions.endSession('A');
    expect(ages).toEqual([0, 1_000, 1_000, 1_000, 1_500]);
    const { attributes } = recording.span('otel_session_trace.session_end');
    expect(attributes['otel_session_trace.session.duration_ms']).toBe(1_500);
  });
});
