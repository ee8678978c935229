import { trace, type Context, type SpanContext } from '@opentelemetry/api';
import { isUnsampledHere } from '../sdk/unsampled-here.js';
import type { ParentKind } from './rules.js';

/**
 * Tells what stands behind a parent.
 *
 * @param marked - it was started under this package's eyes
 */
export function kindOfParent(
  parent: SpanContext | undefined,
  marked: boolean,
  parentContext: Context,
): ParentKind {
  if (parent === undefined) {
    return 'none';
  }
  if (isUnsampledHere(parent)) {
    return 'unsampled';
  }
  if (marked) {
    return 'local';
  }
  if (parent.isRemote === true) {
    return 'remote';
  }
  const span = trace.getSpan(parentContext);
  // `ended` is what an SDK span has and a wrapped context has not.
  const ended = (span as { ended?: unknown } | undefined)?.ended === true;
  return ended || span?.isRecording() === true ? 'local' : 'phantom';
}
