"""Every list costs as many queries for a hundred rows as for one (API.md, "Lists"); here is how many."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from books import keeping, sharing
from books.exports import editions
from books.models import (
    PDF_EDITIONS,
    Book,
    ImagePrompt,
    Job,
    KeptEdition,
    Page,
    PageVersion,
    StoryDraft,
    StudioStory,
    Visibility,
)
from books.tests.factories import a_book, a_job, a_spec, wish
from characters.models import Character
from credits.models import CreditTransaction, Movement, TransactionType, UserCredits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks.models import ReadingLog
from streaks.tests.factories import at

pytestmark = pytest.mark.django_db

MARK = "Fox and Owl"
WHO_ASKS = 2  # the session and its user


@dataclass(frozen=True, slots=True)
class Listed:
    path: str
    queries: int  # beside those that say who asks
    add: Callable[[User, int], dict[str, str] | None]  # so many rows; what of them stands in the path
    count: Callable[[Any], int]  # the rows in an answer
    most: int = 100


# --- rows -----------------------------------------------------------------------------------------
def books(user: User, count: int, **fields: Any) -> None:
    shown = {"title": MARK, "cover_image_key": "cover.jpg", "cover_thumbnail_key": "thumbnail.jpg"}
    published = {"published_at": now()} | shown
    Book.objects.bulk_create(Book(user=user, **{**wish(), **published, **fields}) for _each in range(count))


def samples(user: User, count: int) -> None:
    books(user, count, visibility=Visibility.PUBLIC)


def open_jobs(user: User, count: int) -> None:
    books(user, count, published_at=None, topic=MARK)
    of_each = Book.objects.filter(published_at=None)
    Job.objects.bulk_create(Job(user=user, book=book, seed=1, spec={}) for book in of_each)


def pages(user: User, count: int) -> dict[str, str]:
    """A finished book of so many pages, with the job that made it and a link to it."""
    book = a_book(user, pages=0)
    job = a_job(book, finished=True, spec=a_spec().as_dict())
    said = {"text": MARK, "alt_text": "A fox."}
    numbers = range(1, count + 1)
    Page.objects.bulk_create(Page(book=book, page_number=number, image_key="p.jpg", **said) for number in numbers)
    _draft(job, count)
    return {"book_id": book.pk, "job_id": job.pk, "token": sharing.share_book(book).token}


def waiting(user: User, count: int) -> dict[str, str]:
    job = a_job(a_book(user, pages=0, published_at=None))
    _draft(job, count)
    return {"job_id": job.pk}


def _draft(job: Job, count: int) -> None:
    told = [{"page_number": number, "text": MARK, "alt_text": "A fox."} for number in range(1, count + 1)]
    StoryDraft.objects.create(job=job, story={"title": "Two", "pages": told}, provider="offline", model="m")
    picture: dict[str, Any] = {"job": job, "scene": {}, "seed": 1, "alt_text": "A fox.", "image_key": "p.jpg"}
    ImagePrompt.objects.bulk_create(ImagePrompt(page_number=number, **picture) for number in range(1, count + 1))


def versions(user: User, count: int) -> dict[str, str]:
    ids = pages(user, 1)
    page = Page.objects.get(book_id=ids["book_id"])
    PageVersion.objects.bulk_create(PageVersion(page=page, text=MARK, image_key="p.jpg") for _each in range(count))
    return ids


def files(user: User, count: int) -> dict[str, str]:
    ids = pages(user, 4)
    book = Book.objects.get(pk=ids["book_id"])
    for edition in PDF_EDITIONS[:count]:
        mark = editions.digest(book, edition)
        KeptEdition.objects.create(book=book, edition=edition, digest=mark, key="b.pdf", filename="b.pdf", size=1)
        keeping.order_edition(book, edition)
    return ids


def characters(user: User, count: int) -> None:
    Character.objects.bulk_create(Character(user=user, name="Momo") for _each in range(count))


def presets(user: User, count: int) -> None:
    rows = (Character(user=user, name="Momo", preset_key=f"p-{number}") for number in range(count))
    Character.objects.bulk_create(rows)


def transactions(user: User, count: int) -> None:
    bought = {"amount": 1, "balance_after": 1, "movement": Movement.PURCHASE}
    CreditTransaction.objects.bulk_create(
        CreditTransaction(user=user, transaction_type=TransactionType.PURCHASE, reference_id=f"p-{number}", **bought)
        for number in range(count)
    )


def stories(user: User, count: int) -> None:
    StudioStory.objects.bulk_create(StudioStory(user=user, client_id=f"s-{number}") for number in range(count))


def days_read(user: User, count: int) -> None:
    """The last so many days."""
    dates = [now().date() - timedelta(days=ago) for ago in range(count)]
    ReadingLog.objects.bulk_create(ReadingLog(user=user, local_date=day, reading_time=1) for day in dates)


def days_of_november(user: User, count: int) -> None:
    first = at("2026-11-01 12:00", "UTC").date()
    dates = [first + timedelta(days=number) for number in range(count)]
    ReadingLog.objects.bulk_create(ReadingLog(user=user, local_date=day, reading_time=1) for day in dates)


def a_long_life(user: User, count: int) -> None:
    """Of each table so many rows; of pages and their drafts what a book can hold."""
    for add in (books, characters, transactions, stories, days_read):
        add(user, count)
    pages(user, min(count, 12))


def series(user: User, count: int) -> None:
    books(user, count, series_id="series_1")


def thrown_away(user: User, count: int) -> None:
    books(user, count, thrown_away_at=now())


def painted_characters(user: User, count: int) -> None:
    Character.objects.bulk_create(Character(user=user, name="Momo", portrait_key="p.jpg") for _each in range(count))


def books_of_a_hero(user: User, count: int) -> dict[str, str]:
    hero = Character.objects.create(user=user, name="Momo", portrait_key="p.jpg")
    books(user, count, character=hero)
    return {"hero_id": hero.pk}


def a_week_of_november(user: User, count: int) -> None:
    book = a_book(user, pages=0)
    Page.objects.create(book=book, page_number=1, text="A fox.", image_key="p.jpg")
    first = at("2026-11-02 12:00", "UTC").date()
    read = {"book": book, "reading_time": 60, "completed": True}
    dates = [first + timedelta(days=number) for number in range(count)]
    ReadingLog.objects.bulk_create(ReadingLog(user=user, local_date=day, **read) for day in dates)


def transactions_on_the_page(user: User, count: int) -> None:
    UserCredits.objects.create(user=user)
    transactions(user, count)


# --- rows in an answer ----------------------------------------------------------------------------
def under(*names: str) -> Callable[[Any], int]:
    def count(answer: Any) -> int:
        found = answer.json()
        for name in names:
            found = found[name]
        return len(found)

    return count


def marks(answer: Any) -> int:
    return int(answer.content.decode().count(MARK))


def earlier(answer: Any) -> int:
    return int(answer.content.decode().count("Put this back"))


def made(answer: Any) -> int:
    return len([one for one in answer.json()["editions"] if one["url"]])


def saved(page: Any) -> int:
    return int(page.content.decode().count("download="))


def titles(answer: Any) -> int:
    return int(answer.content.decode().count('class="shelf-title"'))


def books_in_the_zip(answer: Any) -> int:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return len([row for row in json.loads(archive.read("books/books.json")) if row["title"] == MARK])


LISTS = {
    "library": Listed("/v1/library?limit=100", 1, books, under("books"), most=99),
    "book detail": Listed("/v1/books/{book_id}/detail", 2, pages, under("pages"), most=12),
    "job status": Listed("/v1/books/{job_id}", 3, pages, under("result", "pages"), most=12),
    "pages ready": Listed("/v1/books/{job_id}", 1, waiting, under("pages_ready"), most=12),
    "editions": Listed("/v1/books/{book_id}/editions", 4, files, made, most=6),
    "files of a book": Listed("/books/{book_id}/take-along/", 4, files, saved, most=6),
    "page versions": Listed("/v1/books/{book_id}/pages/1/versions", 2, versions, under("versions")),
    "characters": Listed("/v1/characters?limit=100", 1, characters, under("characters"), most=99),
    "presets": Listed("/v1/characters/presets", 1, presets, under("presets")),
    "transactions": Listed("/v1/credits/transactions?limit=100", 2, transactions, under()),
    "reading days": Listed("/v1/streak/history?days=365", 2, days_read, under("history")),
    "calendar": Listed(
        "/v1/streak/calendar?year=2026&month=11",
        1,
        days_of_november,
        lambda answer: int(answer.json()["total_read_days"]),
        most=30,
    ),
    "studio": Listed("/api/stories?limit=100", 1, stories, under("stories"), most=99),
    "export": Listed("/v1/users/me/export", 27, a_long_life, books_in_the_zip),
    "shelf": Listed("/library/", 5, books, titles, most=24),
    "series": Listed("/library/", 5, series, titles),
    "being made": Listed("/library/", 3, open_jobs, marks),
    "wastebasket": Listed("/library/", 3, thrown_away, marks),
    "heroes": Listed("/heroes/", 3, painted_characters, lambda answer: len(answer.context["page"]), most=24),
    "hero": Listed("/heroes/{hero_id}/", 2, books_of_a_hero, titles, most=24),
    "presets to choose from": Listed("/heroes/new/", 1, presets, lambda answer: len(answer.context["presets"])),
    "streak": Listed(
        "/streak/?year=2026&month=11", 3, days_of_november, lambda page: page.context["read_days"], most=30
    ),
    "report": Listed(
        "/parents/report/?week=2026-11-02",
        2,
        a_week_of_november,
        lambda answer: int(answer.context["report"].week.days),
        most=7,
    ),
    "credits page": Listed(
        "/credits/", 4, transactions_on_the_page, lambda answer: len(answer.context["lines"]), most=20
    ),
    "reading": Listed("/books/{book_id}/", 3, pages, marks, most=12),
    "waiting": Listed("/make/{job_id}/", 3, waiting, marks, most=12),
    "lent": Listed("/shared/{token}/", 2, pages, marks, most=12),
    "changing a page": Listed("/books/{book_id}/pages/1/", 5, versions, earlier, most=12),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_many_rows_as_for_one(name: str, client: Client, alice: User) -> None:
    row = LISTS[name]
    client.force_login(alice)
    session = client.session
    session["parents_until"] = now().timestamp() + 600
    session.save()

    assert _asked(client, row, alice, 1) == (1, WHO_ASKS + row.queries)
    assert _asked(client, row, alice, row.most) == (row.most, WHO_ASKS + row.queries)


def _asked(client: Client, row: Listed, user: User, rows: int) -> tuple[int, int]:
    """Rows in the answer, and queries that it took. The rows are taken back."""
    with transaction.atomic():
        path = row.path.format(**(row.add(user, rows) or {}))
        with CaptureQueriesContext(connection) as counted:
            answer = client.get(path)
            shown = row.count(answer)
        transaction.set_rollback(True)
    assert answer.status_code == 200
    return shown, len(counted)


def test_what_stands_in_the_code_takes_no_query(as_alice: APIClient, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert len(as_alice.get("/v1/streak/themes").json()["themes"]) == 7
