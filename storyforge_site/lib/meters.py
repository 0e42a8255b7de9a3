"""What is counted in each process, and traced: requests, steps of books, questions to vendors.

With `PROMETHEUS_MULTIPROC_DIR` set the counts of all processes that share the folder are added up, workers' too;
without it `/metrics` shows those of the process that answers.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.trace import SpanKind
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from storyforge_site.lib import tracing
from storyforge_site.lib.errors import StoryforgeError

_OURS = CollectorRegistry()

_SECONDS = Histogram(
    "storyforge_provider_seconds",
    "How long vendors took to answer, well or badly.",
    ["provider"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120),
    registry=_OURS,
)
_ANSWERS = Counter(
    "storyforge_provider_answers", "Answers of vendors, by how they ended.", ["provider", "outcome"], registry=_OURS
)


_REQUESTS = Histogram(
    "storyforge_request_seconds",
    "How long requests took, by the address they came to.",
    ["method", "route", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=_OURS,
)
_STEPS = Histogram(
    "storyforge_step_seconds",
    "How long steps of jobs took, well or badly.",
    ["kind", "step", "outcome"],
    buckets=(0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300),
    registry=_OURS,
)


_CREDITS = Counter(
    "storyforge_credits_moved", "Credits that moved in the ledger, by why they did.", ["movement"], registry=_OURS
)


def registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return _OURS
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


def request_answered(method: str, route: str, status: int, seconds: float) -> None:
    _REQUESTS.labels(method, route, str(status)).observe(seconds)


def credits_moved(movement: str, amount: int) -> None:
    _CREDITS.labels(movement).inc(amount)


@contextmanager
def step(kind: str, name: str) -> Iterator[None]:
    """One step of a job, or as much of it as a walk comes to."""
    began, outcome = time.perf_counter(), "interrupted"
    with tracing.span(f"step {name}", kind_of_job=kind, step=name) as span:
        try:
            yield
            outcome = "ok"
        except StoryforgeError as error:
            outcome = str(error.code)
            raise
        finally:
            span.set_attribute("storyforge.outcome", outcome)
            _STEPS.labels(kind, name, outcome).observe(time.perf_counter() - began)


@contextmanager
def exchange(provider: str) -> Iterator[None]:
    """One question to a vendor and its answer. `provider`: as its breaker is called, "text:openai"."""
    began, outcome = time.perf_counter(), "lost"
    with tracing.span(f"ask {provider}", span_kind=SpanKind.CLIENT, provider=provider) as span:
        try:
            yield
            outcome = "ok"
        except StoryforgeError as error:
            outcome = str(error.code)
            raise
        finally:
            span.set_attribute("storyforge.outcome", outcome)
            _SECONDS.labels(provider).observe(time.perf_counter() - began)
            _ANSWERS.labels(provider, outcome).inc()
