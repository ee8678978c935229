import { expected } from '../diagnostics/expected.js';

/** Whether it is noted why spans are where they are. */
export interface ExplainOption {
  /**
   * Notes of each span that does more than follow its parent who named its session, where it went and why, so that
   * `sessions.explain(span)` can tell. Costs a note for each of them, which goes with the span's context. Default false.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, explain: process.env['NODE_ENV'] !== 'production' });
   * ```
   */
  readonly explain?: boolean;
}

/** Checks the option, and fills it in where it is left out. */
export function resolveExplain({ explain = false }: ExplainOption): { readonly explain: boolean } {
  if (typeof explain !== 'boolean') {
    throw expected('explain', 'true or false', explain);
  }
  return { explain };
}
