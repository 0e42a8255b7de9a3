"""What a full table costs a reader: the shelf with 1,000,000 books in the house, 2,000 of them theirs, against 20.

One client asks two servers in turns, whose databases were one before the table of the first was filled; so p95 is what
a reader waits.
"""

from collections.abc import Iterator

from django.db import connection

from benchmarks import house, load
from benchmarks.figures import Bound, Figure
from books.models import Book
from books.tests.chaos.servers import free_port
from books.tests.factories import a_book
from storyforge_site.accounts import tokens
from storyforge_site.accounts.models import User

_BOOKS, _OF_READER, _FEW, _FAMILIES = 1_000_000, 2_000, 20, 2_000
_TURNS, _SECONDS = 5, 1.2
_PAGES = {
    "first page": ("/v1/library", Bound(1.3)),
    "a later page": ("/v1/library?offset=1000", Bound(1.3)),
    "favourites": ("/v1/library?favorite=true", Bound(1.3)),
    "a search that finds nothing": ("/v1/library?q=unicorn", None),
}
# Ids of ours are ordered by time; these are as long and as ordered, and their last letters tell them apart.
_FILL = """
INSERT INTO books_book (id, user_id, {columns}, created_at, published_at, favorite)
SELECT 'book_' || lpad(to_hex(number), 26, '0'), person, {columns},
       moment, moment, number / %(every)s %% 20 = 0
FROM (SELECT number, now() - (%(books)s - number) * interval '10 seconds' AS moment,
             CASE WHEN number %% %(every)s = 0 THEN %(reader)s
                  ELSE 'user_' || lpad(to_hex(number %% %(families)s), 26, '0') END AS person
      FROM generate_series(1, %(books)s) AS number) AS numbers, books_book AS pattern
WHERE pattern.id = %(pattern)s
"""


def measure() -> Iterator[Figure]:
    reader = User.objects.create_user("alice@example.org", None)
    bearer = {"Authorization": f"Bearer {tokens.sign_in(reader)['access_token']}"}
    few_books = [a_book(reader, pages=0) for _number in range(_FEW)]
    limits = {"RATELIMIT_ENABLE": "true", "RATE_API": "1000000000/m"}
    connection.close()  # nobody may be in a database while it is copied
    with house.database(template=connection.settings_dict["NAME"]) as small:
        _fill(few_books[0], reader)
        with (
            house.web(**limits) as full,
            house.web(**limits, DATABASE_URL=small, PORT=str(free_port())) as nearly_empty,
        ):
            asked = {"": (nearly_empty, "/v1/library")} | {name: (full, path) for name, (path, _must) in _PAGES.items()}
            p95 = _in_turns(
                {name: (at, load.request("GET", path, headers=bearer)) for name, (at, path) in asked.items()}
            )
    against = f"the first page with {_FEW} books in all"
    for name, (_path, must) in _PAGES.items():
        what = f"Library, {name}: p95 with {_BOOKS:,} books, {_OF_READER:,} of the reader's"
        yield Figure(what, p95[name] * 1000, "ms", p95[""] * 1000, against, must)


def _in_turns(asked: dict[str, tuple[str, bytes]]) -> dict[str, float]:
    """p95 of each in seconds. All meet the same moods of the machine."""
    took: dict[str, list[float]] = {name: [] for name in asked}
    for address, request in asked.values():
        _ask(address, request, clients=8)  # every process of the server has a connection now
    for _turn in range(_TURNS):
        for name, (address, request) in asked.items():
            took[name] += [answer.seconds for answer in _ask(address, request, clients=1).answers]
    return {name: load.quantile(seconds, 95) for name, seconds in took.items()}


def _ask(address: str, request: bytes, *, clients: int) -> load.Load:
    return load.run(address, lambda _client: request, status=200, clients=clients, seconds=_SECONDS)


def _fill(pattern: Book, reader: User) -> None:
    User.objects.bulk_create(
        User(id=f"user_{number:026x}", email=f"family-{number}@example.org") for number in range(_FAMILIES)
    )
    own = {"id", "user_id", "created_at", "published_at", "favorite"}
    names = [field.column for field in Book._meta.concrete_fields if field.column not in own]
    columns = ", ".join(f'"{name}"' for name in names)
    given = {"books": _BOOKS, "every": _BOOKS // _OF_READER, "families": _FAMILIES}
    with connection.cursor() as cursor:
        cursor.execute(_FILL.format(columns=columns), {**given, "reader": reader.pk, "pattern": pattern.pk})
        cursor.execute("VACUUM ANALYZE")
