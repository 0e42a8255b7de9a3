"""Staff at the same moment as each other, as a family, as a worker: one of them acts, on PostgreSQL."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry

from books import audit, mending, services
from books.mending import Retry
from books.models import Job, JobStatus
from books.pipeline.lease import Lease
from books.tests.factories import a_spec
from books.tests.test_races import all_at_once
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.models import ProviderSwitch
from storyforge_site.providers import switches

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_user("operator@example.org", "a-long-password", is_staff=True)


def begun_again(job: Job, operator: User) -> bool:
    try:
        mending.retry(job, Retry("normalise", anew=False, by=operator, reason="they wrote"))
    except StoryforgeError:
        return False
    return True


def failed(alice: User) -> Job:
    job = services.order_book(alice, a_spec())
    services.end_job(job, JobStatus.FAILED, Code.UNKNOWN)
    Job.objects.update(tidied_at=now())
    return job


def test_a_failed_job_begins_again_once_and_a_worker_takes_it_once(alice: User, operator: User) -> None:
    job = failed(alice)

    def retry_and_claim(number: int) -> tuple[bool, Lease | None]:
        return begun_again(job, operator), Lease.claim(job.pk)

    results = all_at_once(8, retry_and_claim)

    claims = [lease for _begun, lease in results if lease]
    assert [begun for begun, _lease in results].count(True) == LogEntry.objects.count() == len(claims) == 1
    assert credits.balance_of(alice) == 3
    assert list(audit.faults()) == []


@pytest.mark.parametrize("_time", range(3))
def test_one_ends_a_job_however_many_try(alice: User, operator: User, _time: int) -> None:
    job = services.order_book(alice, a_spec())
    acts: list[Callable[[], bool]] = [
        lambda: mending.cancel(Job.objects.get(), by=operator, reason="they wrote"),
        lambda: mending.fail(Job.objects.get(), Code.UNKNOWN, by=operator, reason="stuck"),
        lambda: services.cancel_book(Job.objects.select_related("user").get()),
    ]

    ended = all_at_once(6, lambda number: acts[number % 3]())

    assert ended.count(True) == 1
    job.refresh_from_db()
    assert job.status in ("cancelled", "failed")
    assert LogEntry.objects.count() <= 1
    assert credits.balance_of(alice) == 3
    assert list(audit.faults()) == []


def test_a_vendor_is_switched_off_once(operator: User) -> None:
    def turn(_number: int) -> bool:
        return switches.turn("text:openai", off=True, by=operator, why="slow")

    changed = all_at_once(8, turn)

    assert changed.count(True) == 1
    assert ProviderSwitch.objects.get().is_off
    assert LogEntry.objects.count() == 1
