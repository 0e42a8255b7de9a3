"""What can be done to a finished book: one page anew, the page as it was, the whole book told anew.

A page made anew costs a family nothing, up to `PAGE_REMAKES` times a book; a book told anew is a book and costs one.
"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from books import services
from books.models import MAKING_BOOKS, Book, Job, JobKind, JobStatus, PageVersion, Visibility
from books.spec import BookSpec, HeroSpec
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError


@transaction.atomic
def order_page(made_by: Job, page_number: int, mode: str, feedback: str) -> Job:
    """Make one page of the book that `made_by` made anew: `mode` is text, image or both.

    Raises NOT_READY for a book that is not finished or a page that is being made anew already, NOT_FOUND for a page
    that is not there, RATE_LIMITED when the book has had its share, BUDGET_EXHAUSTED.
    """
    book = Book.objects.select_for_update().get(pk=made_by.book_id)  # whoever else asks about this book waits
    if not made_by.makes_a_book or book.published_at is None:
        raise StoryforgeError(Code.NOT_READY)
    if not book.pages.filter(page_number=page_number).exists():
        raise StoryforgeError(Code.NOT_FOUND, f"page {page_number}")
    _require_turn(book, page_number)
    services.require_budget(made_by.user)
    job = Job.objects.create(
        user=made_by.user,
        book=book,
        kind=JobKind.PAGE,
        seed=services.new_seed(),
        character_sheet=book.character_sheet,
        spec={
            "book": made_by.wish,
            "seed": _seed_of(made_by),
            "page_number": page_number,
            "mode": mode,
            "feedback": feedback,
        },
    )
    job.wake()
    return job


def _require_turn(book: Book, page_number: int) -> None:
    asked = Job.objects.filter(book=book, kind=JobKind.PAGE)
    if asked.open().filter(spec__page_number=page_number).exists():
        raise StoryforgeError(Code.NOT_READY, "this page is being made anew already")
    if not remakes_left(book):
        raise StoryforgeError(Code.RATE_LIMITED, f"{settings.PAGE_REMAKES} pages of this book were made anew")


def remakes_left(book: Book) -> int:
    """How many pages of it may still be made anew. One that did not work out does not count."""
    failed = (JobStatus.FAILED, JobStatus.CANCELLED)
    return max(
        0, settings.PAGE_REMAKES - Job.objects.filter(book=book, kind=JobKind.PAGE).exclude(status__in=failed).count()
    )


@transaction.atomic
def order_retelling(user: User, book: Book, *, target_age: str = "", language: str = "") -> Job:
    """A new book over the pictures of `book`, for another age or in another language.

    Raises VALIDATION when both stay as they are or the language cannot be told here, INSUFFICIENT_CREDITS,
    BUDGET_EXHAUSTED.
    """
    made_by = maker_of(book)
    wish = BookSpec.from_dict(made_by.wish)
    told = replace(wish, target_age=target_age or book.target_age, language=language or book.language)
    if (told.target_age, told.language) == (book.target_age, book.language):
        message = _("Choose another age or another language than the book has.")
        raise StoryforgeError(Code.VALIDATION, fields=[FieldError("target_age", message)])
    services.require_budget(user)
    job = services.write_job(user, told, seed=services.new_seed(), visibility=Visibility.PRIVATE)
    job.kind, job.character_sheet = JobKind.RETELL, book.character_sheet
    job.spec = {"book": told.as_dict(), "of": book.pk, "seed": _seed_of(made_by)}
    job.save(update_fields=["kind", "character_sheet", "spec"])
    description = _("A book told anew: %(title)s") % {"title": book.title}
    credits.reserve(user, services.book_price(), reference=job.pk, description=description)
    job.wake()
    return job


def order_sequel(user: User, book: Book, topic: str) -> Job:
    """The next volume: the wish of `book` with another topic, and its heroes as they look in it.

    Raises NOT_READY, INSUFFICIENT_CREDITS, BUDGET_EXHAUSTED.
    """
    wish = BookSpec.from_dict(maker_of(book).wish)
    before = f"{book.title}: {book.summary}"[:500]
    spec = replace(wish, topic=topic, heroes=_heroes_of(book, wish), series_context=before, detected_language="")
    return services.order_book(user, spec, follows=book)


def _heroes_of(book: Book, wish: BookSpec) -> tuple[HeroSpec, ...]:
    """What was left open at first was found for this book, and stays. A character of the family's has its own sheet."""
    found = {sheet["id"]: sheet for sheet in book.character_sheet}
    asked = wish.heroes or ([HeroSpec()] if found else [])
    return tuple(
        hero if hero.character_id else _filled_in(hero, found.get(f"hero{number}" if number > 1 else "hero", {}))
        for number, hero in enumerate(asked, start=1)
    )


def _filled_in(hero: HeroSpec, sheet: dict[str, Any]) -> HeroSpec:
    return replace(
        hero,
        name=hero.name or sheet.get("name", ""),
        kind=hero.kind or sheet.get("kind", ""),
        gender=hero.gender or sheet.get("gender", ""),
        appearance=hero.appearance or sheet.get("description", "")[:400],
    )


@transaction.atomic
def put_back(version: PageVersion) -> None:
    """A page becomes what it was; what it is now is kept too."""
    Book.objects.select_for_update().get(pk=version.page.book_id)
    version.put_back()


def maker_of(book: Book) -> Job:
    """The job that made a finished book. Raises NOT_READY when there is none to go on from."""
    made_by = (
        Job.objects.filter(book=book, kind__in=MAKING_BOOKS, status=JobStatus.DONE).order_by("-created_at").first()
    )
    if made_by is None:
        raise StoryforgeError(Code.NOT_READY)
    return made_by


def _seed_of(made_by: Job) -> int:
    """Of the choices the offline engine made: a retelling goes on from those of the first telling."""
    return int(made_by.spec.get("seed", made_by.seed))
