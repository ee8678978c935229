/*
 * A program of its own, so that a rejection which nobody hears ends it: places a span and a log record once per
 * function of the options, and prints the number of times when it got to its end.
 */
import { setImmediate } from 'node:timers/promises';
import { recordLogs } from '../../support/log-recording.js';
import { record, stopRecording } from '../../support/recording.js';
import { PROMISED_CASES, PROMISES } from './promised-answers.js';

async function main(): Promise<void> {
  let programs = 0;
  for (const { options, toSpan } of Object.values(PROMISED_CASES)) {
    for (const answer of Object.values(PROMISES)) {
      const { sessions, tracer } = record({ sessionId: 'A', ...options(answer) });
      const logs = recordLogs(sessions.logToSpanProcessor(toSpan?.(answer)));
      tracer.startSpan('interaction').end();
      logs.emit({ eventName: 'event', attributes: { model: 'small' } });
      try {
        sessions.traceId('A');
      } catch {
        // A derivation that answers no ids; whoever asks for one is told.
      }
      stopRecording();
      // What rejects unheard is reported when the microtasks are done.
      await setImmediate();
      programs++;
    }
  }
  process.stdout.write(String(programs));
}

void main();
