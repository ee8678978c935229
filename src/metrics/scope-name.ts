/** The instrumentation scope of the spans and instruments of our own making. */
export const SCOPE_NAME = 'otel-session-trace';
