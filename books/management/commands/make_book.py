"""`manage.py make_book --topic "A shy dragon learns to swim"`: from a wish to a PDF, without a server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rest_framework.exceptions import ValidationError

from books import services
from books.api.serializers import BookRequest
from books.exports.pdf import book_pdf
from books.management.walk import walk_with_progress
from books.models import Job, JobStatus, Visibility
from books.spec import BookSpec
from storyforge_site.accounts.models import User
from storyforge_site.drf import validation_error


class Command(BaseCommand):
    help = "Make one picture book and write it as a PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--topic", required=True, help="what the book is about, up to 200 characters")
        parser.add_argument("--language", default="en", help="ko, en or ja")
        parser.add_argument("--target-age", default="5-7", help="3-5, 5-7, 7-9 or adult")
        parser.add_argument(
            "--style", default="watercolor", help="watercolor, cartoon, 3d, pixel, oil_painting or claymation"
        )
        parser.add_argument("--pages", default="8", help="4 to 12")
        parser.add_argument("--theme", default="")
        parser.add_argument("--hero", default="", help="the hero's name")
        parser.add_argument("--looks", default="", help="how the hero looks; needs --hero")
        parser.add_argument(
            "--without", action="append", default=[], help="something that must not appear; may be repeated"
        )
        parser.add_argument("--seed", type=int, default=None, help="the same number makes the same book")
        parser.add_argument("--out", default="", help="the file to write; named after the title when absent")

    def handle(self, *args: Any, **options: Any) -> None:
        spec = _spec(options)
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
        pdf = book_pdf(job.book)
        target = out or Path(pdf.filename)
        target.write_bytes(pdf.data)
        self.stdout.write(self.style.SUCCESS(f"“{job.book.title}” is in {target} ({len(pdf.data) / 1e6:.1f} MB)."))


def _spec(options: dict[str, Any]) -> BookSpec:
    """The same rules as the API's, said in one sentence on bad input."""
    request: dict[str, Any] = {
        "topic": options["topic"],
        "language": options["language"],
        "target_age": options["target_age"],
        "style": options["style"],
        "page_count": int(options["pages"]) if options["pages"].isdecimal() else options["pages"],
        "theme": options["theme"],
        "forbidden_elements": options["without"],
    }
    if options["hero"]:
        request["character"] = {"name": options["hero"], "appearance": options["looks"]}
    wish = BookRequest(data=request)
    try:
        wish.is_valid(raise_exception=True)
    except ValidationError as error:
        first = validation_error(error).fields[0]
        raise CommandError(f"{first.field}: {first.message}") from None
    return wish.to_spec(User.objects.house())


def _writable(name: str) -> Path | None:
    """Said before the book is made rather than after."""
    if not name:
        return None
    path = Path(name)
    if not path.parent.is_dir() or path.is_dir():
        raise CommandError(f"Cannot write {name}: there is no such folder.")
    return path
