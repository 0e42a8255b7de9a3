"""Staff look at reading days, and choose the topics that are still to come."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from books.models import Book, Job, JobStatus
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from streaks import daily
from streaks.models import DailyStory, DailyStreak, ReadingLog
from streaks.tests.factories import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root@example.org", "r-long-password"))
    return client


def test_reading_days_are_only_looked_at(staff: Client, alice: User) -> None:
    read(alice, now())
    log = ReadingLog.objects.get()

    for path in (f"dailystreak/{alice.pk}", f"readinglog/{log.pk}"):
        assert staff.get(f"/admin/streaks/{path}/change/").status_code == 200
        assert staff.post(f"/admin/streaks/{path}/change/", {"total_days": 9}).status_code == 403
        assert staff.post(f"/admin/streaks/{path}/delete/", {"post": "yes"}).status_code == 403
    assert DailyStreak.objects.get().total_days == 1


@pytest.mark.parametrize("table", ["dailystory", "dailystreak", "readinglog"])
def test_lists_open_and_nothing_is_added(staff: Client, alice: User, table: str) -> None:
    read(alice, now())
    daily.plan_daily_stories(date(2026, 11, 20), 2)

    assert staff.get(f"/admin/streaks/{table}/").status_code == 200
    assert staff.get(f"/admin/streaks/{table}/", {"q": "alice"}).status_code == 200
    assert staff.get(f"/admin/streaks/{table}/add/").status_code == 403


def choose(staff: Client, story: DailyStory) -> Any:
    chosen = {"theme": "dreams", "topic": "A lantern that dreams of the sea", "reason": "nicer"}
    return staff.post(f"/admin/streaks/dailystory/{story.pk}/replace/", chosen)


def planned(*, days_ahead: int) -> DailyStory:
    day = now().date() + timedelta(days=days_ahead)
    daily.plan_daily_stories(day, 1)
    return DailyStory.objects.get(date=day, language="en")


def have_it_finished(story: DailyStory) -> Book:
    daily.make(story.date, story.language)
    Book.objects.update(title="Ready", cover_image_key="cover.jpg", published_at=now())
    Job.objects.update(status=JobStatus.DONE, finished_at=now())
    story.refresh_from_db()
    assert story.book is not None
    return story.book


def test_staff_choose_another_story_that_is_still_to_come(staff: Client) -> None:
    story = planned(days_ahead=5)

    choose(staff, story)

    story.refresh_from_db()
    assert (story.theme, story.topic) == ("dreams", "A lantern that dreams of the sea")
    assert "nicer" in LogEntry.objects.get().change_message


def test_a_book_that_was_begun_goes_with_the_story_it_told(staff: Client) -> None:
    story = planned(days_ahead=5)
    daily.make(story.date, story.language)

    choose(staff, story)

    story.refresh_from_db()
    assert (story.book, story.tries) == (None, 0)
    assert not Book.objects.exists()


def test_once_its_day_has_begun_somewhere_a_story_stays(staff: Client) -> None:
    story = planned(days_ahead=0)
    topic = story.topic

    answer = choose(staff, story)

    story.refresh_from_db()
    assert (answer.status_code, story.topic) == (422, topic)
    assert "Its day has begun" in answer.content.decode()


def test_the_next_two_weeks_are_seen_and_planned(staff: Client, django_assert_max_num_queries: Any) -> None:
    page = "/admin/streaks/dailystory/ahead/"
    with django_assert_max_num_queries(10):
        before = staff.get(page).content.decode()

    after = staff.post(page, follow=True).content.decode()

    assert before.count("Not planned") == 14 * 3
    assert after.count("Not planned") == 0
    assert after.count("Planned</span>") == DailyStory.objects.count() == 14 * 3


def test_with_review_no_story_gets_out_before_staff_have_looked(staff: Client, settings: Any, alice: User) -> None:
    settings.DAILY_STORY_REVIEW = True
    story = planned(days_ahead=0)
    book = have_it_finished(story)
    address = f"/admin/streaks/dailystory/{story.pk}"

    assert daily.story_of(story.date, "en").open_book is None
    assert daily.make(story.date, "en") == daily.Making(None, "running")
    assert not Book.objects.open_to(alice).exists()
    assert not Book.objects.samples().exists()
    assert "Waits for a look" in staff.get(f"{address}/change/").content.decode()

    staff.post(f"{address}/let-out/", {"reason": "lovely"})

    assert daily.story_of(story.date, "en").open_book == book


def test_a_family_reads_that_a_story_is_looked_at(client: Client, alice: User, settings: Any) -> None:
    settings.DAILY_STORY_REVIEW = True
    story = planned(days_ahead=0)
    client.force_login(alice)
    assert "have it made" in client.get("/streak/").content.decode()

    book = have_it_finished(story)

    page = client.get("/streak/").content.decode()
    assert "looks at it first" in page
    assert book.title not in page
    assert "have it made" not in page


def test_a_job_under_review_shows_itself_to_nobody(settings: Any) -> None:
    settings.DAILY_STORY_REVIEW = True
    story = planned(days_ahead=0)

    first, second = daily.make(story.date, "en"), daily.make(story.date, "en")

    assert (first.job_id, second.job_id, Job.objects.count()) == (None, None, 1)


def test_without_review_a_story_is_out_when_it_is_made() -> None:
    story = planned(days_ahead=0)

    book = have_it_finished(story)

    assert daily.story_of(story.date, "en").open_book == book


@pytest.mark.parametrize("review", [True, False])
def test_a_story_that_was_taken_back_stays_back(staff: Client, settings: Any, review: bool) -> None:
    settings.DAILY_STORY_REVIEW = review
    story = planned(days_ahead=0)
    have_it_finished(story)

    staff.post(f"/admin/streaks/dailystory/{story.pk}/take-back/", {"reason": "a mistake in it"})

    assert daily.story_of(story.date, "en").open_book is None
    with pytest.raises(StoryforgeError) as refused:
        daily.make(story.date, "en")
    assert refused.value.code == Code.NOT_FOUND


def test_nothing_is_let_out_before_it_is_finished(staff: Client) -> None:
    story = planned(days_ahead=2)

    answer = staff.post(f"/admin/streaks/dailystory/{story.pk}/let-out/", {"reason": "early"})

    assert answer.status_code == 422
    assert not LogEntry.objects.exists()


def test_staff_have_a_book_made_before_its_day(staff: Client) -> None:
    story = planned(days_ahead=3)

    staff.post(f"/admin/streaks/dailystory/{story.pk}/make/", {"reason": "to look at it"})

    story.refresh_from_db()
    assert story.book == Job.objects.get().book
