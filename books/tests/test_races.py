"""Many at once, on PostgreSQL: SQLite has one writer, and would pass whatever the code."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection
from rest_framework.test import APIClient

from books import audit, services, storage, voicing
from books.models import Book, Job, JobStatus, PageVersion, ProviderCall, Scope, Spending
from books.pipeline import calls, watchdog
from books.pipeline.context import Context
from books.pipeline.lease import Lease, LeaseLost
from books.tests.factories import a_book, a_spec, a_told_book, wish
from characters.tests.factories import a_character
from credits import services as credits
from credits import subscriptions
from credits.models import CreditTransaction, Plan, Subscription
from storyforge_site.accounts.models import User
from storyforge_site.lib import files
from storyforge_site.lib.clock import now
from storyforge_site.lib.database import AWAY
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.models import IdempotencyKey
from storyforge_site.providers.contracts import Usage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def all_at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """`act(0)` … `act(count - 1)`, each in a thread and a connection of its own, let go together."""
    results: list[Any] = [None] * count
    start = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            results[number] = act(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return results


def post(user: User, key: str) -> int:
    client = APIClient()
    client.force_authenticate(user)
    answer = client.post("/v1/books", wish(), format="json", headers={"Idempotency-Key": key})
    return int(answer.status_code)


def test_two_hundred_posts_with_one_key_are_one_job(alice: User) -> None:
    answers = all_at_once(200, lambda _number: post(alice, "same"))

    assert set(answers) <= {202, 409}
    assert 202 in answers
    assert Job.objects.count() == 1
    assert credits.balance_of(alice) == 2
    assert list(audit.faults()) == []


def test_two_hundred_keys_and_fifty_credits_are_fifty_jobs(alice: User) -> None:
    credits.bonus(alice, 47, reference="gift", description="a gift")

    answers = all_at_once(200, lambda number: post(alice, f"key-{number}"))

    assert Counter(answers) == {202: 50, 402: 150}
    assert Job.objects.count() == 50
    assert credits.balance_of(alice) == 0
    assert IdempotencyKey.objects.count() == 50  # what was refused may be asked again with its key
    assert list(audit.faults()) == []


def test_a_first_request_that_is_still_running_is_said_so(alice: User, settings: Any) -> None:
    settings.IDEMPOTENCY_WAIT_SECONDS = 1
    is_claimed, may_end = threading.Event(), threading.Event()
    order = services.order_book

    def slowly(user: User, spec: Any) -> Job:
        is_claimed.set()
        may_end.wait(timeout=30)
        return order(user, spec)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "order_book", slowly)
        answers: list[int] = []
        first = threading.Thread(target=lambda: answers.extend(all_at_once(1, lambda _one: post(alice, "same"))))
        first.start()
        is_claimed.wait(timeout=30)
        second = post(alice, "same")
        may_end.set()
        first.join()
        third = post(alice, "same")

    assert (answers, second, third) == ([202], 409, 202)
    assert Job.objects.count() == 1


def test_a_job_is_claimed_by_one_of_fifty(alice: User) -> None:
    job = services.order_book(alice, a_spec())

    claims = all_at_once(50, lambda _number: Lease.claim(job.pk))

    assert len([claim for claim in claims if claim]) == 1


def test_a_book_is_stopped_finished_or_given_up_but_paid_for_once(alice: User) -> None:
    credits.bonus(alice, 37, reference="gift", description="a gift")
    jobs = [services.order_book(alice, a_spec()) for _job in range(30)]
    leases = [Lease.claim(job.pk) for job in jobs]
    Job.objects.update(started_at=Job.objects.all()[0].created_at - timedelta(hours=1))

    def end(number: int) -> None:
        job, lease = jobs[number // 3], leases[number // 3]
        assert lease is not None
        if number % 3 == 0:
            services.cancel_book(Job.objects.select_related("user").get(pk=job.pk))
        elif number % 3 == 1:
            watchdog.sweep()
        else:
            _finish(lease, job)

    all_at_once(90, end)

    assert not Job.objects.open().exists()
    assert list(audit.faults()) == []
    captured = CreditTransaction.objects.filter(movement="capture").count()
    assert credits.balance_of(alice) == 40 - captured


def _finish(lease: Lease, job: Job) -> None:
    try:
        with lease.write():
            credits.capture(job.user, reference=job.pk, description="finished")
            lease.finish(JobStatus.DONE)
    except LeaseLost:
        return


def test_fifty_racing_calls_never_pass_the_caps_together(alice: User, settings: Any) -> None:
    settings.COST_CAP_SITE_DAY = 10 * 1_000
    settings.COST_CAP_USER_DAY = 7 * 1_000
    bob = User.objects.create_user("bob@example.org", "b-long-password")
    contexts = []
    for number in range(50):
        job = services.order_house_book(a_spec())
        Job.objects.filter(pk=job.pk).update(user=alice if number % 2 else bob)
        lease = Lease.claim(job.pk)
        assert lease is not None
        contexts.append(Context(Job.objects.select_related("user").get(pk=job.pk), lease))

    def ask(number: int) -> str:
        try:
            return calls.intend(contexts[number], calls.Question("images", "a dragon", 1_000)).status
        except StoryforgeError as refusal:
            return refusal.code

    asked = Counter(all_at_once(50, ask))

    today = Spending.objects.all().today
    assert asked == {"intended": 10, Code.COST_CAP: 40}
    assert today(Scope.SITE, "") == 10_000
    assert today(Scope.USER, alice.pk) + today(Scope.USER, bob.pk) == 10_000
    assert max(today(Scope.USER, alice.pk), today(Scope.USER, bob.pk)) <= 7_000
    assert ProviderCall.objects.count() == 10


def test_what_vendors_report_is_added_exactly_however_they_race(alice: User) -> None:
    job = services.order_book(alice, a_spec())
    lease = Lease.claim(job.pk)
    assert lease is not None
    ctx = Context(Job.objects.select_related("user").get(pk=job.pk), lease)
    asked = [calls.Question("images", f"page {number}", 1_000) for number in range(50)]
    rows = [calls.intend(ctx, question) for question in asked]
    ten_times = Usage("openai", "painter", cost_microdollars=10_000)

    all_at_once(50, lambda number: calls.answered(ctx, rows[number], asked[number], ten_times, taken=1, seconds=1.0))

    job.refresh_from_db()
    assert job.spent_microdollars == 500_000
    assert Spending.objects.all().today(Scope.USER, alice.pk) == 500_000
    assert Spending.objects.all().today(Scope.SITE, "") == 500_000


def test_a_period_is_granted_once_by_twenty_schedulers(alice: User) -> None:
    subscription = subscriptions.start(alice, Plan.BASIC)
    Subscription.objects.update(
        period_start=subscription.period_start - timedelta(days=40),
        period_end=subscription.period_start - timedelta(days=1),
    )

    all_at_once(20, lambda _number: subscriptions.renew_due())

    assert CreditTransaction.objects.filter(movement="grant").count() == 2
    assert credits.balance_of(alice) == 3 + 20


def test_a_plan_begun_twenty_times_at_once_begins_once(alice: User) -> None:
    all_at_once(20, lambda _number: subscriptions.start(alice, Plan.BASIC))

    assert Subscription.objects.count() == 1
    assert credits.balance_of(alice) == 3 + 10


def test_an_account_opened_by_fifty_at_once_has_one_bonus(alice: User) -> None:
    assert set(all_at_once(50, lambda _number: credits.balance_of(alice))) == {3}
    assert list(audit.faults()) == []


def test_corrections_that_race_never_go_below_nothing() -> None:
    day = now().date()
    Spending.objects.all().add(Scope.SITE, "", 100, day=day, cap=10**9)

    all_at_once(20, lambda _number: Spending.objects.all().correct(Scope.SITE, "", -100, day=day))

    assert Spending.objects.all().today(Scope.SITE, "") == 0


def test_a_process_paused_inside_a_transaction_holds_nobody_up_for_long(alice: User, bob: User) -> None:
    """PostgreSQL ends its session; until then the watchdog passes its job over."""
    stuck, lost = services.order_book(alice, a_spec()), services.order_book(bob, a_spec())
    Lease.claim(lost.pk)
    Job.objects.filter(pk=lost.pk).update(lease_expires_at=now() - timedelta(minutes=1))
    is_inside, may_go_on = threading.Event(), threading.Event()

    def paused(_number: int) -> str:
        lease = Lease.claim(stuck.pk)
        assert lease is not None
        connection.cursor().execute("SET idle_in_transaction_session_timeout = '3s'")
        try:
            with lease.write():
                Spending.objects.all().add(Scope.SITE, "", 10, day=now().date(), cap=10**9)
                is_inside.set()
                may_go_on.wait(60)
                Job.objects.filter(pk=stuck.pk).update(progress=99)
        except AWAY:
            return "ended by the database"
        return "went on"

    outcome: list[Any] = []
    thread = threading.Thread(target=lambda: outcome.extend(all_at_once(1, paused)))
    thread.start()
    is_inside.wait(30)
    Job.objects.filter(pk=lost.pk).update(lease_expires_at=now() - timedelta(minutes=1))
    woken = watchdog.sweep()["woken"]
    counted = Spending.objects.all().add(Scope.SITE, "", 10, day=now().date(), cap=10**9)  # waits those 3 s at most
    may_go_on.set()
    thread.join()

    assert woken == 1
    assert counted
    assert outcome == ["ended by the database"]
    assert Spending.objects.all().today(Scope.SITE, "") == 10


def test_a_book_that_many_want_to_hear_is_read_once(alice: User) -> None:
    book = a_book(alice)

    jobs = all_at_once(20, lambda _number: voicing.order_voice(book).pk)

    assert len(set(jobs)) == Job.objects.count() == 1


def asked(user: User, method: str, path: str, body: dict[str, Any] | None = None) -> int:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(user)
    return int(getattr(client, method)(path, body or {}, format="json").status_code)


def test_a_book_is_thrown_away_whole_whatever_is_asked_of_it_meanwhile(alice: User) -> None:
    """It either goes with its files, or stays with them; whoever came late is told there is nothing here."""
    for _round in range(8):
        job = a_told_book(alice)
        book, kept = job.book, PageVersion.of(job.book.pages.get(page_number=2))
        paths = [
            ("delete", f"/v1/library/{book.pk}", {}),
            ("delete", f"/v1/library/{book.pk}", {}),
            ("patch", f"/v1/library/{book.pk}", {"title": "Another"}),
            ("post", f"/v1/books/{book.pk}/share", {}),
            ("post", f"/v1/books/{book.pk}/audio", {}),
            ("post", f"/v1/books/{job.pk}/pages/1/regenerate", {"mode": "text"}),
            ("post", f"/v1/books/{book.pk}/pages/2/versions/{kept.pk}/restore", {}),
            ("post", "/v1/streak/read", {"book_id": book.pk, "reading_time": 1, "completed": True}),
        ]

        answers = all_at_once(len(paths), lambda number, paths=paths: asked(alice, *paths[number]))  # type: ignore[misc]

        assert max(answers) < 500, answers
        assert 204 in answers[:2]
        assert not Book.objects.filter(pk=book.pk).exists()
        assert list(files.every_file(storage.book_folder(alice.pk, book.pk))) == []


def test_a_hero_that_is_thrown_away_while_books_are_ordered_is_not_found(alice: User) -> None:
    credits.purchase(alice, 100, reference="test", description="")
    for _round in range(8):
        hero = a_character(alice)
        order = ("post", "/v1/books", wish(character_id=hero.pk))
        acts: list[tuple[Any, ...]] = [("delete", f"/v1/characters/{hero.pk}", {}), *[order] * 5]

        answers = all_at_once(len(acts), lambda number, acts=acts: asked(alice, *acts[number]))  # type: ignore[misc]

        assert set(answers) <= {202, 204, 404}
