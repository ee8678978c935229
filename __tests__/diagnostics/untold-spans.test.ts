import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { firstOf, fromAttributes, fromEnv, setSession, withSession } from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

function start(recording: Recording, count: number, attributes = {}): void {
  for (let index = 0; index < count; index++) {
    recording.tracer.startSpan('work', { attributes }, ROOT_CONTEXT).end();
  }
}

describe('spans of no session', () => {
  it('are counted by the reason: nobody told one, or what was told was refused', () => {
    const answers = [undefined, '', null, 'x'.repeat(300), undefined];
    const recording = record({ sessionId: () => answers.pop() });
    start(recording, 5);
    expect(recording.sessions.stats()).toMatchObject({
      sessionUntold: 3,
      sessionRefused: 2,
      sessionToldLate: 0,
    });
  });

  it('are counted as refused where withSession names what cannot be a session', () => {
    const recording = record({ sessionId: () => undefined });
    withSession('', () => {
      recording.tracer.startSpan('work').end();
    });
    expect(recording.sessions.stats()).toMatchObject({ sessionUntold: 0, sessionRefused: 1 });
  });

  it('are hinted at after 100 of them, once, with who was asked and what came', () => {
    const recording = record({
      sessionId: firstOf(fromAttributes('session.id', 'chat'), fromEnv('NOT_SET'), () => undefined),
    });
    start(recording, 99, { sessionId: 'A', 'http.method': 'GET' });
    expect(recording.warnings).toEqual([]);
    start(recording, 200, { sessionId: 'A', 'http.method': 'GET' });
    expect(recording.warnings).toEqual([
      'otel-session-trace: 100 spans have started, and no session was found for any of them. Asked were ' +
        "withSession (around 0 of them) and `sessionId`, which is fromAttributes('session.id', 'chat'), " +
        "fromEnv('NOT_SET'), your function: 100 times there was no answer, 0 times one that was refused, and " +
        '0 times an error. The last of the spans had the attributes sessionId, http.method when it started.',
    ]);
  });

  it('are no reason for a hint where any other has a session', () => {
    const recording = record({ sessionId: () => undefined });
    withSession('A', () => {
      recording.tracer.startSpan('interaction').end();
    });
    start(recording, 300);
    expect(recording.warnings).toEqual([]);
    expect(recording.sessions.stats().sessionUntold).toBe(300);
  });

  it('with an attribute of the wrong type are told once and counted as refused', () => {
    const recording = record({ sessionId: fromAttributes('session.id') });
    start(recording, 3, { 'session.id': 7 });
    expect(recording.warnings).toEqual([
      expect.stringContaining('the answer of `sessionId` is not a string but a number') as string,
    ]);
    expect(recording.sessions.stats().sessionRefused).toBe(3);
  });

  it('take the next attribute where the first is of the wrong type', () => {
    const recording = record({ sessionId: fromAttributes('thread.id', 'session.id') });
    start(recording, 1, { 'thread.id': 7, 'session.id': 'A' });
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ work');
    expect(recording.warnings).toEqual([]);
  });
});

describe('a session that is told only at the end', () => {
  /** A parent with a child, and the parent's session at its end. */
  function toldAtEnd(recording: Recording): void {
    const parent = recording.tracer.startSpan('interaction');
    recording.tracer.startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, parent)).end();
    parent.setAttribute('session.id', 'A').end();
  }

  it('is told once, and counted, without sessions.exporter', () => {
    const recording = record({ sessionId: fromAttributes('session.id') });
    toldAtEnd(recording);
    toldAtEnd(recording);
    expect(recording.sessions.stats()).toMatchObject({ sessionToldLate: 2, liveSessions: 0 });
    expect(recording.warnings).toEqual([
      expect.stringContaining('Put `sessions.exporter(exporter)` in the place of') as string,
    ]);
  });

  it('is in order where the span is alone, and placed by itself', () => {
    const recording = record({ sessionId: fromAttributes('session.id') });
    recording.tracer.startSpan('interaction').setAttribute('session.id', 'A').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction');
    expect(recording.sessions.stats().sessionToldLate).toBe(0);
    expect(recording.warnings).toEqual([]);
  });

  it('is waited for by sessions.exporter', () => {
    const recording = record({ sessionId: fromAttributes('session.id') });
    recording.sessions.exporter({ export: () => undefined, shutdown: () => Promise.resolve() });
    toldAtEnd(recording);
    expect(recording.sessions.stats().sessionToldLate).toBe(0);
    expect(recording.warnings).toEqual([]);
  });
});

describe('a log record of no session', () => {
  it('is not counted as a span', () => {
    const { sessions } = record({ sessionId: () => undefined });
    sessions.logRecordProcessor.onEmit(
      { hrTime: [0, 0], attributes: {}, setAttribute: () => undefined },
      setSession(ROOT_CONTEXT, undefined),
    );
    expect(sessions.stats().sessionUntold).toBe(0);
  });
});
