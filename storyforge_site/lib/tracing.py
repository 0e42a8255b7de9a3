"""One trace from a request through the queue to the last question to a vendor.

Spans go to `OTEL_EXPORTER_OTLP_ENDPOINT` over HTTP, and nowhere without one. Between processes the row of a job
carries the trace (W3C `traceparent`), so that whoever wakes the job again, be it the watchdog, goes on with it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import context, trace
from opentelemetry.trace import SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_W3C = TraceContextTextMapPropagator()
_FLUSH_MS = 2000


def start() -> None:
    """Once a process, from `AppConfig.ready`; a child of it goes on by itself."""
    if not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(
        resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", "storyforge")})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


@contextmanager
def span(name: str, *, span_kind: SpanKind = SpanKind.INTERNAL, **attributes: str | int) -> Iterator[trace.Span]:
    named = {f"storyforge.{key}": value for key, value in attributes.items()}
    with trace.get_tracer("storyforge").start_as_current_span(name, kind=span_kind, attributes=named) as begun:
        yield begun


def carried() -> str:
    """The `traceparent` of now, for a row; "" outside of a trace."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get("traceparent", "")


@contextmanager
def going_on(traceparent: str) -> Iterator[None]:
    """With the trace that a row or a header carries; a new one where it carries none."""
    token = context.attach(_W3C.extract({"traceparent": traceparent} if traceparent else {}))
    try:
        yield
    finally:
        context.detach(token)


def flush() -> None:
    """Before a process may be killed: what waits to be sent would be lost with it."""
    provider = trace.get_tracer_provider()
    if hasattr(provider, "force_flush"):
        provider.force_flush(_FLUSH_MS)
