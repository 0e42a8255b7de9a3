"""Spending limits: counted before a call, corrected after it. All functions run inside a transaction."""

from datetime import date

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Greatest

from books.models import Job, Scope, Spending
from books.pipeline.context import Context
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError


def reserve(ctx: Context, microdollars: int, *, day: date) -> None:
    """Count what a call may cost against the book, its reader's day and the site's day. Raises COST_CAP."""
    if not microdollars:
        return
    job = Job.objects.filter(pk=ctx.job.pk)
    within = job.filter(spent_microdollars__lte=settings.COST_CAP_JOB - microdollars)
    if not within.update(spent_microdollars=F("spent_microdollars") + microdollars):
        raise StoryforgeError(Code.COST_CAP, f"the book would pass {settings.COST_CAP_JOB} micro-dollars")
    days = ((Scope.USER, ctx.job.user_id, settings.COST_CAP_USER_DAY), (Scope.SITE, "", settings.COST_CAP_SITE_DAY))
    for scope, subject, cap in days:
        if not Spending.objects.all().add(scope, subject, microdollars, day=day, cap=cap):
            raise StoryforgeError(Code.COST_CAP, f"the {scope}'s day would pass {cap} micro-dollars")


def correct(ctx: Context, counted: int, cost: int, *, day: date) -> None:
    """Replace what was counted on `day` by what was spent, even where that passes a cap: it is spent."""
    difference = cost - counted
    if difference:
        spent = Greatest(F("spent_microdollars") + difference, 0)
        Job.objects.filter(pk=ctx.job.pk).update(spent_microdollars=spent)
        if User.objects.filter(pk=ctx.job.user_id).exists():  # nothing new about somebody who was erased meanwhile
            Spending.objects.all().correct(Scope.USER, ctx.job.user_id, difference, day=day)
        Spending.objects.all().correct(Scope.SITE, "", difference, day=day)
