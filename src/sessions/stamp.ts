import type { AttributeValue } from '@opentelemetry/api';

/** The attributes that every span of a session gets, made once per session. */
export type Stamp = readonly { readonly key: string; readonly value: AttributeValue }[];
