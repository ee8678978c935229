import { diag } from '@opentelemetry/api';
import { describeValue } from './describe-value.js';
import { hasDiagLogger } from './diag-logger.js';
import { warnThroughProcess } from './process-warning.js';
import { withoutRejection } from './promises.js';

/**
 * Hears of warnings beside the logger of `diag`.
 *
 * @param isLogged - `diag` has a logger, which has heard it
 */
export type WarningListener = (message: string, isLogged: boolean) => void;

const FURTHER =
  'Further warnings need a logger: `diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN)`.';

/** Passes on the first warning that no logger hears to the developer, through the process. */
function firstThroughProcess(): WarningListener {
  let told = false;
  return (message, isLogged) => {
    if (!told && !isLogged) {
      told = true;
      warnThroughProcess(`${message} ${FURTHER}`);
    }
  };
}

/** Tells the user of bad luck at run time through `diag`: once per kind, never once per span. */
export class Notices {
  readonly #told = new Set<string>();
  readonly #listener: WarningListener;
  readonly #hidesDetails: boolean;

  /** @param hidesDetails - what the user's functions throw may have a session id in it that nobody is to see */
  constructor(listener: WarningListener = firstThroughProcess(), hidesDetails = false) {
    this.#listener = listener;
    this.#hidesDetails = hidesDetails;
  }

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

  /** Renders an error, or what a function of the user's has answered, for a message. */
  describe(value: unknown): string {
    if (!this.#hidesDetails) {
      return describeValue(value);
    }
    const kind = value instanceof Error ? value.constructor.name : typeof value;
    return `${kind} (left out, since \`derivation\` keeps session ids secret)`;
  }

  /** Warns. The caller sees to it that this is rare. */
  warn(message: string): void {
    const line = `otel-session-trace: ${message}`;
    try {
      const isLogged = hasDiagLogger();
      // Typed as answering nothing; a logger that writes somewhere may answer a promise.
      const logger: { warn(text: string): unknown } = diag;
      withoutRejection(logger.warn(line));
      this.#listener(line, isLogged);
    } catch {
      // The user's logger failed; whoever starts a span must not hear of it.
    }
  }
}
