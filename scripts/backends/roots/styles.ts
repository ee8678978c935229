/** How the roots of sessions are told apart. */
export type Style = (typeof STYLES)[number];

/** All of them; each is the name of a service. */
export const STYLES = ['left-alone', 'titled-by-attribute', 'named-each'] as const;

const SESSIONS = 20;
/** A root, and a turn. */
const SPANS_PER_SESSION = 2;
/** Of a service with such a style. */
export const SPANS_PER_STYLE: number = SESSIONS * SPANS_PER_SESSION;

/** The sessions of a service. */
export function sessionIds(style: Style): string[] {
  return Array.from({ length: SESSIONS }, (_, index) => `${style}-${index}`);
}

/** What a person would call the session. */
export function titleOf(sessionId: string): string {
  return `mend ${sessionId}`;
}
