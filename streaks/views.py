"""The site's pages about reading days: the streak with today's story, and the grown-ups' report."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from books.models import Job
from storyforge_site.accounts.gate import parents_only
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib import ratelimits
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.lib.language import spoken
from streaks import daily, services
from streaks.days import local_date
from streaks.models import DailyStory, DailyTheme
from streaks.report import report
from streaks.services import MILESTONES, Standing


class MonthForm(forms.Form):
    year = forms.IntegerField(min_value=2000, max_value=2100)
    month = forms.IntegerField(min_value=1, max_value=12)


class WeekForm(forms.Form):
    week = forms.DateField()


@dataclass(frozen=True, slots=True)
class DayShown:
    """A field of the calendar; those before the first and after the last of the month have no day."""

    day: date | None
    books: int = 0
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class MilestoneShown:
    days: int
    credits: int
    reached: bool
    is_next: bool
    to_go: int


@login_required
@require_GET
def streak(request: HttpRequest) -> HttpResponse:
    user, moment = signed_in(request), now()
    today = local_date(moment, user.time_zone)
    standing = services.standing(user, moment)
    context = {
        "standing": standing,
        "milestones": _milestones(standing),
        **_month(request, user, today),
        **_story(daily.story_of(today, user.language)),
        "languages": {user.language} - {spoken()},
    }
    return render(request, "streaks/streak.html", context)


@login_required
@require_POST
def make_today(request: HttpRequest) -> HttpResponse:
    """Nobody pays for it, and whoever comes later finds it made."""
    user = signed_in(request)
    try:
        ratelimits.enforce(request, group=ratelimits.GENERATE)
        daily.make(local_date(now(), user.time_zone), user.language)
    except StoryforgeError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("Thank you! You are the first today. It will be here in a moment."))
    return redirect("streak")


@parents_only
@require_GET
def reading_report(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    today = local_date(now(), user.time_zone)
    form = WeekForm(request.GET)
    day = min(form.cleaned_data["week"], today) if form.is_valid() else today
    found = report(user, max(day, date(2000, 1, 3)))
    following = found.week.first + timedelta(weeks=1)
    context = {
        "report": found,
        "last_day": found.days[-1].first,
        "days": list(zip(WEEKDAYS.values(), found.days, strict=True)),
        "before": found.week.first - timedelta(weeks=1),
        "after": following if following <= today else None,
    }
    return render(request, "streaks/report.html", context)


def _month(request: HttpRequest, user: User, today: date) -> dict[str, Any]:
    form = MonthForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"year": today.year, "month": today.month}
    first = min(date(asked["year"], asked["month"], 1), today.replace(day=1))
    dates = services.month(user, first.year, first.month)
    last = dates[-1][0]
    fields = [DayShown(None)] * first.weekday()
    fields += [DayShown(day, books, day == today) for day, books in dates]
    fields += [DayShown(None)] * (6 - last.weekday())
    following = last + timedelta(days=1)
    return {
        "first": first,
        "weeks": [fields[at : at + 7] for at in range(0, len(fields), 7)],
        "weekdays": [(WEEKDAYS_ABBR[number], WEEKDAYS[number]) for number in range(7)],
        "read_days": sum(books > 0 for _day, books in dates),
        "before": first - timedelta(days=1) if first.year > 2000 else None,
        "after": following if following <= today else None,
    }


def _milestones(standing: Standing) -> list[MilestoneShown]:
    longest = standing.streak.longest_streak
    coming = next((days for days in MILESTONES if days > longest), None)
    return [
        MilestoneShown(days, gift, days <= longest, days == coming, days - standing.current_streak)
        for days, gift in MILESTONES.items()
    ]


def _story(story: DailyStory) -> dict[str, Any]:
    """Its book, or how far the making of it is; of one that waits for staff only that it does."""
    book = story.open_book
    is_begun = story.book is not None and book is None
    making = Job.objects.open().filter(book=story.book).first() if is_begun else None
    shown = {"story": story, "theme": DailyTheme(story.theme).label, "book": book}
    if not story.waits_for_staff:
        return {**shown, "making": making}
    return {**shown, "is_looked_at": making is not None or (story.book and story.book.published_at)}
