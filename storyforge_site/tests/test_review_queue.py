"""The queue of what nobody was sure about: one after the other, each decided once, by who may."""

import hashlib
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from books import audit, services
from books.models import Job, JobStatus
from books.pipeline import runner
from books.tests.factories import a_book, a_job, a_spec, jpeg
from books.tests.pipeline import openai_house as house
from books.tests.test_races import all_at_once
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code
from storyforge_site.safety import review
from storyforge_site.safety.models import Decision, ModerationVerdict, What
from storyforge_site.tests.vendor import Answer, Asked

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:review")


def moderator(name: str = "mo", *permissions: str) -> Client:
    somebody = User.objects.create_user(f"{name}@example.org", "a-long-password", is_staff=True)
    codenames = permissions or ("view_moderationverdict", "change_moderationverdict")
    somebody.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(somebody)
    return client


def unsure(user: User, text: str = "A knight fights.", **fields: Any) -> ModerationVerdict:
    told = {"what": What.WISH, "kept_text": text, "mark": hashlib.sha256(text.encode()).hexdigest()} | fields
    found = {"categories": {"violence": 0.4}, "scores": {"violence": 0.4, "sexual": 0.01}}
    return ModerationVerdict.objects.create(
        user=user, policy="p1", outcome="review", target_age="5-7", language="en", provider="openai", **found, **told
    )


def picture_of(job: Job, number: int = 1) -> ModerationVerdict:
    key = default_storage.save(f"u/review/unsure-{number}.jpg", ContentFile(jpeg()))
    of_picture: dict[str, Any] = {"what": What.PICTURE, "job": job, "page_number": number, "picture_key": key}
    return unsure(job.user, f"picture {number}", **of_picture | {"kept_text": ""})


def page_of(row: ModerationVerdict) -> str:
    return reverse("admin:review_one", args=[row.pk])


def decide(client: Client, row: ModerationVerdict, decision: str) -> Any:
    return client.post(page_of(row), {"decision": decision}, follow=True)


def decision_of(row: ModerationVerdict) -> str:
    row.refresh_from_db()
    return row.decision


def arrived(answer: Any) -> str:
    return str(answer.redirect_chain[-1][0])


def test_the_oldest_comes_first_with_all_that_helps_to_decide(alice: User) -> None:
    job = a_job(a_book(alice, pages=0))
    row = unsure(alice, job=job)
    unsure(alice, "Another.")

    answer = moderator().get(QUEUE, follow=True)

    assert arrived(answer) == page_of(row)
    page = answer.content.decode()
    for shown in ("A knight fights.", "violence", "0.40", "p1", "openai", "5-7", "A shy dragon", "2 waiting"):
        assert shown in page


def test_a_picture_is_veiled_until_it_is_asked_for_and_stands_by_its_words(alice: User) -> None:
    job = a_job(a_book(alice, pages=0), written={"text": "He swam away."})
    row = picture_of(job)

    page = moderator().get(page_of(row)).content.decode()

    assert page.index('type="checkbox" id="unveil"') < page.index('<div class="veil"><img')
    assert "checked" not in page
    assert "He swam away." in page


def test_the_next_opens_by_itself_until_nothing_waits(alice: User) -> None:
    first, second = unsure(alice, "One."), unsure(alice, "Two.")
    mo = moderator()

    answer = decide(mo, first, "fit")
    assert arrived(answer) == page_of(second)
    answer = decide(mo, second, "unfit")

    assert (decision_of(first), decision_of(second)) == (Decision.FIT, Decision.UNFIT)
    assert "Nothing waits" in answer.content.decode()
    assert [str(entry.user) for entry in LogEntry.objects.all()] == ["mo@example.org"] * 2


def test_what_is_skipped_comes_again_at_the_end(alice: User) -> None:
    first, second = unsure(alice, "One."), unsure(alice, "Two.")
    mo = moderator()

    assert arrived(mo.get(QUEUE, {"after": first.pk}, follow=True)) == page_of(second)
    assert arrived(mo.get(QUEUE, {"after": second.pk}, follow=True)) == page_of(first)
    assert mo.get(QUEUE, {"after": "x"}, follow=True).status_code == 200


def test_two_moderators_are_shown_different_ones(alice: User) -> None:
    first, second = unsure(alice, "One."), unsure(alice, "Two.")
    mo, jo, flo = moderator("mo"), moderator("jo"), moderator("flo")

    assert arrived(mo.get(QUEUE, follow=True)) == page_of(first)
    assert arrived(jo.get(QUEUE, follow=True)) == page_of(second)
    assert "Others are looking" in flo.get(QUEUE).content.decode()
    assert arrived(mo.get(QUEUE, follow=True)) == page_of(first)  # a reload shows the same


