import type { SpanContext } from '@opentelemetry/api';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';

/** Where a span has its parent: its context in SDK 2 and 3, its id in SDK 1. */
type ParentField = 'parentSpanContext' | 'parentSpanId';

/** What stands in a parent field. */
type ParentValue = SpanContext | string | undefined;

/** The field that a span has its parent in; undefined for a span of another make. */
export function parentFieldOf(span: StartedSpan): ParentField | undefined {
  if ('parentSpanContext' in span) {
    return 'parentSpanContext';
  }
  return 'parentSpanId' in span ? 'parentSpanId' : undefined;
}

/** Reads a parent field, so that it can be put back. */
export function readParentField(span: StartedSpan, field: ParentField): ParentValue {
  return (span as SdkSpanFields)[field];
}

/** Gives a span another parent; false, and nothing changed, where it does not take it. */
export function writeParent(
  span: StartedSpan,
  field: ParentField,
  parent: SpanContext | undefined,
): boolean {
  return writeParentField(span, field, field === 'parentSpanContext' ? parent : parent?.spanId);
}

/** Writes a parent field; false, and nothing changed, where the span does not take it. */
export function writeParentField(
  span: StartedSpan,
  field: ParentField,
  value: ParentValue,
): boolean {
  const fields = span as unknown as Record<ParentField, ParentValue>;
  const before = fields[field];
  try {
    fields[field] = value;
  } catch {
    return false;
  }
  // Read back: a setter may have swallowed the value, or made another of it.
  if (fields[field] !== value) {
    Reflect.set(fields, field, before);
    return false;
  }
  return true;
}
