"""POST /v1/streak/today/generate, and the schedule that is usually there first."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule
from rest_framework.test import APIClient

from books.models import Book, Job, JobStatus, Scope, Spending, Visibility
from books.pipeline import runner
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import daily, tasks
from streaks.models import DailyStory
from streaks.tests.factories import at

pytestmark = pytest.mark.django_db
URL = "/v1/streak/today/generate"


def finish(job: Job) -> None:
    Book.objects.filter(pk=job.book_id).update(title="Ready", cover_image_key="cover.jpg", published_at=now())
    Job.objects.filter(pk=job.pk).update(status=JobStatus.DONE, finished_at=now())


def fail(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(status=JobStatus.FAILED, error_code="IMAGE_FAILED", finished_at=now())


def spend_the_day(settings: Any) -> None:
    Spending.objects.all().add(Scope.SITE, "", 100, day=now().date(), cap=100)
    settings.COST_CAP_SITE_DAY = 100


# --- a reader asks ----------------------------------------------------------------------------
def test_the_first_to_ask_has_it_made(as_alice: APIClient, alice: User) -> None:
    answer = as_alice.post(URL)

    story, job = DailyStory.objects.select_related("book").get(), Job.objects.get()
    assert (answer.status_code, answer.json()) == (202, {"job_id": job.pk, "status": "queued"})
    assert story.book == job.book
    assert (job.user, job.book.visibility) == (User.objects.house(), Visibility.PUBLIC)
    assert (job.book.topic, job.book.theme, job.book.language) == (story.topic, story.theme, "en")
    assert OrmQ.objects.count() == 1
    assert as_alice.get("/v1/streak/today").json()["book_id"] is None


def test_nobody_pays(as_alice: APIClient, alice: User) -> None:
    as_alice.post(URL)

    assert credits.balance_of(alice) == 3


def test_a_second_reader_joins_the_first_ones_job(as_alice: APIClient, as_bob: APIClient) -> None:
    first, second = as_alice.post(URL).json(), as_bob.post(URL).json()

    assert first == second
    assert Job.objects.count() == 1


def test_both_may_follow_it_and_neither_may_stop_it(as_alice: APIClient, as_bob: APIClient) -> None:
    job_id = as_alice.post(URL).json()["job_id"]

    for reader in (as_alice, as_bob):
        assert reader.get(f"/v1/books/{job_id}").json()["status"] == "queued"
        assert reader.post(f"/v1/books/{job_id}/cancel").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_it_becomes_a_book_that_everybody_reads(as_alice: APIClient, as_bob: APIClient) -> None:
    job_id = as_alice.post(URL).json()["job_id"]
    while Job.objects.open().exists():
        runner.advance(job_id)

    book_id = as_bob.get("/v1/streak/today").json()["book_id"]

    assert as_bob.get(f"/v1/books/{book_id}/detail").status_code == 200
    assert as_bob.get(f"/v1/books/{job_id}").json()["result"]["book_id"] == book_id
    assert as_bob.post(URL).json() == {"job_id": job_id, "status": "done"}
    told = {"book_id": book_id, "reading_time": 240, "completed": True}
    assert as_bob.post("/v1/streak/read", told, format="json").json()["new_streak_day"] is True


def test_each_language_has_its_own(as_alice: APIClient, as_bob: APIClient, bob: User) -> None:
    bob.language = "ko"

    assert as_alice.post(URL).json()["job_id"] != as_bob.post(URL).json()["job_id"]


def test_what_failed_is_tried_again_and_not_for_ever(as_alice: APIClient) -> None:
    for _try in range(daily.MAX_TRIES):
        assert as_alice.post(URL).status_code == 202
        fail(Job.objects.all()[0])

    answer = as_alice.post(URL)

    assert (answer.status_code, answer.json()["code"]) == (503, "BUDGET_EXHAUSTED")
    assert int(answer["Retry-After"]) > 0
    assert Job.objects.count() == daily.MAX_TRIES


def test_a_spent_day_says_so_and_begins_nothing(as_alice: APIClient, settings: Any) -> None:
    spend_the_day(settings)

    answer = as_alice.post(URL)

    assert (answer.status_code, answer.json()["code"]) == (503, "BUDGET_EXHAUSTED")
    assert int(answer["Retry-After"]) > 0
    assert not Job.objects.exists()


def test_a_spent_day_still_gives_what_is_there(as_alice: APIClient, settings: Any) -> None:
    job_id = as_alice.post(URL).json()["job_id"]
    finish(Job.objects.get())
    spend_the_day(settings)

    assert as_alice.post(URL).json() == {"job_id": job_id, "status": "done"}


def test_what_staff_withdrew_is_not_made_again(as_alice: APIClient) -> None:
    job_id = as_alice.post(URL).json()["job_id"]
    finish(Job.objects.get())
    Book.objects.update(visibility=Visibility.PRIVATE)

    assert as_alice.post(URL).status_code == 404
    assert as_alice.get(f"/v1/books/{job_id}").status_code == 404
    assert Job.objects.count() == 1


def test_the_key_replays_the_first_answer(as_alice: APIClient) -> None:
    first, again = (as_alice.post(URL, headers={"Idempotency-Key": "k"}) for _time in range(2))

    assert first.json() == again.json()


def test_it_takes_no_wishes(as_alice: APIClient) -> None:
    answer = as_alice.post(URL, {"topic": "mine"}, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "topic")


def test_it_is_limited_like_everything_that_starts_generation(as_alice: APIClient, settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_GENERATE = True, "2/m"

    assert [as_alice.post(URL).status_code for _time in range(3)] == [202, 202, 429]


def test_strangers_are_asked_to_sign_in(as_nobody: APIClient) -> None:
    assert as_nobody.post(URL).status_code == 401
    assert not Job.objects.exists()


# --- the night ------------------------------------------------------------------------------------
NINE = at("2026-11-20 09:00", "UTC")


def made() -> list[tuple[str, str]]:
    stories = DailyStory.objects.filter(book__isnull=False).order_by("date", "language")
    return [(str(story.date), story.language) for story in stories]


def test_the_schedule_is_set_once_and_can_be_taken_back() -> None:
    migration = import_module("streaks.migrations.0003_schedule_daily_stories")
    for _again in range(2):
        migration.schedule(apps, None)

    schedule = Schedule.objects.get(name=migration.NAME)
    assert import_string(schedule.func) is tasks.make_daily_stories
    assert (schedule.schedule_type, schedule.repeats) == (Schedule.DAILY, -1)
    assert (schedule.next_run.hour, schedule.next_run.minute) == (9, 0)
    assert now() < schedule.next_run <= now() + timedelta(days=1)
    migration.unschedule(apps, None)
    assert not Schedule.objects.filter(name=migration.NAME).exists()


def test_the_next_day_is_made_before_it_begins_anywhere() -> None:
    daily.make_due(NINE - timedelta(days=1))
    made_before = made()

    daily.make_due(NINE)

    assert [row for row in made() if row not in made_before] == [
        ("2026-11-21", "en"),
        ("2026-11-21", "ja"),
        ("2026-11-21", "ko"),
    ]
    assert at("2026-11-21 00:00", "Pacific/Kiritimati") - NINE == timedelta(hours=1)


def test_today_is_made_too_where_a_night_was_missed() -> None:
    daily.make_due(NINE)

    assert {day for day, _language in made()} == {"2026-11-20", "2026-11-21"}


def test_each_language_once_however_often_it_runs() -> None:
    for hour in range(6):
        daily.make_due(NINE + timedelta(minutes=hour))
    for job in Job.objects.all():
        finish(job)
    daily.make_due(NINE)

    assert Job.objects.count() == 6
    assert credits.balance_of(User.objects.house()) == 3


def test_a_spent_day_makes_nothing_and_the_next_night_goes_on(settings: Any) -> None:
    spend_the_day(settings)
    tasks.make_daily_stories()
    nothing = Job.objects.count()
    settings.COST_CAP_SITE_DAY = 200

    tasks.make_daily_stories()

    assert (nothing, Job.objects.exists()) == (0, True)


def test_the_coming_weeks_are_planned_for_staff_to_see() -> None:
    tasks.make_daily_stories()

    assert DailyStory.objects.count() >= 28 * 3
    call_command("plan_daily_stories")
    assert DailyStory.objects.values("date", "language").distinct().count() == DailyStory.objects.count()


def test_the_style_changes_from_day_to_day() -> None:
    for day in range(6):
        daily.make((NINE + timedelta(days=day)).date(), "en")

    assert Book.objects.values("style").distinct().count() == 6
