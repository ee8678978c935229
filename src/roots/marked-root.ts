import type { SpanContext } from '@opentelemetry/api';
import { Mark } from '../sessions/mark.js';
import { setMark } from '../sessions/marked-context.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';

/** A root that says to which session it belongs; the trace itself keeps it without, and knows no session. */
export function markedRoot(root: SpanContext, session: Session, trace: SessionTrace): SpanContext {
  const marked = { ...root };
  setMark(marked, new Mark(session.owner, session, trace));
  return marked;
}
