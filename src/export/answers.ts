import { describeValue } from '../diagnostics/describe-value.js';
import type { ExportAnswer } from '../sdk/span-exporter.js';

/* What exporters answer. */

export const SUCCESS: ExportAnswer = Object.freeze({ code: 0 });
const FAILED = 1;

export const TOO_LATE: ExportAnswer = failureOf(new Error('the exporter does not answer'));

/** Whether an exporter has answered as exporters do: untyped ones answer anything. */
export function isAnswer(result: unknown): result is ExportAnswer {
  return typeof (result as ExportAnswer | null | undefined)?.code === 'number';
}

/** The answer of an exporter that failed. */
export function failureOf(error: unknown): ExportAnswer {
  return {
    code: FAILED,
    error: error instanceof Error ? error : new Error(describeValue(error)),
  };
}
