import type { Attributes } from '@opentelemetry/api';
import type { ResolvedOptions } from '../options/options.js';
import type { Stamp } from '../options/session-attributes.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import { OWN_SPAN, SESSION_ROOT } from './own-spans.js';

/** Attribute of the root of a rotated trace: the key that, with the session id, determines its trace id. */
const TRACE_KEY = 'otel_session_trace.trace.key';

/** What says of a span that it is a root. */
export const ROOT_STAMP: Stamp = Object.freeze([{ key: OWN_SPAN, value: SESSION_ROOT }]);

/** How the root of a trace looks. */
export interface RootDescription {
  readonly name: string;
  readonly attributes: Attributes;
}

/** Says how the root of a trace of a session looks: for the root itself, and for a sampler that decides on it. */
export function describeRoot(
  session: Session,
  { key }: SessionTrace,
  sessionSpanOf: ResolvedOptions['sessionSpanOf'],
): RootDescription {
  const { name, attributes } = sessionSpanOf(session.id);
  return {
    name,
    attributes: {
      ...Object.fromEntries(session.stamp.map(({ key, value }) => [key, value])),
      [OWN_SPAN]: SESSION_ROOT,
      ...(key === undefined ? {} : { [TRACE_KEY]: key }),
      ...attributes,
    },
  };
}
