import { oneOf } from './checks/one-of.js';

/** What becomes of a parent in another process. */
export interface RemoteParentOption {
  /**
   * A span, not a turn, whose parent is a span of another process in another trace: `'keep'` leaves it
   * there, `'link'` puts it under the session root, linked to that parent. Default `'keep'`.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, remoteParent: 'link' });
   * ```
   */
  readonly remoteParent?: 'keep' | 'link';
}

/** Checks the option, and fills it in where it is left out. */
export function resolveRemoteParent({
  remoteParent = 'keep',
}: RemoteParentOption): Required<RemoteParentOption> {
  return { remoteParent: oneOf('remoteParent', remoteParent, ['keep', 'link']) };
}
