"""The mobile API of reading days and the story of the day (API.md, "Streak")."""

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import translation
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from books.models import Book
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView, StrictSerializer, idempotent, require_no_fields
from storyforge_site.lib import ratelimits
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code
from storyforge_site.schema import documented
from streaks import daily, services, shapes
from streaks.days import local_date
from streaks.models import DailyTheme

_SECONDS_A_DAY = 24 * 60 * 60


class Info(ApiView):
    @documented("Reading days in a row", shapes.Info)
    def get(self, request: Request) -> Response:
        standing = services.standing(signed_in(request), now())
        return Response(
            {
                "current_streak": standing.current_streak,
                "longest_streak": standing.streak.longest_streak,
                "total_days": standing.streak.total_days,
                "last_read_date": standing.streak.last_read_date,
                "read_today": standing.read_today,
                "streak_broken": standing.is_broken,
            }
        )


class Today(ApiView):
    @documented("The story of the day", shapes.Today)
    def get(self, request: Request) -> Response:
        user = signed_in(request)
        story = daily.story_of(local_date(now(), user.time_zone), user.language)
        book = story.open_book
        return Response(
            {
                "date": story.date,
                "theme": story.theme,
                "theme_name": _name(DailyTheme(story.theme), user),
                "topic": story.topic,
                "book_id": book.pk if book else None,
            }
        )


class GenerateToday(ApiView):
    rate_group = ratelimits.GENERATE

    @documented(
        "Have the story of the day made", shapes.Making, status=202, errors=[Code.BUDGET_EXHAUSTED, Code.NOT_FOUND]
    )
    @idempotent
    def post(self, request: Request) -> Response:
        require_no_fields(request)
        user = signed_in(request)
        making = daily.make(local_date(now(), user.time_zone), user.language)
        return Response({"job_id": making.job_id, "status": making.status}, status=202)


class ReadRequest(StrictSerializer):
    book_id = serializers.CharField(max_length=60)
    reading_time = serializers.IntegerField(min_value=0, max_value=_SECONDS_A_DAY)
    completed = serializers.BooleanField()


class Read(ApiView):
    @documented("Tell what was read", shapes.Sitting, body=ReadRequest, errors=[Code.NOT_FOUND])
    @idempotent
    def post(self, request: Request) -> Response:
        body = ReadRequest(data=request.data)
        body.is_valid(raise_exception=True)
        user, told = signed_in(request), body.validated_data
        book = get_object_or_404(Book.objects.open_to(user).published(), pk=told["book_id"])
        sitting = services.record_reading(
            user, book, seconds=told["reading_time"], completed=told["completed"], moment=now()
        )
        return Response(
            {
                "current_streak": sitting.streak.current_streak,
                "longest_streak": sitting.streak.longest_streak,
                "total_days": sitting.streak.total_days,
                "new_streak_day": sitting.is_new_day,
                "milestones": [{"days": each.days, "credits": each.credits} for each in sitting.milestones],
            }
        )


class HistoryQuery(StrictSerializer):
    days = serializers.IntegerField(min_value=1, max_value=365, default=30)


class History(ApiView):
    @documented("Reading of the last days", shapes.History, query=HistoryQuery)
    def get(self, request: Request) -> Response:
        query = HistoryQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        rows = services.history(signed_in(request), query.validated_data["days"], now())
        return Response(
            {
                "history": [
                    {"date": row["local_date"], "books_read": row["books"], "reading_time": row["seconds"]}
                    for row in rows
                ]
            }
        )


class Themes(ApiView):
    @documented("Themes of the week and their topics", shapes.Themes)
    def get(self, request: Request) -> Response:
        user = signed_in(request)
        return Response(
            {
                "themes": [
                    {"theme": theme, "theme_name": _name(theme, user), "topics": daily.topics_of(theme, user.language)}
                    for theme in DailyTheme
                ]
            }
        )


class CalendarQuery(StrictSerializer):
    """The reader's present month where nothing is said."""

    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False)
    month = serializers.IntegerField(min_value=1, max_value=12, required=False)


class Calendar(ApiView):
    @documented("Reading days of a month", shapes.Calendar, query=CalendarQuery)
    def get(self, request: Request) -> Response:
        query = CalendarQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        user = signed_in(request)
        today = local_date(now(), user.time_zone)
        year, month = query.validated_data.get("year", today.year), query.validated_data.get("month", today.month)
        dates = services.month(user, year, month)
        return Response(
            {
                "year": year,
                "month": month,
                "days": [
                    {"date": day, "day": day.day, "read": books > 0, "books_count": books} for day, books in dates
                ],
                "total_read_days": sum(books > 0 for _day, books in dates),
            }
        )


def _name(theme: DailyTheme, user: User) -> str:
    """In the language of the reader's stories, which need not be that of the request."""
    with translation.override(user.language):
        return str(theme.label)


urlpatterns = [
    path("streak/info", Info.as_view(), name="api-streak-info"),
    path("streak/today", Today.as_view(), name="api-streak-today"),
    path("streak/today/generate", GenerateToday.as_view(), name="api-streak-generate"),
    path("streak/read", Read.as_view(), name="api-streak-read"),
    path("streak/history", History.as_view(), name="api-streak-history"),
    path("streak/themes", Themes.as_view(), name="api-streak-themes"),
    path("streak/calendar", Calendar.as_view(), name="api-streak-calendar"),
]
