"""How long each list of the admin takes with many rows: python benchmarks/admin_lists.py [rows] (100,000).

Fills the database that DATABASE_URL names, which should be an empty one, with what came in a hundred days. Prints for
each list the median of five times in milliseconds and the number of queries: as it opens, on its last page, and
searched by an e-mail address.
"""

import os
import statistics
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge_site.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from books.models import Book, Job, StudioStory
from books.tests.factories import a_spec, wish
from characters.models import Character
from credits.models import CreditTransaction, UserCredits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import monotonic, now
from storyforge_site.lib.ids import first_id
from storyforge_site.safety.models import ModerationVerdict, What
from storyforge_site.tests.admin_rows import LISTED
from streaks.models import DailyStreak, ReadingLog

_TIMES = 5
_CHUNK = 5000
_DAYS = timedelta(days=100)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    fill(rows)
    root, _is_new = User.objects.get_or_create(
        email="root@example.net", defaults={"is_staff": True, "is_superuser": True}
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(root)
    say("the first page", *measured(client, reverse("admin:index"), {}))
    for model in LISTED:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for how, query in ways_of(model):
            say(f"{model._meta.label} {how}", *measured(client, address, query))


def ways_of(model: type[models.Model]) -> Iterator[tuple[str, dict[str, str]]]:
    yield "", {}
    yield "last page", {"p": "200"}
    yield "search", {"q": "family-777@example.net"}


def say(what: str, milliseconds: float, queries: int) -> None:
    sys.stdout.write(f"{milliseconds:8.0f} ms {queries:4} queries  {what}\n")


def measured(client: Client, address: str, query: dict[str, str]) -> tuple[float, int]:
    times = []
    for _time in range(_TIMES):
        began = monotonic()
        with CaptureQueriesContext(connection) as counted:
            client.get(address, query)
        times.append((monotonic() - began) * 1000)
    return statistics.median(times), len(counted)


def fill(rows: int) -> None:
    """So many families, and of what they have one each."""
    if User.objects.count() >= rows:
        return
    for first in range(0, rows, _CHUNK):
        numbers = range(first, min(first + _CHUNK, rows))
        moments = [now() - _DAYS + _DAYS * number / rows for number in numbers]
        people = [
            User(id=first_id("user", moment), email=f"family-{number}@example.net", password="!")
            for number, moment in zip(numbers, moments, strict=True)
        ]
        User.objects.bulk_create(people)
        _belongings(list(zip(people, moments, strict=True)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _belongings(people: list[tuple[User, datetime]]) -> None:
    shown = {"title": "A book", "cover_image_key": "cover.jpg", "published_at": now()}
    ended: dict[str, Any] = {"status": "done", "finished_at": now(), "tidied_at": now()}
    unsure = {"what": What.WISH, "policy": "p", "outcome": "pass", "target_age": "5-7", "mark": "m"}
    moved: dict[str, Any] = {"amount": 1, "movement": "bonus", "transaction_type": "bonus", "balance_after": 1}
    books = [Book(id=first_id("book", moment), user=person, **wish(), **shown) for person, moment in people]
    Book.objects.bulk_create(books)
    Job.objects.bulk_create(
        Job(id=first_id("job", moment), user=person, book=book, spec=a_spec().as_dict(), seed=1, **ended)
        for book, (person, moment) in zip(books, people, strict=True)
    )
    CreditTransaction.objects.bulk_create(
        CreditTransaction(id=first_id("txn", moment), user=person, reference_id=person.pk, **moved)
        for person, moment in people
    )
    Character.objects.bulk_create(Character(user=person, name="Momo") for person, _moment in people)
    UserCredits.objects.bulk_create(UserCredits(user=person, credits=1) for person, _moment in people)
    DailyStreak.objects.bulk_create(DailyStreak(user=person) for person, _moment in people)
    ReadingLog.objects.bulk_create(ReadingLog(user=book.user, book=book, local_date=now().date()) for book in books)
    StudioStory.objects.bulk_create(StudioStory(user=person, client_id="s") for person, _moment in people)
    ModerationVerdict.objects.bulk_create(ModerationVerdict(user=person, **unsure) for person, _moment in people)


if __name__ == "__main__":
    main()
