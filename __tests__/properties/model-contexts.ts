import type { SpanName, TraceName } from './expectation.js';
import type { EntryInContext, ModelContext, ModelState } from './model-state.js';
import { spanMeant, type SessionId, type Start } from './program.js';

/** The context that a span is started in. */
export function contextOf(model: ModelState, { above, entry }: Start): ModelContext {
  const made = (under: SpanName | undefined): EntryInContext | undefined =>
    entry && { session: entry.session, turn: entry.turn, under };
  const before = entry?.made === 'before' ? made(undefined) : undefined;
  const base = contextUnder(model, above, before);
  return entry?.made === 'under' ? { ...base, entry: made(base.above) } : base;
}

function contextUnder(
  model: ModelState,
  above: Start['above'],
  before: EntryInContext | undefined,
): ModelContext {
  const base: ModelContext = { above: undefined, entry: before, sender: undefined };
  switch (above.kind) {
    case 'none':
      return base;
    case 'phantom':
      return { ...base, above: { kind: 'phantom' } };
    case 'remote':
      return { ...base, above: remote(model, above.session) };
    case 'message':
    case 'message-lost': {
      const sender = remote(model, above.session);
      return { ...base, above: above.kind === 'message' ? sender : undefined, sender };
    }
    case 'session-context': {
      const trace = model.session(above.session).currentTrace;
      const root: SpanName | undefined = model.hasRoot(trace) ? { kind: 'root', trace } : undefined;
      return {
        above: root,
        entry: { session: above.session, turn: undefined, under: root },
        sender: undefined,
      };
    }
    case 'span':
    case 'rewrapped': {
      const meant = spanMeant(above.span, model.spans.length);
      const span = meant === undefined ? undefined : model.spans[meant];
      if (meant === undefined || span === undefined) return base;
      const under = { kind: 'span', span: meant } as const;
      // Only its own context knows what it was started in.
      return above.kind === 'rewrapped' || before !== undefined
        ? { ...base, above: under }
        : { ...span.context, above: under };
    }
  }
}

function remote(
  model: ModelState,
  session: SessionId | undefined,
): SpanName & { readonly kind: 'remote' } {
  const trace: TraceName =
    session === undefined || model.setup.scope !== 'session'
      ? { kind: 'remote' }
      : { kind: 'derived', session, key: undefined };
  return { kind: 'remote', trace };
}
