"""The story of the day, planned ahead so that everybody meets the same one."""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from storyforge_site.lib.choices import Language
from streaks.models import DailyStory, DailyTheme

_TOPICS = Path(__file__).parent / "daily_topics.toml"
_WEEK = tuple(DailyTheme)  # Monday to Sunday


def plan_daily_stories(first: date, days: int) -> int:
    """Write a row a day and language where there is none yet; how many were written.

    The theme follows the weekday and the topic the week, so the plan is the same wherever it is made.
    """
    rows = [
        DailyStory(date=day, language=language, theme=theme_of(day), topic=topic_of(day, language))
        for day in (first + timedelta(days=offset) for offset in range(days))
        for language in Language.values
    ]
    before = DailyStory.objects.count()
    DailyStory.objects.bulk_create(rows, ignore_conflicts=True)
    return DailyStory.objects.count() - before


def theme_of(day: date) -> DailyTheme:
    return _WEEK[day.weekday()]


def topic_of(day: date, language: str) -> str:
    topics = _topics()[theme_of(day)][language]
    return topics[day.toordinal() // 7 % len(topics)]


@cache
def _topics() -> dict[str, dict[str, list[str]]]:
    with _TOPICS.open("rb") as file:
        return tomllib.load(file)
