import { MAX_MILLIS } from '../../src/export/holding-options.js';
import { names, recordLate, type LateRecording } from '../support/late-recording.js';
import { stopRecording } from '../support/recording.js';

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
  stopRecording();
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Has the process's own clock jump, as fake timers and the resumption of a snapshot do. */
function clockThatJumps(): (millis: number) => void {
  jest.useFakeTimers();
  const read = performance.now.bind(performance);
  let jumped = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => read() + jumped);
  return (millis) => {
    jumped += millis;
  };
}

/** Ends a span that is told of session A under one that stays open: it is held. */
function hold(recording: LateRecording, name: string): void {
  recording.end(recording.start(name, recording.start('open')), 'A');
}

/** How long all timers were to run that were set so far. */
function delaysOf(timer: jest.SpyInstance): readonly number[] {
  return timer.mock.calls.map(([, millis]) => (millis as number | undefined) ?? 0);
}

describe('what is held', () => {
  it.each([
    ['an hour back', -HOUR],
    ['forty days back', -40 * DAY],
  ])('goes out in time when the clock jumps %s', async (_, jump) => {
    const jumpBy = clockThatJumps();
    const recording = recordLate({}, { holdMillis: 1_000 });
    hold(recording, 'first');
    await jest.advanceTimersByTimeAsync(400);
    jumpBy(jump);
    const timers = jest.spyOn(globalThis, 'setTimeout');
    hold(recording, 'second');
    // What had passed since the clock was read last is lost, and no more.
    await jest.advanceTimersByTimeAsync(1_100);
    expect(names(recording)).toEqual(['first', 'second', 'session']);
    // None fires at once, over and over.
    expect(timers.mock.calls.length).toBeLessThan(10);
  });

  it('goes out with the next export when the clock jumps forty days on', () => {
    const jumpBy = clockThatJumps();
    const recording = recordLate({}, { holdMillis: 1_000 });
    hold(recording, 'first');
    jumpBy(40 * DAY);
    hold(recording, 'second');
    expect(names(recording)).toEqual(['first', 'session']);
  });

  it.each([0, -HOUR, -40 * DAY, 40 * DAY])(
    'sets no timer that Node would fire at once, held as long as can be, after a jump of %p ms',
    async (jump) => {
      const jumpBy = clockThatJumps();
      const timers = jest.spyOn(globalThis, 'setTimeout');
      const bound = { holdMillis: MAX_MILLIS, exportTimeoutMillis: MAX_MILLIS };
      const recording = recordLate({}, bound);
      hold(recording, 'first');
      jumpBy(jump);
      hold(recording, 'second');
      await jest.advanceTimersByTimeAsync(20 * DAY);
      jumpBy(jump);
      hold(recording, 'third');
      await jest.advanceTimersByTimeAsync(25 * DAY);
      expect(names(recording)).toEqual(['first', 'second', 'session', 'third']);
      expect(delaysOf(timers).filter((millis) => millis > MAX_MILLIS)).toEqual([]);
      expect(timers.mock.calls.length).toBeLessThan(20);
    },
  );

  it('is held where timers are numbers, as in a page that is tested in Node', async () => {
    jest.useFakeTimers();
    const set = globalThis.setTimeout;
    jest
      .spyOn(globalThis, 'setTimeout')
      .mockImplementation(((...args: Parameters<typeof set>) => Number(set(...args))) as never);
    const recording = recordLate({}, { holdMillis: 1_000 });
    hold(recording, 'first');
    expect(recording.warnings).toEqual([]);
    await jest.advanceTimersByTimeAsync(1_100);
    expect(names(recording)).toEqual(['first', 'session']);
    await recording.provider.shutdown();
  });
});
