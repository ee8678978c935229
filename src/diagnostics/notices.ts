import { diag } from '@opentelemetry/api';
import { withoutRejection } from './promises.js';

/** Tells the user of bad luck at run time through `diag`: once per kind, never once per span. */
export class Notices {
  readonly #told = new Set<string>();

  /**
   * Warns the first time that a kind comes up.
   *
   * @param kind - one of a small fixed number of kinds, never made from user data
   */
  warnOnce(kind: string, message: string): void {
    if (!this.#told.has(kind)) {
      this.#told.add(kind);
      this.warn(message);
    }
  }

  /** Warns. The caller sees to it that this is rare. */
  warn(message: string): void {
    try {
      // Typed as answering nothing; a logger that writes somewhere may answer a promise.
      const logger: { warn(text: string): unknown } = diag;
      withoutRejection(logger.warn(`otel-session-trace: ${message}`));
    } catch {
      // The user's logger failed; whoever starts a span must not hear of it.
    }
  }
}
