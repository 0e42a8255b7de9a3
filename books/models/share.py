"""A book lent to somebody by a link: it expires, can be taken back at once, and says nothing about the family."""

from datetime import datetime
from typing import ClassVar

from django.core import signing
from django.db import models
from django.db.models import Q

from storyforge_site.lib.clock import now
from storyforge_site.lib.ids import PrefixedIdField

_SALT = "storyforge.share"


class ShareQuerySet(models.QuerySet["BookShare"]):
    def open_at(self, moment: datetime) -> "ShareQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=moment)

    def by_token(self, token: str) -> "ShareQuerySet":
        """Those that this token opens now: one or none."""
        try:
            key = signing.Signer(salt=_SALT).unsign(token)
        except signing.BadSignature:
            return self.none()
        return self.open_at(now()).filter(pk=key, book__thrown_away_at__isnull=True)


class BookShare(models.Model):
    """The link holds the id, signed: neither guessing nor reading this table makes one."""

    id = PrefixedIdField("share")
    book = models.ForeignKey("books.Book", on_delete=models.CASCADE, related_name="shares")
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["book"], condition=Q(revoked_at__isnull=True), name="share_open_by_book")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="share_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} until {self.expires_at:%Y-%m-%d}"

    @property
    def token(self) -> str:
        return signing.Signer(salt=_SALT).sign(self.pk)