def test_who_decides_second_is_told_and_changes_nothing(alice: User) -> None:
    row = unsure(alice)
    decide(moderator("mo"), row, "fit")

    answer = decide(moderator("jo"), row, "unfit")

    assert "decided already" in answer.content.decode()
    row.refresh_from_db()
    assert (row.decision, row.decided_by and row.decided_by.email) == (Decision.FIT, "mo@example.org")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_decides(alice: User) -> None:
    row = unsure(alice)
    staff = [User.objects.create_user(f"m{number}@example.org", "a-long-password") for number in range(8)]
    choices = [Decision.FIT, Decision.UNFIT] * 4

    won = all_at_once(8, lambda number: review.decide(row, choices[number], staff[number]))

    assert won.count(True) == 1
    row.refresh_from_db()
    assert (row.decision, row.decided_by) == (choices[won.index(True)], staff[won.index(True)])
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("permissions", [("view_moderationverdict",), ("view_job", "can_retry_job")])
@pytest.mark.parametrize("decision", ["fit", "unfit", "repaint"])
def test_who_may_not_decide_sees_no_queue_and_changes_nothing(
    alice: User, permissions: tuple[str, ...], decision: str
) -> None:
    row = picture_of(failed(alice))
    looker = moderator("lo", *permissions)

    assert [looker.get(QUEUE).status_code, looker.get(page_of(row)).status_code] == [403, 403]
    assert decide(looker, row, decision).status_code == 403
    assert decision_of(row) == Decision.NONE
    assert "Review one by one" not in looker.get("/admin/safety/moderationverdict/").content.decode()


@pytest.mark.parametrize("decision", ["", "maybe", "repaint"])
def test_what_is_no_decision_decides_nothing(alice: User, decision: str) -> None:
    row = unsure(alice)

    answer = decide(moderator(), row, decision)

    assert "Nothing was decided" in answer.content.decode()
    assert decision_of(row) == Decision.NONE


def failed(alice: User, **fields: Any) -> Job:
    ended: dict[str, Any] = {"status": JobStatus.FAILED, "error_code": Code.SAFETY_OUTPUT, "finished_at": now()}
    return a_job(a_book(alice, pages=0), current_step="images", **ended | {"tidied_at": now()} | fields)


def test_a_picture_is_repainted_when_its_job_failed_over_it(alice: User) -> None:
    """Allowed to who decides, without any permission on jobs."""
    job = failed(alice)
    first, second = picture_of(job, 1), picture_of(job, 2)
    mo = moderator()
    assert "repaint" in mo.get(page_of(first)).content.decode()

    answer = decide(mo, first, "repaint")

    job.refresh_from_db()
    assert (decision_of(first), job.status) == (Decision.UNFIT, JobStatus.QUEUED)
    assert any(f"verdict {first.pk}" in entry.change_message for entry in LogEntry.objects.filter(object_id=job.pk))
    assert arrived(answer) == page_of(second)
    assert 'value="repaint"' not in answer.content.decode()  # the job is at it already


def test_where_the_job_cannot_begin_again_nothing_is_decided(alice: User) -> None:
    row = picture_of(failed(alice, tidied_at=None))

    answer = decide(moderator(), row, "repaint")

    assert "still being removed" in answer.content.decode()
    assert decision_of(row) == Decision.NONE
    assert default_storage.exists(row.picture_key)


@pytest.mark.heavy
def test_a_repainted_book_is_finished_for_free(alice: User, settings: Any) -> None:
    def doubtful(asked: Asked, before: int) -> Answer:
        if asked.path.endswith("/moderations") and "image_url" in asked.body["input"][0]:
            return Answer({"id": "m", "results": [{"flagged": False, "category_scores": {"violence": 0.45}}]})
        return house.play(asked, before)

    with house.opened(settings, doubtful, JOB_MAX_ATTEMPTS=1):
        job = services.order_book(alice, a_spec(page_count=4))
        runner.advance(job.pk)
    Job.objects.update(tidied_at=now())
    row = ModerationVerdict.objects.waiting().order_by("pk")[0]

    decide(moderator(), row, "repaint")
    with house.opened(settings):
        runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.on_the_house) == ("done", True)
    assert list(audit.faults()) == []


def test_the_queue_costs_the_same_however_much_waits(alice: User) -> None:
    mo = moderator()
    rows = [unsure(alice, f"Text {number}.") for number in range(3)]

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert mo.get(path).status_code in (200, 302)
        return len(found)

    few = [queries(path) for path in (QUEUE, page_of(rows[0]))]
    for number in range(60):
        unsure(alice, f"More {number}.")
    assert [queries(path) for path in (QUEUE, page_of(rows[0]))] == few
    assert max(few) < 9
    assert queries("/admin/safety/moderationverdict/") < 10
