"""A book as a file to keep, made once and kept in storage until the book changes or nobody asks for it any more."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from storyforge_site.lib.clock import now

if TYPE_CHECKING:
    from datetime import datetime


class Edition(models.TextChoices):
    SCREEN = "screen", _("PDF for the screen")
    PRINT = "print", _("Booklet to print")
    LULU = "lulu", _("Paperback for Lulu, the pages")
    LULU_COVER = "lulu_cover", _("Paperback for Lulu, the cover")
    KDP = "kdp", _("Paperback for KDP, the pages")
    KDP_COVER = "kdp_cover", _("Paperback for KDP, the cover")
    EPUB = "epub", _("E-book")
    AUDIO = "audio", _("Audio book")
    EVERYTHING = "everything", _("Everything, as a zip")


PDF_EDITIONS = (Edition.SCREEN, Edition.PRINT, Edition.LULU, Edition.LULU_COVER, Edition.KDP, Edition.KDP_COVER)


class KeptEditionQuerySet(models.QuerySet["KeptEdition"]):
    def unwanted_since(self, moment: "datetime") -> "KeptEditionQuerySet":
        return self.filter(asked_at__lt=moment)


class KeptEdition(models.Model):
    book = models.ForeignKey("books.Book", on_delete=models.CASCADE, related_name="editions")
    edition = models.CharField(max_length=16, choices=Edition)
    digest = models.CharField(max_length=64, help_text=_("of all that it was made from"))
    key = models.CharField(max_length=200)
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField(help_text=_("in bytes"))
    made_at = models.DateTimeField(default=now)
    asked_at = models.DateTimeField(default=now)

    objects = KeptEditionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["asked_at"], name="edition_by_last_wish")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["book", "edition"], name="edition_once_per_book"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.edition}"
