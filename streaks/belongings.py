"""What streaks keeps of a person: the days they read."""

from storyforge_site.accounts.belongings import Belongings, Table
from streaks.models import DailyStreak, ReadingLog

BELONGINGS = Belongings(
    app="reading",
    tables={
        "streak": Table(lambda user: DailyStreak.objects.filter(user=user)),
        "sittings": Table(lambda user: ReadingLog.objects.filter(user=user)),
    },
)
