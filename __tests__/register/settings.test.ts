import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { inVariables, settingsFrom } from '../../src/register/settings.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

/** A recording with the options that the environment asks for. */
function recordWith(environment: Record<string, string>): Recording {
  return record(settingsFrom(environment));
}

const IN_A = { attributes: { 'session.id': 'A' } };

describe('settingsFrom', () => {
  it('looks for session.id, gen_ai.conversation.id and turns called interaction by default', () => {
    const recording = recordWith({});
    recording.tracer.startSpan('interaction', IN_A).end();
    recording.tracer
      .startSpan('agent.interaction', { attributes: { 'gen_ai.conversation.id': 'A' } })
      .end();

    expect(recording.tree()).toBe(
      'session A\n└─ session\n   ├─ interaction\n   └─ agent.interaction',
    );
  });

  it('takes SESSION_TRACE_SESSION_ID for what tells no session of its own', () => {
    const recording = recordWith({ SESSION_TRACE_SESSION_ID: ' B ' });
    recording.tracer.startSpan('hook').end();
    recording.tracer.startSpan('interaction', IN_A).end();

    expect(recording.tree()).toBe(
      'session B\n└─ session\n   └─ hook\nsession A\n└─ session\n   └─ interaction',
    );
  });

  it('takes other attributes from SESSION_TRACE_ATTRIBUTES, the first one first', () => {
    const recording = recordWith({ SESSION_TRACE_ATTRIBUTES: 'thread.id, chat.id,' });
    recording.tracer.startSpan('hook', { attributes: { 'chat.id': 'A', 'thread.id': 'B' } }).end();
    recording.tracer.startSpan('hook', IN_A).end();

    expect(recording.tree()).toBe('session B\n└─ session\n   └─ hook\nsome trace\n└─ hook');
  });

  it('takes names and globs of turns from SESSION_TRACE_INTERACTIONS', () => {
    const recording = recordWith({ SESSION_TRACE_INTERACTIONS: 'turn,invoke_agent *' });
    for (const name of ['turn', 'invoke_agent helper', 'interaction']) {
      recording.tracer.startSpan(name, IN_A).end();
    }

    const isTurn = (name: string): boolean =>
      'otel_session_trace.turn.number' in recording.span(name).attributes;
    expect(['turn', 'invoke_agent helper', 'interaction'].map(isTurn)).toEqual([true, true, false]);
  });

  it('joins orphans to their turn by SESSION_TRACE_INTERACTION_ID', () => {
    const recording = recordWith({ SESSION_TRACE_INTERACTION_ID: 'prompt.id' });
    const attributes = { ...IN_A.attributes, 'prompt.id': 't1' };
    recording.tracer.startSpan('interaction', { attributes }).end();
    recording.tracer.startSpan('hook', { attributes }).end();

    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction\n      └─ hook');
  });

  it('leaves nested turns where they are with SESSION_TRACE_NESTED_INTERACTIONS=keep', () => {
    const recording = recordWith({ SESSION_TRACE_NESTED_INTERACTIONS: 'keep' });
    const turn = recording.tracer.startSpan('interaction', IN_A);
    recording.tracer.startSpan('interaction', IN_A, trace.setSpan(ROOT_CONTEXT, turn)).end();
    turn.end();

    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction\n      └─ interaction');
  });

  it('gives each turn a trace with SESSION_TRACE_SCOPE=interaction', () => {
    const recording = recordWith({
      SESSION_TRACE_SCOPE: 'interaction',
      SESSION_TRACE_INTERACTION_ID: 'prompt.id',
    });
    const attributes = { ...IN_A.attributes, 'prompt.id': 't1' };
    recording.tracer.startSpan('interaction', { attributes }).end();

    expect(recording.tree()).toBe('session A, t1\n└─ interaction');
  });

  it('leaves out the root with SESSION_TRACE_ROOT=omit', () => {
    const recording = recordWith({ SESSION_TRACE_ROOT: 'omit' });
    recording.tracer.startSpan('interaction', IN_A).end();

    expect(recording.tree()).toBe('session A\n└─ interaction');
  });

  it('puts orphans into the only open turn with SESSION_TRACE_ORPHANS=open-interaction', () => {
    const recording = recordWith({ SESSION_TRACE_ORPHANS: 'open-interaction' });
    const turn = recording.tracer.startSpan('interaction', IN_A);
    recording.tracer.startSpan('hook', IN_A).end();
    turn.end();

    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction\n      └─ hook');
  });

  it.each(['false', '0', ''])('takes SESSION_TRACE_DISABLED=%s', (value) => {
    expect(settingsFrom({ SESSION_TRACE_DISABLED: value })).toBeDefined();
  });
});

describe('settingsFrom, given what it cannot take', () => {
  it.each([
    [{ SESSION_TRACE_SESION_ID: 'A' }, /^SESSION_TRACE_SESION_ID is not a setting; there are /],
    [{ SESSION_TRACE_SESSION_ID: 'x'.repeat(257) }, /: it is longer than 256 characters\.$/],
    [
      { SESSION_TRACE_DISABLED: 'no' },
      /^Expected SESSION_TRACE_DISABLED to be true or false, got /,
    ],
    [{ SESSION_TRACE_SECRET_FILE: '/no/such/file' }, /^SESSION_TRACE_SECRET_FILE cannot be read: /],
  ])('refuses %j', (environment, message) => {
    expect(() => settingsFrom(environment)).toThrow(message);
  });

  it.each([
    [
      new TypeError('Expected `keys` to be a key.'),
      'Expected SESSION_TRACE_ATTRIBUTES to be a key.',
    ],
    [
      new TypeError("Expected `sessionRoot` to be 'own' or a function of the session id, got 1."),
      "Expected SESSION_TRACE_ROOT to be 'own', got 1.",
    ],
    ['a text', "'a text'"],
  ])('names the variable of %p', (error, message) => {
    expect(inVariables(error)).toBe(message);
  });
});

describe('SESSION_TRACE_SECRET_FILE', () => {
  const folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
  const file = join(folder, 'secret');

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['as it stands', 'a secret '],
    ['without the end of its line', 'a secret \n'],
    ['without the end of its line on Windows', 'a secret \r\n'],
  ])('keys the derivation by the text in the file, %s', (_how, content) => {
    writeFileSync(file, content);
    const recording = recordWith({ SESSION_TRACE_SECRET_FILE: file });
    recording.tracer.startSpan('interaction', IN_A).end();

    expect(recording.spans()[0]?.traceId).toBe(
      createHmac('sha256', 'a secret ').update('A').digest('hex').slice(0, 32),
    );
  });

  it('refuses an empty file', () => {
    writeFileSync(file, '\n');

    expect(() => settingsFrom({ SESSION_TRACE_SECRET_FILE: file })).toThrow(
      `SESSION_TRACE_SECRET_FILE is empty: ${file}.`,
    );
  });
});
