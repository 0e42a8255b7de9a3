"""What the site itself remembers: answers already given to a request with an idempotency key, and signs of life."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

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
        """One UPDATE, also where all workers beat at once; only the very first time a row, whoever writes it."""
        if not self.filter(name=name).update(felt_at=Now()):
            self.bulk_create([Pulse(name=name, felt_at=Now())], ignore_conflicts=True)

    def is_alive(self, name: str, *, seconds: int) -> bool:
        return self.filter(name=name, felt_at__gt=Now() - timedelta(seconds=seconds)).exists()


class Pulse(models.Model):
    """When a part of the system was last heard, by the database's clock."""

    name = models.CharField(max_length=40, primary_key=True)
    felt_at = models.DateTimeField()

    objects = PulseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} {self.felt_at}"


class ProviderSwitch(models.Model):
    """A provider staff have switched off, or on again; one without a row is on. Who did it, the admin's log says."""

    name = models.CharField(max_length=60, primary_key=True, help_text='as its circuit is called: "text:openai"')
    is_off = models.BooleanField(default=False)
    why = models.CharField(max_length=200)
    since = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ("view",)
        permissions = (("can_switch_provider", "Can switch providers off and on"),)
        verbose_name = _("provider")
        verbose_name_plural = _("providers")

    def __str__(self) -> str:
        return f"{self.name} is {'off' if self.is_off else 'on'}"
