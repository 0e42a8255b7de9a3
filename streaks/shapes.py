"""What the API of reading days answers, for its schema."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from books.models import JobStatus
from streaks.models import DailyTheme

Info = inline_serializer(
    "StreakInfo",
    {
        "current_streak": serializers.IntegerField(min_value=0),
        "longest_streak": serializers.IntegerField(min_value=0),
        "total_days": serializers.IntegerField(min_value=0),
        "last_read_date": serializers.DateField(allow_null=True),
        "read_today": serializers.BooleanField(),
        "streak_broken": serializers.BooleanField(),
    },
)
Today = inline_serializer(
    "StoryOfTheDay",
    {
        "date": serializers.DateField(),
        "theme": serializers.ChoiceField(choices=DailyTheme.choices),
        "theme_name": serializers.CharField(),
        "topic": serializers.CharField(),
        "book_id": serializers.CharField(allow_null=True),
    },
)
Making = inline_serializer(
    "StoryOfTheDayMaking",
    {
        "job_id": serializers.CharField(allow_null=True),
        "status": serializers.ChoiceField(choices=JobStatus.choices),
    },
)
_MILESTONE: dict[str, Any] = {
    "days": serializers.IntegerField(min_value=1),
    "credits": serializers.IntegerField(min_value=0),
}
Sitting = inline_serializer(
    "Sitting",
    {
        "current_streak": serializers.IntegerField(min_value=0),
        "longest_streak": serializers.IntegerField(min_value=0),
        "total_days": serializers.IntegerField(min_value=0),
        "new_streak_day": serializers.BooleanField(),
        "milestones": inline_serializer("Milestone", _MILESTONE, many=True),
    },
)
_READ_DAY: dict[str, Any] = {
    "date": serializers.DateField(),
    "books_read": serializers.IntegerField(min_value=0),
    "reading_time": serializers.IntegerField(min_value=0, help_text="seconds"),
}
History = inline_serializer("ReadingHistory", {"history": inline_serializer("ReadDay", _READ_DAY, many=True)})
_THEME: dict[str, Any] = {
    "theme": serializers.ChoiceField(choices=DailyTheme.choices),
    "theme_name": serializers.CharField(),
    "topics": serializers.ListField(child=serializers.CharField()),
}
Themes = inline_serializer("ThemeList", {"themes": inline_serializer("ThemeTopics", _THEME, many=True)})
_DAY: dict[str, Any] = {
    "date": serializers.DateField(),
    "day": serializers.IntegerField(min_value=1, max_value=31),
    "read": serializers.BooleanField(),
    "books_count": serializers.IntegerField(min_value=0),
}
Calendar = inline_serializer(
    "Calendar",
    {
        "year": serializers.IntegerField(),
        "month": serializers.IntegerField(min_value=1, max_value=12),
        "days": inline_serializer("CalendarDay", _DAY, many=True),
        "total_read_days": serializers.IntegerField(min_value=0),
    },
)
