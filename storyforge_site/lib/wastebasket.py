"""What the site's pages throw away lies in a wastebasket for a while, out of sight, and can be brought back.

Only `kept()` rows are a family's; every queryset of theirs begins with it. The watchdog has `due()` ones removed for
good, files and all. Times are the database's own, so that no host's clock takes something away early.
"""

from datetime import timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

UNDO = timedelta(hours=1)
_BETWEEN = timedelta(minutes=1)  # nobody brings back what is being removed this moment

Row = TypeVar("Row", bound="Discardable", covariant=True)


class WastebasketQuerySet(models.QuerySet[Row]):
    def kept(self) -> Self:
        return self.filter(thrown_away_at__isnull=True)

    def in_wastebasket(self) -> Self:
        """Thrown away, and still to be had."""
        return self.filter(thrown_away_at__gt=Now() - UNDO)

    def due(self) -> Self:
        return self.filter(thrown_away_at__lt=Now() - UNDO - _BETWEEN)

    def throw_away(self) -> int:
        return self.kept().update(thrown_away_at=Now())

    def bring_back(self) -> int:
        """How many could be."""
        return self.in_wastebasket().update(thrown_away_at=None)


class Discardable(models.Model):
    thrown_away_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("out of sight, and gone for good an hour later")
    )

    class Meta:
        abstract = True
