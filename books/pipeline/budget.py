"""Spending limits: counted before a call, corrected after it. All functions run inside a transaction."""

from datetime import date

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Greatest

from books import spending
from books.models import Job
from books.pipeline.context import Context
from storyforge_site.lib.errors import Code, StoryforgeError


def reserve(ctx: Context, microdollars: int, *, day: date) -> None:
    """Count what a call may cost against the book, its reader's day and the site's day. Raises COST_CAP."""
    if not microdollars:
        return
    job = Job.objects.filter(pk=ctx.job.pk)
    within = job.filter(spent_microdollars__lte=settings.COST_CAP_JOB - microdollars)
    if not within.update(spent_microdollars=F("spent_microdollars") + microdollars):
        raise StoryforgeError(Code.COST_CAP, f"the book would pass {settings.COST_CAP_JOB} micro-dollars")
    full = spending.first_full(ctx.job.user_id, microdollars, day=day)
    if full:
        raise StoryforgeError(Code.COST_CAP, f"the {full}'s day would pass its cap")


def correct(ctx: Context, counted: int, cost: int, *, day: date) -> None:
    """Replace what was counted on `day` by what was spent, even where that passes a cap: it is spent."""
    difference = cost - counted
    if difference:
        spent = Greatest(F("spent_microdollars") + difference, 0)
        Job.objects.filter(pk=ctx.job.pk).update(spent_microdollars=spent)
        spending.correct(ctx.job.user_id, difference, day=day)
