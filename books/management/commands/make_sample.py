"""`manage.py make_sample`: the first book a newcomer sees, made on their own machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from books import services
from books.management.walk import walk_with_progress
from books.models import Book, JobStatus
from books.spec import BookSpec

SAMPLE = BookSpec(
    topic="A shy dragon learns to swim",
    language="en",
    target_age="5-7",
    style="watercolor",
    page_count=8,
    theme="courage",
)
_SEED = 7


class Command(BaseCommand):
    help = "Make the sample book unless there is one; prints nothing but its progress and returns its path."

    def handle(self, *args: Any, **options: Any) -> str:
        sample = Book.objects.samples().filter(topic=SAMPLE.topic).first()
        return (sample or self._make()).get_absolute_url()

    def _make(self) -> Book:
        self.stderr.write("Making the first book …")
        job = services.order_house_book(SAMPLE, seed=_SEED)
        job = walk_with_progress(job)
        if job.status != JobStatus.DONE:
            raise CommandError(f"The sample book failed: {job.error_sentence} ({job.error_code})")
        job.book.refresh_from_db()
        return job.book
