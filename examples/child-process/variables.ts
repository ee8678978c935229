/** Tells a tool which session it works for. */
export const SESSION_VARIABLE = 'AGENT_SESSION_ID';

/** `on` where the tools of this example use the package, too. */
export const SESSION_TRACING = 'SESSION_TRACING';
