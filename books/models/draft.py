"""What a job has written so far: the story, and what every picture shall show."""

from typing import Any, ClassVar

from django.db import models

from books.models.book import MAX_PAGES, Book
from books.models.job import MAKING_BOOKS
from storyforge_site.lib.clock import now


class StoryDraft(models.Model):
    """The whole story as the storyteller gave it, valid by `books/prompts/story_schema.py`."""

    job = models.OneToOneField("books.Job", on_delete=models.CASCADE, primary_key=True, related_name="draft")
    story = models.JSONField()
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=80)
    moderation = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return str(self.story.get("title", self.job_id))


class ImagePrompt(models.Model):
    """What one picture shall show; page 0 is the cover."""

    job = models.ForeignKey("books.Job", on_delete=models.CASCADE, related_name="image_prompts")
    page_number = models.PositiveSmallIntegerField()
    prompt = models.TextField()
    negative_prompt = models.TextField(blank=True)
    scene = models.JSONField()
    seed = models.PositiveBigIntegerField()
    alt_text = models.CharField(max_length=500)
    image_key = models.CharField(max_length=200, blank=True, help_text="where the picture is stored, once it passed")
    art_key = models.CharField(max_length=200, blank=True, help_text="of a cover: the painting without its title")
    provider = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=80, blank=True)
    moderation = models.JSONField(default=dict)

    class Meta:
        ordering = ("page_number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "page_number"], name="image_prompt_once_per_page"),
            models.CheckConstraint(condition=models.Q(page_number__lte=MAX_PAGES), name="image_prompt_number_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} picture {self.page_number}"


def story_of(book: Book) -> dict[str, Any]:
    """The story of a finished book as it reads now: pages that were made anew have their new words."""
    draft = StoryDraft.objects.filter(job__book=book, job__kind__in=MAKING_BOOKS).latest("created_at")
    now_read = {page.page_number: page for page in book.pages.all()}
    pages = [
        {**page, "text": now_read[page["page_number"]].text, "alt_text": now_read[page["page_number"]].alt_text}
        for page in draft.story["pages"]
    ]
    return {**draft.story, "title": book.title, "pages": pages}
