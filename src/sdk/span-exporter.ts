import type { Attributes, Link, SpanContext } from '@opentelemetry/api';

/** A span as an exporter is given it. */
export interface ExportableSpan {
  readonly name: string;
  readonly attributes: Attributes;
  readonly links: readonly Link[];
  readonly events?: readonly { readonly name: string; readonly attributes?: Attributes }[];
  readonly status?: { readonly code?: number; readonly message?: string };
  spanContext(): SpanContext;
}

/** What an exporter answers. */
export interface ExportAnswer {
  /** 0 success, 1 failure. */
  readonly code: number;
  readonly error?: Error;
}

/** A span exporter of SDK 1, 2 or 3. */
export interface AnySpanExporter {
  export(spans: ExportableSpan[], resultCallback: (result: ExportAnswer) => void): void;
  shutdown(): Promise<void>;
  forceFlush?(): Promise<void>;
}
