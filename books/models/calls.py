"""What was asked of providers and what it cost: one row a call, written before the call is made."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from storyforge_site.lib.clock import now
from storyforge_site.lib.ids import PrefixedIdField
from storyforge_site.lib.written import WrittenUpdate


class CallStatus(models.TextChoices):
    INTENDED = "intended", _("About to be made")
    ANSWERED = "answered", _("Answered")
    FAILED = "failed", _("Failed")


class ProviderCall(models.Model):
    """One paid call of one job. `call_key` is the same for the same step, page and request, so none is made twice.

    A row that stays `intended` is a call whose answer was lost with its worker: the vendor may have been paid.
    """

    id = PrefixedIdField("call")
    job = models.ForeignKey("books.Job", on_delete=models.CASCADE, related_name="provider_calls")
    call_key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of job, step, page and request")
    step = models.CharField(max_length=40)
    page_number = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=CallStatus, default=CallStatus.INTENDED)
    tries = models.PositiveSmallIntegerField(default=1)
    provider = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=80, blank=True)
    vendor_id = models.CharField(max_length=120, blank=True)
    reserved_microdollars = models.PositiveBigIntegerField(default=0, help_text="counted while it is being made")
    counted_on = models.DateField(help_text="the day whose spending it belongs to")
    cost_microdollars = models.PositiveBigIntegerField(default=0, help_text="of all tries, also those that were lost")
    latency_ms = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=32, blank=True)
    answer = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["created_at"], name="call_moment")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status="intended", finished_at__isnull=True)
                | (~Q(status="intended") & Q(finished_at__isnull=False)),
                name="call_finished_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.page_number if self.page_number is not None else ''} ({self.status})"


class Scope(models.TextChoices):
    USER = "user", _("A user's day")
    SITE = "site", _("The site's day")


class SpendingQuerySet(models.QuerySet["Spending"]):
    def add(self, scope: Scope, subject: str, microdollars: int, *, day: date, cap: int) -> bool:
        """Count `microdollars` on `day` unless that would pass `cap`; whether they were counted.

        The row is changed by one conditional UPDATE, so that racing calls never pass the cap together.
        """
        of_day: dict[str, Any] = {"scope": scope, "subject": subject, "day": day}
        counted = {"more": microdollars, "most": cap - microdollars}
        if _ADD.run(**of_day, **counted):
            return True
        self.get_or_create(**of_day)  # the first of its day, or the cap is reached
        return _ADD.run(**of_day, **counted) == 1

    def correct(self, scope: Scope, subject: str, difference: int, *, day: date) -> None:
        """What a call really cost, above or below what was counted for it on that day."""
        of_day: dict[str, Any] = {"scope": scope, "subject": subject, "day": day}
        if not _CORRECT.run(**of_day, more=difference) and self._is_to_be_counted(scope, subject):
            self.get_or_create(**of_day)
            _CORRECT.run(**of_day, more=difference)

    def _is_to_be_counted(self, scope: Scope, subject: str) -> bool:
        """Nothing new about somebody who was erased meanwhile."""
        return scope != Scope.USER or get_user_model().objects.filter(pk=subject).exists()

    def on(self, day: date, scope: Scope, subject: str) -> int:
        row = self.filter(scope=scope, subject=subject, day=day).first()
        return row.microdollars if row else 0

    def today(self, scope: Scope, subject: str) -> int:
        return self.on(now().date(), scope, subject)


class Spending(models.Model):
    """Micro-dollars of one user or of the whole site on one day (UTC)."""

    scope = models.CharField(max_length=8, choices=Scope)
    subject = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    microdollars = models.PositiveBigIntegerField(default=0)

    objects = SpendingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("spending")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scope", "subject", "day"], name="spending_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.subject} {self.day}: {self.microdollars}"


_OF_DAY: "dict[str, models.Field[Any, Any]]" = {
    "scope": models.CharField(),
    "subject": models.CharField(),
    "day": models.DateField(),
}
_MONEY = models.BigIntegerField()
_ADD = WrittenUpdate(
    lambda scope, subject, day, more, most: (
        Spending.objects.filter(scope=scope, subject=subject, day=day, microdollars__lte=most),
        {"microdollars": F("microdollars") + more},
    ),
    **_OF_DAY,
    more=_MONEY,
    most=_MONEY,
)
_CORRECT = WrittenUpdate(
    lambda scope, subject, day, more: (
        Spending.objects.filter(scope=scope, subject=subject, day=day),
        {"microdollars": Greatest(F("microdollars") + more, 0)},
    ),
    **_OF_DAY,
    more=_MONEY,
)
