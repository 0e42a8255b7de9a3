"""Paid calls, remembered: the intent before the call, the answer after it, the same key for the same question.

A call that was answered is never made again, whoever walks the job. One whose answer was lost with its worker
(killed between the vendor's answer and its record) is made again at the house's cost: both are counted.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Now

from books.models import CallStatus, ProviderCall
from books.pipeline import budget
from books.pipeline.context import Context
from books.pipeline.lease import LeaseLost
from storyforge_site.lib import deadlines, metering
from storyforge_site.lib.clock import monotonic, now
from storyforge_site.lib.database import AWAY
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.written import WrittenInsert, WrittenUpdate, columns
from storyforge_site.providers import prices
from storyforge_site.providers.contracts import Usage

log = logging.getLogger(__name__)

_LONGEST_PAUSE_SECONDS = 5.0
_INTENDED = WrittenInsert(ProviderCall)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of a step, of a page where there is one, in these words.

    `each` is the most that one asking may cost, in micro-dollars; whoever is asked, it is up to `attempts` times.
    """

    step: str
    words: str
    each: int
    attempts: int = 1
    page_number: int | None = None

    @property
    def most(self) -> int:
        return self.each * self.attempts

    def key(self, job_id: str) -> str:
        return hashlib.sha256(f"{job_id}\n{self.step}\n{self.page_number}\n{self.words}".encode()).hexdigest()


def ask(
    ctx: Context, question: Question, call: Callable[[], tuple[dict[str, Any], Usage]], *, is_paid: bool = False
) -> dict[str, Any]:
    """The answer as JSON, from the vendor or from an earlier walk. Raises what the call raises, or COST_CAP."""
    row = intend(ctx, question, is_paid=is_paid)
    if row.status == CallStatus.ANSWERED:
        return dict(row.answer or {})
    started = monotonic()
    with metering.meter() as meter:
        try:
            answer, usage = call()
        except Exception as error:
            failed(ctx, row, question, error, taken=meter.taken)
            raise
    answered(ctx, row, question, usage, taken=meter.taken, seconds=monotonic() - started, answer=answer)
    return answer


def was_asked(ctx: Context, question: Question) -> bool:
    """Whether an earlier try wrote down that it would ask this."""
    return question.key(ctx.job.pk) in ctx.asked


def intend(ctx: Context, question: Question, *, is_paid: bool = False) -> ProviderCall:
    """Write down that the call will be made, and count what it may cost. An answered row is given back as it is.

    `is_paid`: an earlier try has bought it, so that nothing more is counted.
    """
    today = now().date()
    with ctx.lease.write():  # nobody else writes about this job meanwhile
        row = _found(ctx, question)
        if row is not None and row.status == CallStatus.ANSWERED:
            return row
        if row is None:
            row, is_paid = _intended(ctx, question, today), False
        else:
            _intend_again(ctx, row, question, today, is_paid=is_paid)
        if not is_paid:
            budget.reserve(ctx, question.most, day=today)
    ctx.asked.add(row.call_key)
    return row


def _found(ctx: Context, question: Question) -> ProviderCall | None:
    if not was_asked(ctx, question):
        return None
    return ProviderCall.objects.filter(call_key=question.key(ctx.job.pk)).first()


def _intended(ctx: Context, question: Question, today: date) -> ProviderCall:
    row = ProviderCall(
        call_key=question.key(ctx.job.pk),
        job=ctx.job,
        step=question.step,
        page_number=question.page_number,
        reserved_microdollars=question.most,
        counted_on=today,
    )
    _INTENDED.run(row)
    return row


def _intend_again(ctx: Context, row: ProviderCall, question: Question, today: date, *, is_paid: bool) -> None:
    """Of a try whose answer was lost with its worker, one asking counts as spent: the vendor may have answered it."""
    lost = 0
    if row.status == CallStatus.INTENDED and not is_paid:
        lost = question.each
        budget.correct(ctx, row.reserved_microdollars, lost, day=row.counted_on)
    if not is_paid:
        row.reserved_microdollars, row.counted_on = question.most, today
    row.cost_microdollars += lost
    row.tries += 1
    row.status, row.finished_at = CallStatus.INTENDED, None
    row.save(
        update_fields=["reserved_microdollars", "counted_on", "cost_microdollars", "tries", "status", "finished_at"]
    )


def answered(
    ctx: Context,
    row: ProviderCall,
    question: Question,
    usage: Usage,
    *,
    taken: int,
    seconds: float,
    answer: dict[str, Any] | None = None,
) -> None:
    """`taken`: how often a vendor took its price for this answer."""
    _settle(
        ctx,
        row,
        prices.spent(usage, taken=taken, each=question.each),
        status=CallStatus.ANSWERED,
        provider=usage.provider,
        model=usage.model,
        vendor_id=usage.vendor_id[:120],
        latency_ms=round(seconds * 1000),
        answer=answer,
    )


def failed(ctx: Context, row: ProviderCall, question: Question, error: BaseException, *, taken: int) -> None:
    """Nothing came of it; what vendors took all the same is spent, the rest of what was counted goes back."""
    code, who = (error.code, error.provider) if isinstance(error, StoryforgeError) else (Code.UNKNOWN, "")
    _settle(ctx, row, taken * question.each, status=CallStatus.FAILED, error_code=code, provider=who)


@cache
def _ended(*names: str) -> WrittenUpdate:
    """Saves how a call ended, unless it has ended already or was begun again."""

    def update(id: Any, tries: Any, cost: Any, **saved: Any) -> tuple[QuerySet[ProviderCall], dict[str, Any]]:
        spent = {"cost_microdollars": F("cost_microdollars") + cost, "reserved_microdollars": 0}
        own = ProviderCall.objects.filter(pk=id, status=CallStatus.INTENDED, tries=tries)
        return own, {"finished_at": Now(), **spent, **saved}

    return WrittenUpdate(update, cost=BigIntegerField(), **columns(ProviderCall, "id", "tries", *names))


def _settle(ctx: Context, row: ProviderCall, cost: int, **fields: Any) -> None:
    """Write down how a call ended. Raises LeaseLost after that: what is spent is spent, whoever holds the job now."""

    def write() -> None:
        if _ended(*sorted(fields)).run(id=row.pk, tries=row.tries, cost=cost, **fields):
            budget.correct(ctx, row.reserved_microdollars, cost, day=row.counted_on)

    def write_as_holder() -> None:
        try:
            with ctx.lease.write():
                write()
        except LeaseLost:
            with transaction.atomic():
                write()
            raise

    patiently(write_as_holder)


def patiently(write: Callable[[], None]) -> None:
    """A database that is away for a moment must not cost an answer that was paid for."""
    pause = 0.2
    while True:
        try:
            return write()
        except AWAY as error:
            if connection.in_atomic_block or deadlines.left() < pause:
                raise
            log.warning("an answer waits for the database: %s", error)
            connection.close()
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
