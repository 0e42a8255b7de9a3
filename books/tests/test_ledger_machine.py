"""Any order of ordering, stopping, failing, losing a worker, finishing, refunding and granting: the ledger holds."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django_q.models import OrmQ
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from books import audit, services
from books.models import Job, JobStatus
from books.pipeline import ending, watchdog
from books.pipeline.lease import Lease, LeaseLost
from books.tests.factories import a_spec
from credits import services as credits
from credits import subscriptions
from credits.models import CreditTransaction, Plan, Subscription, UserCredits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError

pytestmark = pytest.mark.django_db(transaction=True)


class Ledger(RuleBasedStateMachine):
    """Beside the real thing, `expected` is what a child would have counted on its fingers."""

    @initialize()
    def begin(self) -> None:
        forget_everything()
        self.user = User.objects.create_user("reader@example.org", "a-long-password")
        self.expected = credits.balance_of(self.user)
        self.leases: list[Lease] = []
        self.payments = 0

    # --- what a family does ---
    @rule()
    def order(self) -> None:
        if self.expected:
            services.order_book(self.user, a_spec())
            self.expected -= 1
        else:
            with pytest.raises(StoryforgeError, match=Code.INSUFFICIENT_CREDITS):
                services.order_book(self.user, a_spec())

    @precondition(lambda self: Job.objects.exists())
    @rule(which=st.integers(0, 99))
    def stop(self, which: int) -> None:
        self.expected += services.cancel_book(any_job(which))

    @rule(plan=st.sampled_from([Plan.BASIC, Plan.PREMIUM]))
    def subscribe(self, plan: Plan) -> None:
        running = subscriptions.current(self.user)
        is_new = running is None or (running.plan, running.status) != (plan, "active")
        subscriptions.start(self.user, plan)
        self.expected += {Plan.BASIC: 10, Plan.PREMIUM: 40}[plan] * is_new

    @rule()
    def unsubscribe(self) -> None:
        subscriptions.cancel(self.user)

    @rule(amount=st.integers(1, 5), again=st.booleans())
    def buy(self, amount: int, again: bool) -> None:
        self.payments += 1
        for _time in range(1 + again):
            credits.purchase(self.user, amount, reference=f"pay-{self.payments}", description="bought")
        self.expected += amount

    # --- what workers do ---
    @precondition(lambda self: Job.objects.all().claimable().exists())
    @rule(which=st.integers(0, 99))
    def claim(self, which: int) -> None:
        jobs = list(Job.objects.all().claimable().order_by("pk"))
        lease = Lease.claim(jobs[which % len(jobs)].pk)
        assert lease is not None
        self.leases.append(lease)

    @precondition(lambda self: self.leases)
    @rule(which=st.integers(0, 99))
    def finish(self, which: int) -> None:
        """By the worker that holds the job, or one that believes it does."""
        lease = self.leases[which % len(self.leases)]
        try:
            with lease.write():
                credits.capture(self.user, reference=lease.job_id, description="finished")
                lease.finish(JobStatus.DONE)
        except LeaseLost:
            return

    @precondition(lambda self: self.leases)
    @rule(which=st.integers(0, 99))
    def fail(self, which: int) -> None:
        lease = self.leases[which % len(self.leases)]
        try:
            ending.fail(lease, Code.IMAGE_FAILED)
        except LeaseLost:
            return
        self.expected += 1

    @rule()
    def lose_all_workers(self) -> None:
        Job.objects.open().filter(lease_expires_at__isnull=False).update(lease_expires_at=now() - timedelta(minutes=1))

    # --- what the house does ---
    @rule()
    def watch(self) -> None:
        self.expected += watchdog.sweep()["given up"]

    @rule(days=st.integers(1, 45))
    def let_time_pass(self, days: int) -> None:
        shift = timedelta(days=days)
        for subscription in Subscription.objects.exclude(status="expired"):
            subscription.period_start -= shift
            subscription.period_end -= shift
            subscription.save()
        before = CreditTransaction.objects.filter(movement="grant").count()
        subscriptions.renew_due()
        running = subscriptions.current(self.user)
        renewed = CreditTransaction.objects.filter(movement="grant").count() - before
        self.expected += renewed * {Plan.BASIC: 10, Plan.PREMIUM: 40}[Plan(running.plan)] if running else 0

    @precondition(lambda self: CreditTransaction.objects.filter(movement="capture").exists())
    @rule(which=st.integers(0, 99))
    def refund(self, which: int) -> None:
        finished = list(CreditTransaction.objects.filter(movement="capture").order_by("pk"))
        reference = finished[which % len(finished)].reference_id
        is_first = not CreditTransaction.objects.filter(movement="refund", reference_id=reference).exists()
        credits.refund(self.user, 1, reference=reference, description="a smudged page")
        self.expected += is_first

    @rule(amount=st.integers(-6, 6).filter(bool))
    def adjust(self, amount: int) -> None:
        self.payments += 1
        wanted = {"reference": f"adj-{self.payments}", "description": "by staff"}
        if self.expected + amount < 0:
            with pytest.raises(StoryforgeError, match=Code.INSUFFICIENT_CREDITS):
                credits.adjust(self.user, amount, **wanted)
        else:
            credits.adjust(self.user, amount, **wanted)
            self.expected += amount

    # --- what must be true ---
    @invariant()
    def it_adds_up(self) -> None:
        assert list(audit.faults()) == []
        assert credits.balance_of(self.user) == self.expected >= 0


def any_job(which: int) -> Job:
    jobs = list(Job.objects.select_related("user").order_by("pk"))
    return jobs[which % len(jobs)]


def forget_everything() -> None:
    OrmQ.objects.all().delete()
    CreditTransaction.objects.all().delete()
    User.objects.all().delete()  # and all that is theirs


def test_the_ledger_holds_after_every_step() -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.endurance
def test_the_ledger_holds_after_every_step_of_many_more() -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=400,
            stateful_step_count=60,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


# --- the proof itself can fail ----------------------------------------------------------------
def test_the_proof_of_a_sound_ledger(alice: User, capsys: Any) -> None:
    services.order_book(alice, a_spec())

    call_command("verify_ledger")

    assert "The ledger adds up." in capsys.readouterr().out


def unsettle(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(status="done", finished_at=now())


def miscount(job: Job) -> None:
    UserCredits.objects.update(credits=99)


def give_back_too_much(job: Job) -> None:
    services.cancel_book(job)
    CreditTransaction.objects.filter(movement="release").update(amount=5)


def lose_the_reserve(job: Job) -> None:
    services.cancel_book(job)
    CreditTransaction.objects.filter(movement="reserve").delete()


def forget_the_reserve(job: Job) -> None:
    CreditTransaction.objects.filter(movement="reserve").delete()
    UserCredits.objects.update(credits=3)


@pytest.mark.parametrize("harm", [unsettle, forget_the_reserve, miscount, give_back_too_much, lose_the_reserve])
def test_the_proof_finds_what_is_wrong(alice: User, harm: Any, capsys: Any) -> None:
    harm(services.order_book(alice, a_spec()))

    with pytest.raises(CommandError, match="fault"):
        call_command("verify_ledger")

    assert capsys.readouterr().err
