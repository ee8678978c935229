import { describeValue } from '../diagnostics/describe-value.js';
import { logFileIn, say } from './say.js';

/** Tells why there is no session tracing, in one line; the application must not fail over that. */
export function giveUp(error: unknown): void {
  const message = error instanceof Error ? error.message : describeValue(error);
  // Where a file is missing, Node goes on with who asked for it.
  const [why] = message.split('\n');
  say(
    `otel-session-trace: ${String(why)} The application runs on without session tracing.`,
    logFileIn(process.env),
  );
}
