"""What staff do about a job: it begins again where they say, stops, or ends with a refund; the ledger stays proven."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from books import audit, mending, services
from books.mending import Retry
from books.models import Book, ImagePrompt, Job, JobKind, JobStatus, Page, ProviderCall, StoryDraft
from books.models.ways import WAYS
from books.pipeline import ending, runner
from books.pipeline.lease import Lease, LeaseLost
from books.pipeline.plan import PLANS
from books.tests.factories import a_book, a_job, a_spec
from books.tests.pipeline import openai_house as house
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.tests.vendor import Answer, Vendor

pytestmark = pytest.mark.django_db

STORY, PICTURES = "/v1/chat/completions", "/v1/images/generations"


@pytest.fixture
def operator() -> User:
    return User.objects.create_user("operator@example.org", "a-long-password", is_staff=True)


def ended(alice: User, settings: Any, failing: str = PICTURES, **others: Any) -> Job:
    """A book by vendors that failed, whose files are gone."""
    others = {"IMAGE_MAX_RETRIES": 1, "LLM_MAX_RETRIES": 1, "JOB_MAX_ATTEMPTS": 1, **others}
    script = house.answering(failing, Answer(status=400))
    with house.opened(settings, script, **others):
        job = services.order_book(alice, a_spec(page_count=4))
        runner.advance(job.pk)
    Job.objects.filter(pk=job.pk).update(tidied_at=now())
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    return job


def walked(job: Job, settings: Any) -> tuple[Job, Vendor]:
    with house.opened(settings) as vendor:
        runner.advance(job.pk)
    return Job.objects.get(pk=job.pk), vendor


def again(job: Job, by: User, step: str, *, anew: bool = False) -> None:
    mending.retry(job, Retry(step, anew=anew, by=by, reason="the family wrote to us"))


def test_staff_see_the_steps_the_pipeline_walks() -> None:
    assert {kind: tuple(step.name for step in plan) for kind, plan in PLANS.items()} == WAYS


def test_a_failed_book_is_finished_for_free_and_the_ledger_adds_up(alice: User, operator: User, settings: Any) -> None:
    job = ended(alice, settings)
    assert credits.balance_of(alice) == 3

    again(job, operator, "images")

    assert list(audit.faults()) == []
    job, vendor = walked(job, settings)
    assert (job.status, job.on_the_house, Book.objects.get().published_at is not None) == ("done", True, True)
    assert [asked.path for asked in vendor.asked].count(STORY) == 0  # the story was kept
    assert credits.balance_of(alice) == 3
    assert list(audit.faults()) == []
    assert (
        "Begun again from images after IMAGE_FAILED: the family wrote to us"
        in LogEntry.objects.get(object_id=job.pk).change_message
    )


def test_what_fails_again_gives_nothing_back_twice(alice: User, operator: User, settings: Any) -> None:
    job = ended(alice, settings)

    again(job, operator, "images")
    assert mending.fail(Job.objects.get(), Code.UNKNOWN, by=operator, reason="no use")

    assert credits.balance_of(alice) == 3
    assert list(audit.faults()) == []


def test_asked_anew_every_answer_is_bought_again_and_what_was_spent_stays(
    alice: User, operator: User, settings: Any
) -> None:
    job = ended(alice, settings)
    spent, calls, seeds = job.spent_microdollars, ProviderCall.objects.count(), seeds_of(job)

    again(job, operator, "story", anew=True)
    assert not StoryDraft.objects.exists()
    assert not ImagePrompt.objects.exists()
    job, vendor = walked(job, settings)

    assert job.status == "done"
    assert [asked.path for asked in vendor.asked].count(STORY) == 2  # the story and the sheet
    assert ProviderCall.objects.count() > calls
    assert job.spent_microdollars > spent
    assert not seeds & seeds_of(job)


def test_pictures_asked_anew_get_other_seeds_under_the_same_story(alice: User, operator: User, settings: Any) -> None:
    job = ended(alice, settings)
    seed, seeds = job.seed, seeds_of(job)

    again(job, operator, "images", anew=True)

    job.refresh_from_db()
    assert job.seed == seed
    assert len(seeds_of(job)) == 5
    assert not seeds & seeds_of(job)


def seeds_of(job: Job) -> set[int]:
    return set(ImagePrompt.objects.filter(job=job).values_list("seed", flat=True))


def test_what_was_answered_is_not_paid_for_twice(alice: User, operator: User, settings: Any) -> None:
    job = ended(alice, settings)

    again(job, operator, "moderate_input")
    job, vendor = walked(job, settings)

    assert job.status == "done"
    assert [asked.path for asked in vendor.asked].count(STORY) == 0


@pytest.mark.parametrize(
    ("kind", "step", "status", "offered"),
    [
        (JobKind.BOOK, "queued", JobStatus.FAILED, ["normalise"]),
        (JobKind.BOOK, "story", JobStatus.FAILED, ["normalise", "moderate_input", "story"]),
        (
            *(JobKind.BOOK, "package", JobStatus.FAILED),
            ["normalise", "moderate_input", "story", "character_sheet", "images"],
        ),
        (JobKind.RETELL, "package", JobStatus.RUNNING, ["story", "images", "moderate_output", "package"]),
        (JobKind.AUDIO, "package", JobStatus.FAILED, ["read_aloud"]),
        (JobKind.PAGE, "images", JobStatus.FAILED, ["moderate_input", "page_text", "images"]),
    ],
)
def test_it_begins_where_what_came_before_is_still_there(
    alice: User, kind: str, step: str, status: str, offered: list[str]
) -> None:
    assert mending.steps_to_retry(Job(user=alice, kind=kind, current_step=step, status=status)) == offered


def test_a_job_without_a_worker_goes_on_with_the_credit_it_holds(alice: User, operator: User) -> None:
    job = services.order_book(alice, a_spec(page_count=4))
    long_ago = now() - timedelta(hours=1)
    Job.objects.update(status="running", current_step="story", fence=4, attempts=2, updated_at=long_ago)

    again(Job.objects.get(), operator, "story")

    job.refresh_from_db()
    assert (job.status, job.fence, job.attempts, job.on_the_house) == ("queued", 5, 0, False)
    assert list(audit.faults()) == []
    assert mending.cancel(job, by=operator, reason="asked by mail")
    assert credits.balance_of(alice) == 3
    assert list(audit.faults()) == []


def refused(job: Job, by: User, step: str = "normalise") -> str:
    with pytest.raises(StoryforgeError) as refusal:
        again(job, by, step)
    return refusal.value.note


def test_what_must_not_begin_again_does_not(alice: User, operator: User) -> None:
    failed: dict[str, Any] = {"status": JobStatus.FAILED, "error_code": Code.UNKNOWN, "finished_at": now()}
    held = {"status": JobStatus.RUNNING, "lease_owner": "w", "lease_expires_at": now() + timedelta(hours=1)}

    def job(**fields: Any) -> Job:
        return a_job(a_book(alice, pages=0), **fields)

    assert "failed" in refused(job(status=JobStatus.DONE, finished_at=now()), operator)
    assert "being removed" in refused(job(**failed), operator)
    assert "A worker is at it" in refused(job(**held), operator)
    assert "waits for a worker" in refused(job(), operator)
    thrown = a_job(a_book(alice, pages=0, thrown_away_at=now()), tidied_at=now(), **failed)
    assert "thrown" in refused(thrown, operator)
    assert "images" in refused(job(tidied_at=now(), current_step="story", **failed), operator, "images")
    assert not LogEntry.objects.exists()


def test_a_page_is_made_by_one_job_at_a_time(alice: User, operator: User) -> None:
    book = a_book(alice)
    failed: dict[str, Any] = {"status": JobStatus.FAILED, "error_code": Code.UNKNOWN, "finished_at": now()}
    mine = a_job(book, kind=JobKind.PAGE, spec={"page_number": 2}, tidied_at=now(), **failed)
    other = a_job(book, kind=JobKind.PAGE, spec={"page_number": 2})

    assert "Another job" in refused(mine, operator, "moderate_input")
    services.cancel_book(other)
    again(mine, operator, "moderate_input")

    assert Page.objects.filter(book=book).count() == 4  # a finished book keeps its pages


def test_staff_stop_a_job_once(alice: User, operator: User) -> None:
    job = services.order_book(alice, a_spec())

    assert mending.cancel(job, by=operator, reason="asked by mail")
    assert not mending.cancel(job, by=operator, reason="asked by mail")

    job.refresh_from_db()
    assert (job.status, credits.balance_of(alice)) == ("cancelled", 3)
    assert [entry.change_message for entry in LogEntry.objects.all()] == ["Stopped: asked by mail"]
    assert list(audit.faults()) == []


def test_staff_end_a_job_with_what_the_family_reads(alice: User, operator: User) -> None:
    job = services.order_book(alice, a_spec())

    assert mending.fail(job, Code.PROVIDER_UNAVAILABLE, by=operator, reason="vendor down")

    job.refresh_from_db()
    assert (job.status, job.error_code, credits.balance_of(alice)) == ("failed", "PROVIDER_UNAVAILABLE", 3)
    assert list(audit.faults()) == []


def test_an_old_worker_writes_nothing_once_a_job_began_again(alice: User, operator: User) -> None:
    job = services.order_book(alice, a_spec())
    lease = Lease.claim(job.pk)
    assert lease is not None
    Job.objects.update(lease_expires_at=now() - timedelta(hours=1))
    again(job, operator, "normalise")

    with pytest.raises(LeaseLost):
        lease.checkpoint(progress=50)


def test_files_of_a_job_that_began_again_are_not_swept_away(alice: User, operator: User, settings: Any) -> None:
    job = ended(alice, settings)
    Job.objects.update(finished_at=now() - timedelta(days=1))
    again(job, operator, "images")

    ending.tidy()

    job.refresh_from_db()
    assert (job.is_open, job.tidied_at) == (True, None)
