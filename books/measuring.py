"""The numbers of the workshop, for `/metrics`."""

from collections.abc import Iterator

from django.db.models import Count, Min
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from books.models import Job, JobStatus, Scope, Spending
from storyforge_site.lib.clock import now

_DOLLAR = 1_000_000  # micro-dollars


class JobsCollector(Collector):
    """Open jobs alone: those that have ended are many, and counted as they end."""

    def describe(self) -> list[GaugeMetricFamily]:
        return []  # so that registering asks no database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        counted = Job.objects.open().values_list("kind", "status").annotate(Count("pk"))
        jobs = GaugeMetricFamily("storyforge_jobs", "Open jobs.", labels=["kind", "status"])
        for kind, status, count in counted.order_by():
            jobs.add_metric([kind, status], count)
        yield jobs
        oldest = Job.objects.filter(status=JobStatus.QUEUED).aggregate(Min("created_at"))["created_at__min"]
        age = GaugeMetricFamily("storyforge_oldest_job_seconds", "How long the first in the queue has waited.")
        age.add_metric([], (now() - oldest).total_seconds() if oldest else 0)
        yield age
        spent = GaugeMetricFamily("storyforge_spent_today_dollars", "What providers took since midnight UTC.")
        spent.add_metric([], Spending.objects.all().today(Scope.SITE, "") / _DOLLAR)
        yield spent
