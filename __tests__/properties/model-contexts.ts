import type { SpanName, TraceName } from './expectation.js';
import type { EntryInContext, ModelContext, ModelState } from './model-state.js';
import { spanMeant, type Start } from './program.js';

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
  switch (above.kind) {
    case 'none':
      return { above: undefined, entry: before };
    case 'phantom':
      return { above: { kind: 'phantom' }, entry: before };
    case 'remote': {
      const trace: TraceName =
        above.session === undefined || model.setup.scope !== 'session'
          ? { kind: 'remote' }
          : { kind: 'derived', session: above.session, key: undefined };
      return { above: { kind: 'remote', trace }, entry: before };
    }
    case 'session-context': {
      const trace = model.session(above.session).currentTrace;
      const root: SpanName | undefined = model.hasRoot(trace) ? { kind: 'root', trace } : undefined;
      return { above: root, entry: { session: above.session, turn: undefined, under: root } };
    }
    case 'span':
    case 'rewrapped': {
      const meant = spanMeant(above.span, model.spans.length);
      const span = meant === undefined ? undefined : model.spans[meant];
      if (meant === undefined || span === undefined) return { above: undefined, entry: before };
      const entry = above.kind === 'rewrapped' ? before : (before ?? span.context.entry);
      return { above: { kind: 'span', span: meant }, entry };
    }
  }
}
