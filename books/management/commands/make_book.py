"""`manage.py make_book --topic "A shy dragon learns to swim"`: from a wish to a PDF or an EPUB, without a server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from books import services
from books.exports.epub import book_epub
from books.exports.pdf import book_pdf
from books.management import wishes
from books.management.walk import walk_with_progress
from books.models import Job, JobStatus, Visibility


class Command(BaseCommand):
    help = "Make one picture book and write it as a PDF or an EPUB."

    def add_arguments(self, parser: ArgumentParser) -> None:
        wishes.add_arguments(parser)
        written = "the file to write, .pdf or .epub; named after the title when absent"
        parser.add_argument("--out", default="", help=written)

    def handle(self, *args: Any, **options: Any) -> None:
        spec = wishes.spec_from(options)
        out = _writable(options["out"])
        job = services.order_house_book(spec, seed=options["seed"], visibility=Visibility.PRIVATE)
        try:
            job = walk_with_progress(job)
            self._hand_over(job, out)
        finally:
            services.discard_book(job.book)

    def _hand_over(self, job: Job, out: Path | None) -> None:
        if job.status != JobStatus.DONE:
            raise CommandError(f"{job.error_sentence} ({job.error_code})")
        job.book.refresh_from_db()
        file = book_epub(job.book) if out and out.suffix == ".epub" else book_pdf(job.book)
        target = out or Path(file.filename)
        target.write_bytes(file.data)
        self.stdout.write(self.style.SUCCESS(f"“{job.book.title}” is in {target} ({len(file.data) / 1e6:.1f} MB)."))


def _writable(name: str) -> Path | None:
    """Said before the book is made rather than after."""
    if not name:
        return None
    path = Path(name)
    if not path.parent.is_dir() or path.is_dir():
        raise CommandError(f"Cannot write {name}: there is no such folder.")
    return path
