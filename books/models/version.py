"""A page as it was before it was made anew; a family can have it back, though not its voice."""

from typing import ClassVar

from django.db import models

from books.models.book import Page
from storyforge_site.lib.clock import now
from storyforge_site.lib.ids import PrefixedIdField

KEPT_FIELDS = ("text", "image_key", "image_prompt", "alt_text", "moderation")


class PageVersion(models.Model):
    id = PrefixedIdField("version")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField(max_length=2000)
    image_key = models.CharField(max_length=200)
    image_prompt = models.TextField(blank=True)
    alt_text = models.CharField(max_length=500, blank=True)
    moderation = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(image_key=""), name="version_is_complete"),
        ]

    def __str__(self) -> str:
        return f"{self.page} until {self.created_at:%Y-%m-%d}"

    @classmethod
    def of(cls, page: Page) -> "PageVersion":
        """The page as it is, kept. Call in the transaction that changes it."""
        return cls.objects.create(page=page, **{name: getattr(page, name) for name in KEPT_FIELDS})

    def put_back(self) -> None:
        """The page becomes this; what it was until now is kept in turn."""
        page = Page.objects.select_for_update().get(pk=self.page_id)
        PageVersion.of(page)
        page.change(**{name: getattr(self, name) for name in KEPT_FIELDS})
