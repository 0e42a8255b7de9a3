"""What the site itself remembers: answers already given to a request with an idempotency key, and signs of life."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from storyforge_site.lib.clock import now


class IdempotencyKey(models.Model):
    """One key of one user. It is claimed, and its answer stored, in the transaction of the work itself:
    when that fails nothing is left behind, and a second request waits for the first on the unique row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body")
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True, help_text="JSON as it was rendered")
    created_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once_per_user"),
        ]

    def __str__(self) -> str:
        return self.key


QUEUE = "queue"


class PulseQuerySet(models.QuerySet["Pulse"]):
    def beat(self, name: str) -> None:
        self.update_or_create(name=name, defaults={"felt_at": Now()})

    def is_alive(self, name: str, *, seconds: int) -> bool:
        return self.filter(name=name, felt_at__gt=Now() - timedelta(seconds=seconds)).exists()


class Pulse(models.Model):
    """When a part of the system was last heard, by the database's clock."""

    name = models.CharField(max_length=40, primary_key=True)
    felt_at = models.DateTimeField()

    objects = PulseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} {self.felt_at}"
