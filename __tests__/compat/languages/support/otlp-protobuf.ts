/**
 * The spans of an OTLP trace export in protobuf, in the shape of its JSON form: what the SDKs of Python and Go
 * send. Field numbers are those of opentelemetry/proto/trace/v1/trace.proto; what is not read here is left out.
 */
import { fieldsOf, type Fields } from './protobuf-fields.ts';

/** Turns the body of an export request into the JSON text of the same request. */
export function jsonOf(body: Uint8Array): string {
  return JSON.stringify({
    resourceSpans: fieldsOf(body)
      .messages(1)
      .map((resourceSpans) => ({
        scopeSpans: resourceSpans.messages(2).map((scopeSpans) => ({
          scope: { name: scopeSpans.messages(1)[0]?.text(1) ?? '' },
          spans: scopeSpans.messages(2).map(spanOf),
        })),
      })),
  });
}

function spanOf(span: Fields): object {
  return {
    traceId: span.hex(1),
    spanId: span.hex(2),
    parentSpanId: span.hex(4),
    name: span.text(5),
    kind: Number(span.integer(6)),
    startTimeUnixNano: String(span.integer(7)),
    endTimeUnixNano: String(span.integer(8)),
    attributes: span.messages(9).map(textAttributeOf),
    flags: Number(span.integer(16)),
  };
}

/** The examples put only texts on their spans. */
function textAttributeOf(keyValue: Fields): object {
  return { key: keyValue.text(1), value: { stringValue: keyValue.messages(2)[0]?.text(1) ?? '' } };
}
