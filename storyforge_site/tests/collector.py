"""A collector of traces on loopback: takes what OpenTelemetry sends, and keeps the spans."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor


@dataclass(frozen=True, slots=True)
class Span:
    name: str
    trace: str
    identity: str
    parent: str


@dataclass(slots=True)
class Collector:
    url: str
    _house: Vendor

    def spans(self) -> list[Span]:
        return [span for asked in list(self._house.asked) for span in _spans(asked.raw)]


def _spans(raw: bytes) -> Iterator[Span]:
    for resource in ExportTraceServiceRequest.FromString(raw).resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield Span(span.name, span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())


@contextmanager
def collector() -> Iterator[Collector]:
    def take(asked: Asked, before: int) -> Answer:
        return Answer(b"", headers={"Content-Type": "application/x-protobuf"})

    with vendor(take) as house:
        yield Collector(f"http://127.0.0.1:{house.port}", house)
