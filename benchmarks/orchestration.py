"""One book at a time, against the sum of what vendors take on its longest chain of questions."""

import math
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from benchmarks import house, machine, vendors
from benchmarks.figures import Bound, Figure
from books.models import Book, Job, JobStatus
from books.services import order_book
from books.tests.factories import a_spec
from books.tests.processes import wait_until
from credits import services as credits
from storyforge_site.accounts.models import User

PAGES = 8
_BOOKS, _QUICK_BOOKS = 3, 10
_PATIENCE_SECONDS = 120
# The database tells when a book has text and when it is done: who looks a hundred times a second takes from the two
# processors what is measured.
_TELL = """
    CREATE OR REPLACE FUNCTION bench_tell() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_notify('bench_' || TG_ARGV[0], to_jsonb(NEW)->>TG_ARGV[1]); RETURN NULL; END $$;
    CREATE OR REPLACE TRIGGER bench_text AFTER INSERT ON books_storydraft
        FOR EACH ROW EXECUTE FUNCTION bench_tell('text', 'job_id');
    CREATE OR REPLACE TRIGGER bench_done AFTER UPDATE OF finished_at ON books_job
        FOR EACH ROW WHEN (NEW.finished_at IS NOT NULL) EXECUTE FUNCTION bench_tell('done', 'id');
    LISTEN bench_text;
    LISTEN bench_done;
"""


@dataclass(frozen=True, slots=True)
class Made:
    """Seconds of one book, from its order."""

    until_text: float
    until_done: float
    processor: float  # of the cluster, in all its processes, and until its sizes for screens stand, too


def critical_path(delays: vendors.Delays, *, pages: int = PAGES, cover_first: bool = False) -> float:
    """The wish is judged, the story written and judged, the sheet drawn up, the pictures painted in waves, the last
    of them judged. A painter who is shown the cover paints that alone, and it is judged, before the pages.
    """
    waves = math.ceil((pages + (not cover_first)) / settings.IMAGE_MAX_CONCURRENT)
    cover = delays.picture + delays.moderation if cover_first else 0
    return until_story(delays) + delays.text + cover + waves * delays.picture + delays.moderation


def until_story(delays: vendors.Delays) -> float:
    """Nothing may be shown that has not passed."""
    return delays.moderation + delays.text + delays.moderation


def measure() -> Iterator[Figure]:
    reader = a_reader()
    listen()
    slow = vendors.Delays()
    made = _made(reader, slow, _BOOKS)
    whole, text = statistics.median(m.until_done for m in made), statistics.median(m.until_text for m in made)
    yield Figure("Orchestration", whole, "s", critical_path(slow), "critical path of the vendors' delays", Bound(1.05))
    yield Figure("First readable page", text, "s", until_story(slow), "moderation + story + its moderation", Bound(1.1))
    shown = statistics.median(m.until_done for m in _made(reader, slow, 1, IMAGE_REFERENCES="true"))
    reference = critical_path(slow, cover_first=True)
    yield Figure("The same, painted by the cover", shown, "s", reference, "its critical path, one wave more")
    quick, yardstick = _made(reader, vendors.AT_ONCE, _QUICK_BOOKS), machine.yardstick()
    own, used = statistics.median(m.until_done for m in quick), statistics.median(m.processor for m in quick)
    ours = Bound(0.5, of_value=True)
    yield Figure("Our own time, vendors at once", own, "s", yardstick, "yardstick", ours)
    yield Figure("CPU for a book", used, "s", yardstick, "yardstick", Bound(1.0, of_value=True))


def a_reader(email: str = "reader@example.org") -> User:
    reader = User.objects.create_user(email, "a-long-password")
    credits.grant(reader, 10_000, reference="bench", description="for a benchmark")
    return reader


def _made(reader: User, delays: vendors.Delays, books: int, **more: str) -> list[Made]:
    """After one that warms the worker up."""
    with vendors.street(delays) as street, house.cluster(workers=1, **street, **more) as cluster:
        return [_one(reader, cluster.pid) for _book in range(books + 1)][1:]


def _one(reader: User, cluster: int) -> Made:
    used, began = machine.seconds_of_all(cluster), time.monotonic()
    job = order_book(reader, a_spec(page_count=PAGES))
    told = _told(job, began)
    job.refresh_from_db()
    assert job.status == JobStatus.DONE, job.error_code
    wait_until(Book.objects.filter(pk=job.book_id, unsized=[]).exists, every=0.02)
    return Made(told["bench_text"], told["bench_done"], machine.seconds_of_all(cluster) - used)


def listen() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TELL)


def _told(job: Job, began: float) -> dict[str, float]:
    """Seconds from `began` until the job's text and its end."""
    told: dict[str, float] = {}
    for notice in connection.connection.notifies(timeout=_PATIENCE_SECONDS):
        if notice.payload == job.pk:
            told[notice.channel] = time.monotonic() - began
        if "bench_done" in told:
            break
    return told
