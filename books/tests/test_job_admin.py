"""A job as staff see it: where to find it, what happened to it, and who may do what about it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_q.models import OrmQ

from books import services
from books.models import Job, JobStatus, ProviderCall
from books.pipeline import runner
from books.tests.factories import a_book, a_job, a_spec
from books.tests.pipeline import openai_house as house
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code
from storyforge_site.tests.vendor import Answer

pytestmark = pytest.mark.django_db

LIST = reverse("admin:books_job_changelist")
ACTS = {
    "can_retry_job": ("retry", {"step": "normalise", "reason": "they wrote"}),
    "can_cancel_job": ("cancel", {"reason": "they wrote"}),
    "can_fail_job": ("fail", {"code": "UNKNOWN", "reason": "they wrote"}),
}


def staff(client: Client, *permissions: str) -> Client:
    """Signed in, with these permissions beside that to look at jobs."""
    somebody = User.objects.create_user("staff@example.org", "a-long-password", is_staff=True)
    somebody.user_permissions.set(Permission.objects.filter(codename__in=["view_job", *permissions]))
    client.force_login(somebody)
    return client


def page_of(job: Job) -> str:
    return reverse("admin:books_job_change", args=[job.pk])


def act(client: Client, job: Job, name: str, **said: str) -> Any:
    return client.post(reverse("admin:books_job_act", args=[job.pk, name]), said, follow=True)


def test_the_page_tells_what_happened_in_order(client: Client, alice: User, settings: Any) -> None:
    with house.opened(settings, house.answering("/v1/images/generations", Answer(status=400)), JOB_MAX_ATTEMPTS=1):
        job = services.order_book(alice, a_spec(page_count=4))
        runner.advance(job.pk)
    job.refresh_from_db()

    page = staff(client).get(page_of(job)).content.decode()

    told = [" ".join(row.split()) for row in page.split('<th scope="row">')[1:]]
    whats = [row.split("</span></div>")[0].split("<span>")[1] for row in told]
    assert whats[:5] == [
        *("A whole book", "a worker takes it, claim 1"),
        *("normalise", "moderate_input", "moderate_input:moderation"),
    ]
    assert [what for what in whats if what in ("story", "character_sheet", "images")][-1] == "images"
    assert whats[-1] == "Failed"
    assert "openai small" in page
    assert "IMAGE_FAILED" in told[-1]
    assert "A shy dragon learns to swim" in page
    assert str(job.error_sentence).split(".")[0] in page.replace("&#x27;", "'")
    assert job.request_id in page


def test_the_page_costs_as_many_queries_for_a_long_story(client: Client, alice: User) -> None:
    job = a_job(a_book(alice, pages=0), finished=True)
    somebody = staff(client)

    def add(count: int) -> None:
        calls = range(ProviderCall.objects.count(), ProviderCall.objects.count() + count)
        rows = (ProviderCall(job=job, step="story", call_key=str(number), counted_on=now()) for number in calls)
        ProviderCall.objects.bulk_create(rows)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert somebody.get(page_of(job)).status_code == 200
        return len(found)

    add(1)
    queries()  # content types are remembered
    few = queries()
    add(80)
    assert queries() == few <= 10


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"age": "hour"}, {"fresh", "failed"}),
        ({"age": "late"}, {"old"}),
        ({"step": "story"}, {"failed"}),
        ({"code": "IMAGE_FAILED"}, {"failed"}),
        ({"status__exact": "queued"}, {"fresh", "old"}),
        ({"q": "req_1"}, {"failed"}),
    ],
)
def test_jobs_are_found(client: Client, alice: User, narrowed: dict[str, str], found: set[str]) -> None:
    book = a_book(alice, pages=0)
    failed: dict[str, Any] = {
        "status": "failed",
        "error_code": "IMAGE_FAILED",
        "finished_at": now(),
        "current_step": "story",
    }
    jobs = {
        "fresh": a_job(book),
        "old": a_job(book, created_at=now() - timedelta(days=2)),
        "failed": a_job(book, request_id="req_1", **failed),
    }

    page = staff(client).get(LIST, narrowed).content.decode()

    assert {name for name, job in jobs.items() if quote(job.pk) in page} == found


def test_a_long_list_costs_few_queries(client: Client, alice: User) -> None:
    book = a_book(alice, pages=0)
    Job.objects.bulk_create(Job(user=alice, book=book, seed=1, spec={}) for _each in range(120))
    somebody = staff(client)

    with CaptureQueriesContext(connection) as found:
        assert somebody.get(LIST).status_code == 200

    assert len(found) < 10


@pytest.mark.parametrize("permission", ACTS)
def test_an_act_needs_its_own_permission(client: Client, alice: User, permission: str) -> None:
    """One who may do all the others finds no form, and a crafted one is refused."""
    job = services.order_book(alice, a_spec())
    name, said = ACTS[permission]
    somebody = staff(client, *(set(ACTS) - {permission}), "change_job")

    assert reverse("admin:books_job_act", args=[job.pk, name]) not in somebody.get(page_of(job)).content.decode()
    assert act(somebody, job, name, **said).status_code == 403

    job.refresh_from_db()
    assert (job.status, LogEntry.objects.count()) == ("queued", 0)


@pytest.mark.parametrize(("permission", "ends_as"), [*zip(ACTS, ["queued", "cancelled", "failed"], strict=True)])
def test_who_may_does_it_and_the_log_says_why(client: Client, alice: User, permission: str, ends_as: str) -> None:
    job = services.order_book(alice, a_spec())
    Job.objects.update(updated_at=now() - timedelta(hours=1))
    name, said = ACTS[permission]
    somebody = staff(client, permission)

    answer = act(somebody, job, name, **said)

    job.refresh_from_db()
    assert (answer.status_code, job.status) == (200, ends_as)
    entry = LogEntry.objects.get()
    assert (entry.user.email, entry.object_id) == ("staff@example.org", job.pk)
    assert "they wrote" in entry.change_message
    assert "they wrote" in answer.content.decode()  # in the timeline, too
    assert credits.balance_of(alice) == (2 if ends_as == "queued" else 3)


def test_nothing_is_done_without_a_reason_or_by_a_link(client: Client, alice: User) -> None:
    job = services.order_book(alice, a_spec())
    somebody = staff(client, *ACTS)

    assert "Reason" in act(somebody, job, "cancel", reason="").content.decode()
    assert somebody.get(reverse("admin:books_job_act", args=[job.pk, "cancel"])).status_code == 405
    assert act(somebody, job, "sell", reason="x").status_code == 404

    job.refresh_from_db()
    assert job.status == JobStatus.QUEUED


def test_of_two_who_stop_a_job_the_second_is_told(client: Client, alice: User) -> None:
    job = services.order_book(alice, a_spec())
    somebody = staff(client, *ACTS)
    act(somebody, job, "cancel", reason="they wrote")

    assert "ended meanwhile" in act(somebody, job, "fail", code="UNKNOWN", reason="stuck").content.decode()

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("cancelled", Code.CANCELLED)


@pytest.mark.parametrize(("permission", "queued"), [("can_clean_up_jobs", 1), ("change_job", 0)])
def test_stuck_jobs_are_cleaned_up_by_who_may(client: Client, alice: User, permission: str, queued: int) -> None:
    job = a_job(a_book(alice, pages=0))

    staff(client, permission).post(LIST, {"action": "clean_up_stuck_jobs", "_selected_action": [job.pk]})

    assert OrmQ.objects.count() == queued


@pytest.mark.parametrize("name", ["change", "delete"])
def test_nobody_writes_a_job_by_hand(client: Client, alice: User, name: str) -> None:
    job = a_job(a_book(alice, pages=0))
    client.force_login(User.objects.create_superuser("chief@example.org", "a-long-password"))
    address = reverse(f"admin:books_job_{name}", args=[job.pk])

    assert client.post(address, {"status": "done"}).status_code == 403
    job.refresh_from_db()
    assert job.status == JobStatus.QUEUED
