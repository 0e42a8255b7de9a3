"""API.md, "Streak"."""

from books.models import Visibility
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code
from storyforge_site.tests.contract.books import SPENT
from storyforge_site.tests.contract.fields import truth, whole
from storyforge_site.tests.contract.shape import COUNT, DAY, TEXT, Between, Nullable, OneOf, identity
from storyforge_site.tests.contract.table import Field, Of, Refusal, Row
from storyforge_site.tests.contract.world import World
from streaks import daily
from streaks.tests.factories import read_days_ago

THEMES = OneOf(("friendship", "courage", "kindness", "curiosity", "nature", "family", "dreams"))


def alice_read_two_days(world: World) -> None:
    read_days_ago(world.alice, 2, 1)


def staff_withdrew_the_story(world: World) -> None:
    story = daily.story_of(now().date(), world.alice.language)
    story.book = a_book(User.objects.house(), pages=0, visibility=Visibility.PRIVATE)
    story.save()


ROWS = (
    Row(
        "GET",
        "/v1/streak/info",
        200,
        {
            "current_streak": COUNT,
            "longest_streak": COUNT,
            "total_days": COUNT,
            "last_read_date": DAY,
            "read_today": False,
            "streak_broken": False,
        },
        given=alice_read_two_days,
    ),
    Row(
        "GET",
        "/v1/streak/info",
        200,
        {
            "current_streak": 0,
            "longest_streak": 0,
            "total_days": 0,
            "last_read_date": None,
            "read_today": False,
            "streak_broken": False,
        },
        case="of a newcomer",
    ),
    Row(
        "GET",
        "/v1/streak/today",
        200,
        {"date": DAY, "theme": THEMES, "theme_name": TEXT, "topic": TEXT, "book_id": Nullable(identity("book"))},
    ),
    Row(
        "POST",
        "/v1/streak/today/generate",
        202,
        {"job_id": identity("job"), "status": "queued"},
        refusals=(SPENT, Refusal(Code.NOT_FOUND, 404, when=staff_withdrew_the_story)),
        keyed=True,
    ),
    Row(
        "POST",
        "/v1/streak/read",
        200,
        {
            "current_streak": 3,
            "longest_streak": 3,
            "total_days": 3,
            "new_streak_day": True,
            "milestones": [{"days": COUNT, "credits": COUNT}],
        },
        body={"book_id": Of("book_id"), "reading_time": 60, "completed": True},
        fields={
            "book_id": Field(bad=("", 5), required=True),
            "reading_time": whole(0, 24 * 60 * 60, required=True),
            "completed": truth(required=True),
        },
        refusals=(Refusal(Code.NOT_FOUND, 404, change={"book_id": "book_unknown"}),),
        given=alice_read_two_days,
        keyed=True,
    ),
    Row(
        "GET",
        "/v1/streak/history",
        200,
        {"history": [{"date": DAY, "books_read": COUNT, "reading_time": COUNT}]},
        fields={"days": whole(1, 365)},
        given=alice_read_two_days,
    ),
    Row(
        "GET",
        "/v1/streak/themes",
        200,
        {"themes": [{"theme": THEMES, "theme_name": TEXT, "topics": [TEXT]}]},
    ),
    Row(
        "GET",
        "/v1/streak/calendar",
        200,
        {
            "year": 2026,
            "month": 11,
            "days": [{"date": DAY, "day": Between(1, 31), "read": bool, "books_count": COUNT}],
            "total_read_days": COUNT,
        },
        query={"year": 2026, "month": 11},
        fields={"year": whole(2000, 2100), "month": whole(1, 12)},
    ),
)
