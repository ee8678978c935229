import {
  ROOT_CONTEXT,
  context,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { AlwaysOffSampler, ParentBasedSampler } from '@opentelemetry/sdk-trace-node';
import {
  fromAttributes,
  hmacDerivation,
  sessionPropagator,
  setSession,
  withSession,
  type Explanation,
  type SessionTracingOptions,
} from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

const REMOTE: SpanContext = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'abcdefabcdefabcd',
  traceFlags: 1,
  isRemote: true,
};

/** A recording whose spans carry their session as an attribute, unless the options say otherwise. */
function explained(options: Partial<SessionTracingOptions> = {}): Recording {
  return record({ sessionId: fromAttributes('session.id'), explain: true, ...options });
}

function start(
  { tracer }: Recording,
  name: string,
  { session, parent }: { session?: string; parent?: Span | SpanContext } = {},
): Span {
  const from =
    parent === undefined
      ? ROOT_CONTEXT
      : 'spanContext' in parent
        ? trace.setSpan(ROOT_CONTEXT, parent)
        : trace.setSpanContext(ROOT_CONTEXT, parent);
  return tracer.startSpan(
    name,
    session === undefined ? {} : { attributes: { 'session.id': session } },
    from,
  );
}

describe('explain', () => {
  it('says of a turn who named its session, where it went, and why', () => {
    const recording = explained();
    const turn = start(recording, 'interaction', { session: 'A' });
    const traceId = recording.sessions.traceId('A');
    expect(recording.sessions.explain(turn)).toEqual({
      text:
        `Span 'interaction' is in session 'A', trace ${traceId}: named by fromAttributes('session.id'). It goes ` +
        'directly under the session root, because it is a turn.',
      traceId,
      spanId: turn.spanContext().spanId,
      sessionId: 'A',
      namedBy: "fromAttributes('session.id')",
      noSession: undefined,
      place: 'root',
      because: 'it is a turn',
    });
  });

  it('says of a span that follows its parent that it does', () => {
    const recording = explained();
    const turn = start(recording, 'interaction', { session: 'A' });
    const tool = start(recording, 'tool', { parent: turn });
    expect(recording.sessions.explain(tool)).toMatchObject({
      sessionId: 'A',
      namedBy: 'its parent',
      place: 'parent',
      because: 'its parent is in the same session',
    });
  });

  it.each<[string, Partial<SessionTracingOptions>, (recording: Recording) => Span, object]>([
    [
      'an orphan',
      {},
      (recording) => start(recording, 'hook', { session: 'A' }),
      { place: 'root', because: 'it has no parent, and no known turn claims it' },
    ],
    [
      'a span whose parent is in another process',
      {},
      (recording) => start(recording, 'tool', { session: 'A', parent: REMOTE }),
      {
        place: 'parent',
        because: "its parent is in another process, and `remoteParent` is 'keep'",
      },
    ],
    [
      'a span whose parent is in another process, linked',
      { remoteParent: 'link' },
      (recording) => start(recording, 'tool', { session: 'A', parent: REMOTE }),
      { place: 'root', because: "its parent is in another process, and `remoteParent` is 'link'" },
    ],
    [
      'a span under a context that nobody exports',
      {},
      (recording) =>
        start(recording, 'tool', { session: 'A', parent: { ...REMOTE, isRemote: false } }),
      {
        place: 'root',
        because: expect.stringContaining('it would have `isRemote: true`') as string,
      },
    ],
    [
      'a turn that was started under a span of no session',
      {},
      (recording) =>
        start(recording, 'interaction', { session: 'A', parent: start(recording, 'request') }),
      {
        place: 'root',
        because: 'it is a turn, whatever span was active when it started; a link leads there',
      },
    ],
    [
      'a turn with a trace of its own',
      { traceScope: 'interaction' },
      (recording) => start(recording, 'interaction', { session: 'A' }),
      { place: 'top', because: "it is a turn, and `traceScope` is 'interaction'" },
    ],
    [
      'a turn inside a turn',
      { nestedInteractions: 'keep' },
      (recording) =>
        start(recording, 'sub.interaction', {
          session: 'A',
          parent: start(recording, 'interaction', { session: 'A' }),
        }),
      { namedBy: 'its parent', place: 'parent' },
    ],
    [
      'an orphan that joins its turn',
      { interactionId: () => 't1' },
      (recording) => {
        start(recording, 'interaction', { session: 'A' });
        return start(recording, 'hook', { session: 'A' });
      },
      { place: 'turn', because: 'it has no parent that is exported, and its turn is known' },
    ],
  ])('says why %s is where it is', (_, options, make, explanation) => {
    const recording = explained(options);
    expect(recording.sessions.explain(make(recording))).toMatchObject({
      sessionId: 'A',
      ...explanation,
    });
  });

  it('says that withSession, or a header, named the session', () => {
    const recording = explained();
    const byEntry = withSession('A', () => recording.tracer.startSpan('hook'));
    const headers = { 'x-session-id': 'B' };
    const incoming = sessionPropagator({ header: 'x-session-id' }).extract(ROOT_CONTEXT, headers, {
      get: (_, key) => headers[key as 'x-session-id'],
      keys: () => [],
    });
    const byHeader = recording.tracer.startSpan('request', {}, incoming);
    const explain = (subject: Span | SpanContext | Context): Explanation =>
      recording.sessions.explain(subject);
    expect(explain(byEntry).namedBy).toBe('the session id in withSession');
    expect(explain(byHeader).namedBy).toBe('the header x-session-id');
    expect(explain(incoming).text).toBe(
      'No span is active there; one that starts is in the session that the header x-session-id names.',
    );
  });

  it('says why there is no session: nobody told, what was told was refused, nobody saw the span', () => {
    const recording = explained();
    const explain = (subject: Span | SpanContext | Context): Explanation =>
      recording.sessions.explain(subject);
    expect(explain(start(recording, 'work'))).toMatchObject({
      noSession: 'untold',
      text:
        "Span 'work' is in no session, because nobody told one. Asked were withSession, its parent, and " +
        "`sessionId`, which is fromAttributes('session.id'). It stays as it was.",
    });
    expect(explain(start(recording, 'work', { session: 'x'.repeat(300) }))).toMatchObject({
      noSession: 'refused',
      text: expect.stringContaining('because what was told cannot be a session id') as string,
    });
    expect(explain(trace.wrapSpanContext(REMOTE)).noSession).toBe('unseen');
    expect(explain(REMOTE).noSession).toBe('unseen');
    expect(explain(ROOT_CONTEXT)).toMatchObject({ noSession: 'untold', spanId: undefined });
  });

  it('tells the spans of no session apart also where no end may tell one', () => {
    const answers = ['', undefined];
    const recording = explained({ sessionId: () => answers.pop() });
    const [untold, refused] = [start(recording, 'first'), start(recording, 'second')];
    const explain = (subject: Span | SpanContext | Context): Explanation =>
      recording.sessions.explain(subject);
    expect([explain(untold).noSession, explain(refused).noSession]).toEqual(['untold', 'refused']);
  });

  it('knows the session root, and a span that was placed at its end', () => {
    const recording = explained();
    const alone = start(recording, 'interaction').setAttribute('session.id', 'A');
    alone.end();
    const explain = (subject: Span | SpanContext | Context): Explanation =>
      recording.sessions.explain(subject);
    expect(explain(alone)).toMatchObject({
      sessionId: 'A',
      namedBy: 'its attributes, at its end',
      place: 'root',
    });
    const { traceId, spanId } = recording.span('session');
    const root = trace.getSpanContext(recording.sessions.sessionContext('A', ROOT_CONTEXT));
    expect(root).toMatchObject({ traceId, spanId });
    expect(explain(root ?? ROOT_CONTEXT).text).toContain('it is the root that was made for');
  });

  it('takes the active span when nothing is given', () => {
    const recording = explained();
    const turn = start(recording, 'interaction', { session: 'A' });
    context.with(trace.setSpan(context.active(), turn), () => {
      expect(recording.sessions.explain().spanId).toBe(turn.spanContext().spanId);
    });
  });

  it('knows the session alone without the option', () => {
    const recording = explained({ explain: false });
    const turn = start(recording, 'interaction', { session: 'A' });
    expect(recording.sessions.explain(turn)).toMatchObject({
      sessionId: 'A',
      namedBy: undefined,
      place: undefined,
      text:
        `Span ${turn.spanContext().spanId} is in session 'A', trace ${turn.spanContext().traceId}. ` +
        'The option `explain: true` would say more.',
    });
    expect(recording.sessions.explain(start(recording, 'work')).text).toContain('explain: true');
  });

  it('never names the session with a keyed derivation', () => {
    const recording = explained({ derivation: hmacDerivation('correct horse battery staple') });
    const turn = start(recording, 'interaction', { session: 'alice@example.org' });
    const explanation = recording.sessions.explain(turn);
    expect(explanation).toMatchObject({ sessionId: undefined, place: 'root' });
    expect(JSON.stringify(explanation)).not.toContain('alice');
  });

  it('is right beside sessions.sampler, which plans before the processor', () => {
    const recording = record(
      { sessionId: fromAttributes('session.id'), explain: true },
      {
        sampler: (sessions) =>
          sessions.sampler(new ParentBasedSampler({ root: new AlwaysOffSampler() })),
      },
    );
    const dropped = start(recording, 'interaction', { session: 'A' });
    expect(recording.sessions.explain(dropped)).toMatchObject({ sessionId: 'A' });
    const under = recording.tracer.startSpan(
      'tool',
      {},
      setSession(trace.setSpan(ROOT_CONTEXT, dropped), 'B'),
    );
    expect(recording.sessions.explain(under).sessionId).toBe('B');
  });
});
