import { z } from 'zod';

import type { ReceivedAttributes, ReceivedValue } from './received-span.js';

interface AnyValue {
  readonly stringValue?: string | undefined;
  readonly boolValue?: boolean | undefined;
  readonly intValue?: string | number | undefined;
  readonly doubleValue?: number | undefined;
  readonly bytesValue?: string | undefined;
  readonly arrayValue?: { readonly values: readonly AnyValue[] } | undefined;
  readonly kvlistValue?: { readonly values: readonly KeyValue[] } | undefined;
}

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

const anyValue: z.ZodType<AnyValue> = z.lazy(() =>
  z.object({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    // Protobuf's JSON mapping writes 64-bit integers as strings; some exporters write numbers.
    intValue: z.union([z.string().regex(/^-?\d+$/), z.int()]).optional(),
    doubleValue: z.number().optional(),
    bytesValue: z.string().optional(),
    arrayValue: z.object({ values: z.array(anyValue).default([]) }).optional(),
    kvlistValue: z.object({ values: keyValues }).optional(),
  }),
);

/** The wire form of a list of attributes: an absent list is an empty one. */
export const keyValues: z.ZodType<readonly KeyValue[]> = z
  .array(z.object({ key: z.string(), value: anyValue }))
  .default([]);

/** Turns a list of OTLP key-values into a plain record. */
export function toAttributes(list: readonly KeyValue[]): ReceivedAttributes {
  return Object.fromEntries(list.map(({ key, value }) => [key, toValue(value)]));
}

function toValue(value: AnyValue): ReceivedValue {
  if (value.intValue !== undefined) return Number(value.intValue);
  if (value.arrayValue !== undefined) return value.arrayValue.values.map(toValue);
  if (value.kvlistValue !== undefined) return toAttributes(value.kvlistValue.values);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? value.bytesValue ?? null;
}
