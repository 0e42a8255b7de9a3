"""Spending limits: counted before a call, corrected after it. All functions run inside a transaction."""

from datetime import date

from django.conf import settings
from django.db.models import BigIntegerField, CharField, F
from django.db.models.functions import Greatest

from books import spending
from books.models import Job
from books.pipeline.context import Context
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.written import WrittenUpdate

_ADD = WrittenUpdate(
    lambda job_id, more, most: (
        Job.objects.filter(pk=job_id, spent_microdollars__lte=most),
        {"spent_microdollars": F("spent_microdollars") + more},
    ),
    job_id=CharField(),
    more=BigIntegerField(),
    most=BigIntegerField(),
)
_CORRECT = WrittenUpdate(
    lambda job_id, more: (
        Job.objects.filter(pk=job_id),
        {"spent_microdollars": Greatest(F("spent_microdollars") + more, 0)},
    ),
    job_id=CharField(),
    more=BigIntegerField(),
)


def reserve(ctx: Context, microdollars: int, *, day: date) -> None:
    """Count what a call may cost against the book, its reader's day and the site's day. Raises COST_CAP."""
    if not microdollars:
        return
    if not _ADD.run(job_id=ctx.job.pk, more=microdollars, most=settings.COST_CAP_JOB - microdollars):
        raise StoryforgeError(Code.COST_CAP, f"the book would pass {settings.COST_CAP_JOB} micro-dollars")
    full = spending.first_full(ctx.job.user_id, microdollars, day=day)
    if full:
        raise StoryforgeError(Code.COST_CAP, f"the {full}'s day would pass its cap")


def correct(ctx: Context, counted: int, cost: int, *, day: date) -> None:
    """Replace what was counted on `day` by what was spent, even where that passes a cap: it is spent."""
    difference = cost - counted
    if difference:
        _CORRECT.run(job_id=ctx.job.pk, more=difference)
        spending.correct(ctx.job.user_id, difference, day=day)
