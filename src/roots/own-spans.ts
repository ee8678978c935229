/** Attribute of the spans that this package makes of itself: what they are. */
export const OWN_SPAN = 'otel_session_trace.span';

/** The root of a trace of a session. */
export const SESSION_ROOT = 'session_root';

/** The span that `endSession` exports. */
export const SESSION_END = 'session_end';
