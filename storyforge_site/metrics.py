"""What Prometheus may read at `/metrics`: numbers of the database, the same from whichever process answers,
and what processes counted of their dealings with vendors.

Apps put their collectors into `REGISTRY`. Open to a token (`METRICS_TOKEN`), or without one to this machine alone.
"""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django_q.brokers import get_broker
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from storyforge_site.lib import meters
from storyforge_site.lib.breaker import Breaker
from storyforge_site.models import QUEUE, Pulse
from storyforge_site.providers import registry

REGISTRY = CollectorRegistry()


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """404 for whoever may not see it, as for what is not there."""
    if not _may_see(request):
        raise Http404
    found = generate_latest(REGISTRY) + generate_latest(meters.registry())
    return HttpResponse(found, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_see(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    if token:
        shown = request.headers.get("Authorization", "")
        return hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
    if "X-Forwarded-For" in request.headers:  # a proxy on this machine asks for somebody elsewhere
        return False
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


class SiteCollector(Collector):
    def describe(self) -> list[GaugeMetricFamily]:
        return []  # so that registering asks no database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        waiting = GaugeMetricFamily("storyforge_queue_tasks", "Tasks in the queue, waiting or being worked on.")
        waiting.add_metric([], get_broker().queue_size())
        yield waiting
        alive = GaugeMetricFamily("storyforge_queue_alive", "1 while a worker has lately been heard.")
        alive.add_metric([], Pulse.objects.is_alive(QUEUE, seconds=settings.QUEUE_SILENCE_SECONDS))
        yield alive
        breakers = GaugeMetricFamily(
            "storyforge_provider_open", "1 while the provider's circuit breaker is open.", labels=["kind", "provider"]
        )
        for kind, provider in sorted({(kind, name) for kind, chain in registry.chains() for name in chain}):
            breakers.add_metric([kind, provider], Breaker(f"{kind}:{provider}").is_open())
        yield breakers


REGISTRY.register(SiteCollector())
