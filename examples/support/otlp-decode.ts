import { z } from 'zod';

import { keyValues, toAttributes } from './otlp-any-value.js';
import type { ReceivedKind, ReceivedSpan, ReceivedStatus } from './received-span.js';

// Positions are the enum values of the protocol.
const KINDS: readonly ReceivedKind[] = [
  'UNSPECIFIED',
  'INTERNAL',
  'SERVER',
  'CLIENT',
  'PRODUCER',
  'CONSUMER',
];
const STATUS_CODES: readonly ReceivedStatus['code'][] = ['UNSET', 'OK', 'ERROR'];

const traceId = z.string().regex(/^(?!0+$)[0-9a-f]{32}$/);
const spanId = z.string().regex(/^(?!0+$)[0-9a-f]{16}$/);
const nanoseconds = z.union([z.string().regex(/^\d+$/), z.int().nonnegative()]).transform(BigInt);

const link = z.object({ traceId, spanId, attributes: keyValues });

const status = z.object({
  code: z.int().min(0).max(2).default(0),
  message: z.string().optional(),
});

const span = z.object({
  traceId,
  spanId,
  parentSpanId: z.union([spanId, z.literal('')]).optional(),
  name: z.string(),
  kind: z.int().min(0).max(5).default(0),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes: keyValues,
  links: z.array(link).default([]),
  status: status.default({ code: 0 }),
  flags: z.int().nonnegative().default(0),
});

const exportRequest = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          scope: z.object({ name: z.string().default('') }).default({ name: '' }),
          spans: z.array(span).default([]),
        }),
      ),
    }),
  ),
});

/**
 * Decodes the JSON body of an OTLP trace export.
 *
 * @throws Error when the text is not JSON, or not an export request.
 */
export function decodeExportRequest(body: string): ReceivedSpan[] {
  const { resourceSpans } = exportRequest.parse(JSON.parse(body));
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) => spans.map((wire) => toSpan(wire, scope.name))),
  );
}

function toSpan(wire: z.infer<typeof span>, scope: string): ReceivedSpan {
  const { parentSpanId = '', ...fields } = wire;
  const { code, message = '' } = wire.status;
  return {
    ...fields,
    ...(parentSpanId !== '' && { parentSpanId }),
    scope,
    kind: KINDS[wire.kind] ?? 'UNSPECIFIED',
    attributes: toAttributes(wire.attributes),
    links: wire.links.map((each) => ({ ...each, attributes: toAttributes(each.attributes) })),
    status: { code: STATUS_CODES[code] ?? 'UNSET', ...(message !== '' && { message }) },
  };
}
