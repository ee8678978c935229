"""A worker in Python that puts its spans into a session of which it knows the id, and nothing else."""

import hashlib
import os

from opentelemetry import baggage, trace
from opentelemetry.context import Context, attach
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

SESSION = "session.id"


def derive(session_id: str) -> tuple[int, int]:
    """The trace id of a session and the span id of its root: docs/derivation.md has the rule."""
    digest = hashlib.sha256(session_id.encode()).digest()
    return int.from_bytes(digest[:16], "big") or 1, int.from_bytes(digest[16:24], "big") or 1


def session_context(session_id: str) -> Context:
    """A context under the session root, which a Node process with sessionRoot: 'shared' exports."""
    trace_id, root_span_id = derive(session_id)
    root = trace.SpanContext(
        trace_id, root_span_id, is_remote=True, trace_flags=trace.TraceFlags(trace.TraceFlags.SAMPLED)
    )
    return baggage.set_baggage(
        SESSION, session_id, trace.set_span_in_context(trace.NonRecordingSpan(root), Context())
    )


class SessionStamp(SpanProcessor):
    """Says on every span which session it is of, as the context does."""

    def on_start(self, span, parent_context=None):
        session_id = baggage.get_baggage(SESSION, parent_context)
        if isinstance(session_id, str):
            span.set_attribute(SESSION, session_id)


def main() -> None:
    provider = TracerProvider()
    provider.add_span_processor(SessionStamp())
    # Sends to where the standard environment variables of OTLP say.
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    tracer = provider.get_tracer("python-worker")

    # From here on everything in this thread, or task, is of the session.
    attach(session_context(os.environ["AGENT_SESSION_ID"]))
    with tracer.start_as_current_span("index_files"):
        with tracer.start_as_current_span("read_file"):
            pass
        with tracer.start_as_current_span("embed"):
            pass
    provider.shutdown()


main()
