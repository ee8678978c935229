import { appendFileSync } from 'node:fs';

const MAX_LENGTH = 500;

/**
 * Writes a line of ours: into the file that `SESSION_TRACE_LOG_FILE` names, for its owner alone, or to stderr where there is
 * none or it takes nothing. Only what was asked for is said, and little of it: the terminal is the application's.
 */
export function say(message: string, file: string | undefined): void {
  const line = message.replace(/[\p{Control}\u2028\u2029]+/gu, ' ');
  const text = `${line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}...` : line}\n`;
  try {
    if (file !== undefined) {
      appendFileSync(file, text, { mode: 0o600 });
      return;
    }
  } catch {
    // The folder is gone, or full.
  }
  process.stderr.write(text);
}

/** The file that the environment names. */
export function logFileIn(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const file = environment['SESSION_TRACE_LOG_FILE']?.trim();
  return file === '' ? undefined : file;
}
