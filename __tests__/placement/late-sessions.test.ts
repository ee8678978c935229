import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { firstOf, fromAttributes } from '../../src/index.js';
import { recordLogs } from '../support/log-recording.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

describe('a span whose attributes tell the session at its end', () => {
  it('is placed then, with stamp, when nothing is above or under it', () => {
    const recording = record({
      sessionId: fromAttributes('gen_ai.conversation.id'),
      interaction: 'chat',
    });
    for (const name of ['chat', 'embedding']) {
      const span = recording.tracer.startSpan(name, {}, ROOT_CONTEXT);
      span.setAttribute('gen_ai.conversation.id', 'A').end();
    }
    expect(recording.tree()).toBe('session A\n└─ session\n   ├─ chat\n   └─ embedding');
    expect(recording.span('chat').attributes).toEqual({
      'gen_ai.conversation.id': 'A',
      'session.id': 'A',
      'otel_session_trace.turn.number': 1,
    });
    expect(recording.problems()).toEqual([]);
    expect(recording.warnings).toEqual([]);
  });

  it('is placed then although a log record was emitted in it', () => {
    const recording = record({ sessionId: fromAttributes('session.id') });
    const logs = recordLogs(recording.sessions.logRecordProcessor);
    const chat = recording.tracer.startSpan('chat', {}, ROOT_CONTEXT);
    const within = trace.setSpan(ROOT_CONTEXT, chat);
    logs.emit({ eventName: 'prompt' }, within);
    logs.emit({ eventName: 'victim', attributes: { 'session.id': 'B' } }, within);
    chat.setAttribute('session.id', 'A').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ chat');
  });

  it('stays when a span was started under it, whose parent it is', () => {
    const recording = record({ sessionId: fromAttributes('session.id') });
    const chat = recording.tracer.startSpan('chat', {}, ROOT_CONTEXT);
    recording.tracer.startSpan('http', {}, trace.setSpan(ROOT_CONTEXT, chat)).end();
    chat.setAttribute('session.id', 'A').end();
    expect(recording.tree()).toBe('some trace\n└─ chat\n   └─ http');
  });

  it('stays under the parent that it has', () => {
    const recording = record({ sessionId: fromAttributes('session.id') });
    const request = recording.tracer.startSpan('request', {}, ROOT_CONTEXT);
    const chat = recording.tracer.startSpan('chat', {}, trace.setSpan(ROOT_CONTEXT, request));
    chat.setAttribute('session.id', 'A').end();
    request.end();
    expect(recording.tree()).toBe('some trace\n└─ request\n   └─ chat');
  });

  it('is not given to whoever is current by then', () => {
    const current: { id: string | undefined } = { id: undefined };
    const recording = record({
      sessionId: firstOf(fromAttributes('session.id'), () => current.id),
    });
    const span = recording.tracer.startSpan('chat', {}, ROOT_CONTEXT);
    current.id = 'B';
    span.end();
    expect(recording.tree()).toBe('some trace\n└─ chat');
  });

  it('starts its session at its own start', () => {
    const recording = record({ sessionId: fromAttributes('session.id') });
    const early = recording.tracer.startSpan(
      'chat',
      { startTime: [1_700_000_000, 0] },
      ROOT_CONTEXT,
    );
    early.setAttribute('session.id', 'A').end([1_700_000_001, 0]);
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ chat');
  });

  it('that is a turn is over once, so that orphans still find the only open one', () => {
    const recording = record({
      sessionId: fromAttributes('session.id'),
      orphans: 'open-interaction',
    });
    recording.tracer
      .startSpan('1.interaction', {}, ROOT_CONTEXT)
      .setAttribute('session.id', 'A')
      .end();
    const attributes = { 'session.id': 'A' };
    const open = recording.tracer.startSpan('2.interaction', { attributes }, ROOT_CONTEXT);
    recording.tracer.startSpan('orphan', { attributes }, ROOT_CONTEXT).end();
    open.end();
    expect(recording.span('orphan').parentSpanId).toBe(recording.span('2.interaction').spanId);
  });
});
