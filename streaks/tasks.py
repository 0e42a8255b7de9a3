"""What the queue calls on a schedule."""

from storyforge_site.lib.clock import now
from streaks import daily

_PLANNED_DAYS = 28  # every topic comes once, so staff see what is coming and may change it


def make_daily_stories() -> None:
    moment = now()
    daily.plan_daily_stories(moment.date(), _PLANNED_DAYS)
    daily.make_due(moment)
