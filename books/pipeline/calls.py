"""Paid calls, remembered: the intent before the call, the answer after it, the same key for the same question.

A call that was answered is never made again, whoever walks the job. One whose answer was lost with its worker
(killed between the vendor's answer and its record) is made again at the house's cost: both are counted.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from books.models import CallStatus, ProviderCall
from books.pipeline import budget
from books.pipeline.context import Context
from storyforge_site.lib.clock import monotonic
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.providers import prices
from storyforge_site.providers.contracts import Usage


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of a step, of a page where there is one, in these words. `most` is the most it may cost."""

    step: str
    words: str
    most: int
    page_number: int | None = None

    def key(self, job_id: str) -> str:
        return hashlib.sha256(f"{job_id}\n{self.step}\n{self.page_number}\n{self.words}".encode()).hexdigest()


def ask(ctx: Context, question: Question, call: Callable[[], tuple[dict[str, Any], Usage]]) -> dict[str, Any]:
    """The answer as JSON, from the vendor or from an earlier walk. Raises what the call raises, or COST_CAP."""
    row = intend(ctx, question)
    if row.status == CallStatus.ANSWERED:
        return dict(row.answer or {})
    started = monotonic()
    try:
        answer, usage = call()
    except StoryforgeError as error:
        failed(ctx, row, error)
        raise
    answered(ctx, row, usage, seconds=monotonic() - started, answer=answer)
    return answer


def intend(ctx: Context, question: Question) -> ProviderCall:
    """Write down that the call will be made, and count what it may cost. An answered row is given back as it is."""
    key = question.key(ctx.job.pk)
    with ctx.lease.write():
        row, is_new = ProviderCall.objects.get_or_create(
            call_key=key,
            defaults={
                "job": ctx.job,
                "step": question.step,
                "page_number": question.page_number,
                "reserved_microdollars": question.most,
            },
        )
        if row.status == CallStatus.ANSWERED:
            return row
        budget.reserve(ctx, question.most)
        if not is_new:
            again = {"tries": F("tries") + 1, "status": CallStatus.INTENDED, "finished_at": None}
            ProviderCall.objects.filter(pk=row.pk).update(**again)
    return row


def answered(
    ctx: Context, row: ProviderCall, usage: Usage, *, seconds: float, answer: dict[str, Any] | None = None
) -> None:
    cost = usage.cost_microdollars or prices.cost(usage)
    with ctx.lease.write():
        ProviderCall.objects.filter(pk=row.pk).update(
            status=CallStatus.ANSWERED,
            provider=usage.provider,
            model=usage.model,
            vendor_id=usage.vendor_id[:120],
            cost_microdollars=cost,
            latency_ms=round(seconds * 1000),
            answer=answer,
            finished_at=Now(),
        )
        budget.correct(ctx, row.reserved_microdollars, cost)


def failed(ctx: Context, row: ProviderCall, error: StoryforgeError) -> None:
    """What was counted for it goes back: no vendor bills for an error."""
    with ctx.lease.write():
        ProviderCall.objects.filter(pk=row.pk).update(
            status=CallStatus.FAILED, error_code=error.code, finished_at=Now()
        )
        budget.correct(ctx, row.reserved_microdollars, 0)
