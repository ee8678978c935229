import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeValue } from '../diagnostics/describe-value.js';
import type { Explanation } from '../explain/explanation.js';
import type { Environment } from '../propagation/environment.js';
import { dropOldest } from '../sessions/drop-oldest.js';
import type { Listeners } from '../session-tracing/assemble.js';
import { isOn } from './is-on.js';
import { logFileIn, say } from './say.js';

/** So many lines are enough for whoever looks for a fault, and for a disk. */
const MAX_LINES = 1_000;
const MAX_TRACES = 1_000;

/** Who hears of what happens, as far as the settings ask for it: no line is written that nobody asked for. */
export interface AskedLines extends Listeners {
  /** Tells of something that happens once. */
  tell(message: string): void;
  /** Tells of what is to be said when the process ends, if there is something. */
  atExit(messageOf: () => string | undefined): void;
}

/**
 * The lines that the environment asks for: warnings, and with `SESSION_TRACE_EXPLAIN` one for each trace that is placed and
 * for each reason.
 *
 * @throws Error where the file cannot be written that `SESSION_TRACE_LOG_FILE` names
 */
export function askedLines(environment: Environment): AskedLines {
  const file = openedFile(logFileIn(environment));
  const explains = isOn(environment, 'SESSION_TRACE_EXPLAIN');
  if (file === undefined && !explains) {
    const inSilence = (): void => undefined;
    return { tell: inSilence, atExit: inSilence, onWarning: inSilence };
  }
  const write = bounded((line) => {
    say(line, file);
  });
  const explained = new Explained();
  return {
    tell: (message) => {
      write(`otel-session-trace: ${message}`);
    },
    atExit: (messageOf) => {
      process.once('exit', () => {
        const message = messageOf();
        if (message !== undefined) {
          write(`otel-session-trace: ${message}`);
        }
      });
    },
    onWarning: (message) => {
      write(message);
    },
    onPlaced: (explanation) => {
      if (explained.isNew(explanation)) {
        write(`otel-session-trace: ${explanation.text}`);
      }
    },
  };
}

/** Made now, so that a wrong path is told at the start; with a path that means the same wherever the application goes. */
function openedFile(name: string | undefined): string | undefined {
  if (name === undefined) {
    return undefined;
  }
  try {
    const file = resolve(name);
    closeSync(openSync(file, 'a', 0o600));
    return file;
  } catch (error) {
    const why = describeValue(error);
    throw new Error(`SESSION_TRACE_LOG_FILE cannot be written: ${why}.`, { cause: error });
  }
}

function bounded(write: (line: string) => void): (line: string) => void {
  let left = MAX_LINES;
  return (line) => {
    if (left > 0) {
      left--;
      write(left > 0 ? line : 'otel-session-trace: no more lines of this process.');
    }
  };
}

/** Knows which explanations say something new: the first of its trace, or the first for its reason. */
class Explained {
  readonly #traces = new Set<string>();
  readonly #reasons = new Set<string>();

  isNew({ traceId = '', namedBy, noSession, place, because }: Explanation): boolean {
    const inNewTrace = noSession === undefined && this.#isNewIn(this.#traces, traceId);
    const reason = [namedBy, noSession, place, because].join();
    return this.#isNewIn(this.#reasons, reason) || inNewTrace;
  }

  #isNewIn(known: Set<string>, key: string): boolean {
    const isNew = !known.has(key);
    known.add(key);
    dropOldest(known, MAX_TRACES);
    return isNew;
  }
}
