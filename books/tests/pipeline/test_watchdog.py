"""What has no worker gets one; what is stuck ends with a refund."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django_q.models import OrmQ

from books import audit, services, storage
from books.models import Job, JobStatus
from books.pipeline import runner, tasks, watchdog
from books.pipeline.atelier import Atelier
from books.pipeline.heartbeat import Heartbeat
from books.pipeline.lease import Lease, LeaseLost
from books.tests.factories import a_book, a_job, a_spec
from credits import services as credits
from storyforge_site import signs_of_life
from storyforge_site.accounts.models import User
from storyforge_site.lib import stopping
from storyforge_site.lib.clock import now
from storyforge_site.lib.deadlines import Deadline
from storyforge_site.lib.queue import enqueue
from storyforge_site.models import QUEUE, Pulse

pytestmark = pytest.mark.django_db


def ordered(alice: User, **fields: Any) -> Job:
    job = services.order_book(alice, a_spec(page_count=4))
    OrmQ.objects.all().delete()
    Job.objects.filter(pk=job.pk).update(**fields)
    job.refresh_from_db()
    return job


def abandoned(alice: User, **fields: Any) -> Job:
    return ordered(alice, status="running", lease_expires_at=now() - timedelta(minutes=1), lease_owner="gone", **fields)


def test_a_job_whose_lease_ran_out_is_queued_once(alice: User) -> None:
    abandoned(alice)

    assert [watchdog.sweep()["woken"] for _round in range(2)] == [1, 0]
    assert OrmQ.objects.count() == 1


def test_a_job_that_is_being_worked_on_is_left_alone(alice: User) -> None:
    ordered(alice, status="running", lease_expires_at=now() + timedelta(minutes=1), lease_owner="busy")

    assert watchdog.sweep() == {}
    assert not OrmQ.objects.exists()


def test_a_job_that_no_task_points_at_is_queued_again(alice: User) -> None:
    ordered(alice, updated_at=now() - timedelta(minutes=10))

    watchdog.sweep()

    assert OrmQ.objects.count() == 1


def test_a_job_whose_turn_has_not_come_is_not_queued_twice(alice: User) -> None:
    job = ordered(alice)
    enqueue("books.pipeline.tasks.advance", job.pk)
    Job.objects.update(updated_at=now() - timedelta(minutes=10))
    OrmQ.objects.update(lock=now() - timedelta(minutes=10))

    watchdog.sweep()
    assert OrmQ.objects.count() == 1

    OrmQ.objects.update(lock=now() - timedelta(minutes=1))  # those who came nine minutes later are served
    watchdog.sweep()
    assert OrmQ.objects.count() == 2


@pytest.mark.parametrize(
    "fields", [{"attempts": 3}, {"started_at": now() - timedelta(seconds=601)}], ids=["three claims", "ten minutes"]
)
def test_a_stuck_job_ends_with_its_code_and_a_refund(alice: User, fields: dict[str, Any]) -> None:
    job = abandoned(alice, **fields)

    watchdog.sweep()

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "STUCK_TIMEOUT")
    assert credits.balance_of(alice) == 3
    assert list(audit.faults()) == []


def test_what_was_given_up_is_closed_to_the_worker_that_had_it(alice: User, settings: Any) -> None:
    job = ordered(alice)
    lease = Lease.claim(job.pk)
    assert lease is not None
    Job.objects.update(started_at=now() - timedelta(seconds=601))

    watchdog.sweep()

    with pytest.raises(LeaseLost):
        lease.checkpoint(progress=99)


def test_after_the_soft_limit_no_step_is_begun(alice: User) -> None:
    job = ordered(alice, started_at=now() - timedelta(seconds=541))

    runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.error_code, job.current_step) == ("failed", "STUCK_TIMEOUT", "queued")
    assert credits.balance_of(alice) == 3


def test_told_to_stop_a_walk_ends_after_its_checkpoint_and_queues_itself(alice: User) -> None:
    job = ordered(alice)
    stopping.announce()
    try:
        runner.advance(job.pk)
    finally:
        stopping.forget()

    job.refresh_from_db()
    assert (job.status, job.current_step, job.attempts, job.lease_expires_at) == ("running", "normalise", 0, None)
    assert OrmQ.objects.count() == 1


def test_a_claim_counts_until_something_is_saved(alice: User, settings: Any) -> None:
    settings.JOB_LEASE_SECONDS = -1
    job = ordered(alice)

    claims = [Lease.claim(job.pk) for _claim in range(4)]

    assert [bool(claim) for claim in claims] == [True, True, True, False]
    assert claims[2] is not None
    assert [claim.fence for claim in claims if claim] == [1, 2, 3]


def minutes_pass() -> None:
    for pulse in Pulse.objects.all():
        Pulse.objects.filter(pk=pulse.pk).update(felt_at=pulse.felt_at - timedelta(minutes=5))


def test_a_queue_that_answers_no_canary_for_long_is_silent(alice: User) -> None:
    watchdog.call_canary()
    assert not watchdog.queue_is_silent()  # it was asked this moment

    minutes_pass()
    watchdog.call_canary()
    assert watchdog.queue_is_silent()  # asked again, and owed since the first time

    tasks.canary(QUEUE)
    assert not watchdog.queue_is_silent()

    minutes_pass()
    assert not watchdog.queue_is_silent()  # nobody asked since


def test_workers_that_are_all_busy_are_not_silent(alice: User) -> None:
    watchdog.call_canary()
    minutes_pass()
    lease = Lease.claim(ordered(alice).pk)
    assert lease is not None

    Heartbeat(lease, Deadline.after(60))._renew()

    assert not watchdog.queue_is_silent()


def test_a_queue_whose_canary_waits_behind_many_is_not_silent() -> None:
    watchdog.call_canary()
    minutes_pass()

    signs_of_life.Listener()(sender="django_q", task={})

    assert not watchdog.queue_is_silent()


def test_a_heartbeat_that_comes_late_takes_nothing_back(alice: User) -> None:
    lease = Lease.claim(ordered(alice).pk)
    assert lease is not None
    lease.hand_back()

    with pytest.raises(LeaseLost):
        lease.renew()
    assert Lease.claim(lease.job_id)


def test_a_heartbeat_that_finds_its_job_stopped_gives_the_walk_up(alice: User, settings: Any) -> None:
    settings.JOB_LEASE_SECONDS = 0
    job = ordered(alice)
    lease = Lease.claim(job.pk)
    assert lease is not None
    services.cancel_book(job)
    deadline = Deadline.after(60)

    Heartbeat(lease, deadline)._beat()

    assert deadline.left() == 0


def test_a_job_that_makes_trouble_does_not_keep_the_others_waiting(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        ordered(alice, started_at=now() - timedelta(hours=1)),
        ordered(bob, started_at=now() - timedelta(hours=1)),
    )
    release = credits.release

    def trouble(user: User, **kwargs: Any) -> None:
        if user == alice:
            raise ValueError("trouble")
        release(user, **kwargs)

    monkeypatch.setattr(credits, "release", trouble)
    watchdog.sweep()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("queued", "failed")


def files_of(job: Job, *names: str) -> str:
    folder = storage.book_folder(job.user_id, job.book_id)
    for name in names:
        storage.store(f"{folder}/{name}", b"x")
    return folder


def left_in(folder: str) -> list[str]:
    return sorted(default_storage.listdir(folder)[1])


def long_ago() -> None:
    Job.objects.update(finished_at=now() - timedelta(hours=1))


def test_what_a_late_painter_stores_after_a_stop_is_found_and_removed(alice: User) -> None:
    job = ordered(alice)
    services.cancel_book(job)
    tasks.remove_files(job.pk)
    folder = files_of(job, "page-03-abc.jpg", "raw-04-7")

    tasks.tidy("watchdog")
    assert left_in(folder)  # a painter may still be at it
    long_ago()
    tasks.tidy("watchdog")

    assert left_in(folder) == []
    assert not Job.objects.all().untidied().exists()


def test_of_a_finished_book_only_the_raw_pictures_go(alice: User) -> None:
    job = a_job(a_book(alice, pages=0), finished=True)
    folder = files_of(job, "page-03-abc.jpg", "raw-04-7", "raw-04-7-ticket-replicate")
    long_ago()

    tasks.tidy("watchdog")

    assert left_in(folder) == ["page-03-abc.jpg"]


def test_what_another_job_has_bought_for_a_page_of_it_stays(alice: User) -> None:
    job = a_job(a_book(alice, pages=0), finished=True)
    folder = files_of(job, "raw-04-7", "job_another/raw-04-8")
    long_ago()

    tasks.tidy("watchdog")

    assert left_in(folder) == []
    assert left_in(f"{folder}/job_another") == ["raw-04-8"]


def test_files_that_cannot_be_removed_are_tried_again(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = ordered(alice)
    services.cancel_book(job)
    folder = files_of(job, "page-03-abc.jpg")
    long_ago()
    with monkeypatch.context() as away:
        away.setattr(
            type(default_storage), "listdir", lambda *_: (_ for _ in ()).throw(ConnectionError("away")), raising=False
        )
        tasks.tidy("watchdog")
    assert left_in(folder)

    watchdog.sweep()
    assert "tidy" in OrmQ.objects.latest("id").func()
    tasks.tidy("watchdog")

    assert left_in(folder) == []


def test_what_is_to_be_tidied_is_asked_for_again_only_once_the_queue_has_come_to_it(alice: User) -> None:
    services.cancel_book(ordered(alice))
    long_ago()
    OrmQ.objects.all().delete()

    for _round in range(3):
        watchdog.sweep()
    assert ["tidy" in task.func() for task in OrmQ.objects.all()] == [True]

    OrmQ.objects.update(lock=now() + timedelta(minutes=5))  # a worker has it, or had it when it died
    watchdog.sweep()
    assert OrmQ.objects.count() == 2


def test_the_files_of_a_job_that_was_deleted_meanwhile_go_too(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = ordered(alice)
    write, written = Atelier._write, []

    def deleted_at_the_second_picture(*args: Any) -> None:
        written.append(args)
        if len(written) == 2:
            services.discard_book(job.book)
            files_of(job, "page-03-abc.jpg")
        write(*args)

    monkeypatch.setattr(Atelier, "_write", deleted_at_the_second_picture)
    runner.advance(job.pk)

    assert not Job.objects.exists()
    assert left_in(storage.book_folder(job.user_id, job.book_id)) == []
    assert credits.balance_of(alice) == 3
    assert list(audit.faults()) == []


def test_one_round_by_hand(alice: User, capsys: Any) -> None:
    abandoned(alice, attempts=3)

    call_command("watch_jobs", "--once")

    assert "1 given up" in capsys.readouterr().out
    assert Job.objects.get().status == JobStatus.FAILED
