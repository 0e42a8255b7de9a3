"""Verdicts as they are written down, what nobody was sure about, and what staff decide about it."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from books import services
from books.models import Job, JobKind
from books.pipeline import runner
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from characters.tests.test_from_photo import post as post_photo
from storyforge_site.accounts import export
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import CREDIT_IS_BACK, UNSURE_SENTENCES, Code
from storyforge_site.providers import prices
from storyforge_site.providers.contracts import Usage
from storyforge_site.safety.models import Decision, ModerationVerdict, What
from storyforge_site.tests.players import gemini_moderation, rekognition
from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor

pytestmark = pytest.mark.django_db

LIST = reverse("admin:safety_moderationverdict_changelist")
UNSURE, FINE, BAD = 0.45, 0.0, 0.95


class Mood:
    """What the moderator thinks of texts and of pictures."""

    text = picture = FINE
    asked = 0

    def play(self, asked: Asked, before: int) -> Answer:
        if not asked.path.endswith("/moderations"):
            return house.play(asked, before)
        self.asked += 1
        score = self.picture if "image_url" in asked.body["input"][0] else self.text
        return Answer({"id": "m", "results": [{"flagged": False, "category_scores": {"violence": score}}]})


@pytest.fixture
def mood() -> Mood:
    return Mood()


@pytest.fixture
def openai(settings: Any, mood: Mood) -> Iterator[Vendor]:
    settings.LLM_PROVIDER = settings.IMAGE_PROVIDER = settings.MODERATION_PROVIDER = ["openai"]
    settings.LLM_MODEL = settings.IMAGE_MODEL = "small"
    settings.IMAGE_MAX_RETRIES = settings.IMAGE_MAX_CONCURRENT = 1
    with vendor(mood.play) as playing:
        settings.LLM_BASE_URL = settings.IMAGE_BASE_URL = settings.MODERATION_BASE_URL = playing.url
        yield playing


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("staff@example.org", "a-long-password"))
    return client


def made(user: User, **fields: Any) -> Job:
    job = services.order_book(user, a_spec(page_count=4, **fields))
    runner.advance(job.pk)
    job.refresh_from_db()
    return job


def decide(client: Client, action: str, *rows: ModerationVerdict) -> Any:
    return client.post(LIST, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True)


def test_every_text_and_picture_of_a_book_has_its_verdict(alice: User, openai: Vendor) -> None:
    job = made(alice)

    rows = ModerationVerdict.objects.filter(job=job).order_by("what", "page_number")
    assert [(row.what, row.page_number) for row in rows] == [
        *((What.PICTURE, number) for number in range(5)),
        (What.STORY, None),
        (What.WISH, None),
    ]
    assert {(row.provider, row.model, row.outcome, row.target_age) for row in rows} == {
        ("openai", "omni-moderation-latest", "pass", "5-7")
    }
    assert all(row.policy and row.scores == {"violence": 0.0} for row in rows)
    assert not any(row.kept_text or row.picture_key for row in rows)


def test_walking_a_step_again_writes_its_verdict_once(alice: User, openai: Vendor, settings: Any) -> None:
    settings.JOB_WALK_SECONDS = 0
    job = services.order_book(alice, a_spec(page_count=4))
    for _walk in range(20):
        runner.advance(job.pk)

    assert ModerationVerdict.objects.filter(job=job).count() == 7


def test_what_is_surely_bad_ends_at_once_and_is_not_kept(alice: User, openai: Vendor, mood: Mood) -> None:
    mood.text = BAD
    job = made(alice)

    assert job.error_code == Code.SAFETY_INPUT
    assert str(UNSURE_SENTENCES[Code.SAFETY_INPUT]) not in job.error_sentence
    row = ModerationVerdict.objects.get(job=job)
    assert (row.outcome, row.kept_text) == ("block", "")
    assert [asked.path for asked in openai.asked] == ["/v1/moderations"]


def test_an_unsure_wish_waits_for_staff_and_passes_once_they_said_so(
    alice: User, openai: Vendor, mood: Mood, staff: Client
) -> None:
    mood.text = UNSURE
    job = made(alice)
    assert (job.error_code, job.error_sentence) == (
        Code.SAFETY_INPUT,
        f"{UNSURE_SENTENCES[Code.SAFETY_INPUT]} {CREDIT_IS_BACK}",
    )
    row = ModerationVerdict.objects.waiting().get()
    assert "A shy dragon learns to swim" in row.kept_text

    answer = decide(staff, "fit_for_children", row)

    assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.decision, row.decided_by and row.decided_by.email, row.kept_text) == ("fit", "staff@example.org", "")
    again = made(alice)
    assert again.error_code == Code.SAFETY_OUTPUT  # the story is another text, which is unsure as well
    assert ModerationVerdict.objects.get(job=again, what=What.WISH).provider == "staff"


def test_what_staff_refused_is_refused_from_then_on(alice: User, openai: Vendor, mood: Mood, staff: Client) -> None:
    mood.text = UNSURE
    made(alice)
    decide(staff, "not_fit", ModerationVerdict.objects.get())

    again = made(alice)

    row = ModerationVerdict.objects.get(job=again)
    assert (row.outcome, row.provider) == ("block", "staff")
    assert str(UNSURE_SENTENCES[Code.SAFETY_INPUT]) not in again.error_sentence


@pytest.mark.parametrize(
    ("decided_for", "wanted_for", "passes"), [("5-7", "7-9", True), ("5-7", "3-5", False), ("adult", "5-7", False)]
)
def test_fit_for_an_age_is_fit_for_the_older(
    alice: User, openai: Vendor, mood: Mood, staff: Client, decided_for: str, wanted_for: str, passes: bool
) -> None:
    mood.text = {"adult": 0.8, "7-9": 0.6}.get(decided_for, 0.6)
    made(alice, target_age=decided_for)
    decide(staff, "fit_for_children", *ModerationVerdict.objects.all())

    again = made(alice, target_age=wanted_for)

    wish = ModerationVerdict.objects.get(job=again, what=What.WISH)
    assert (wish.outcome == "pass") is passes


def test_an_unsure_picture_is_kept_for_staff_alone_and_goes_when_they_decided(
    alice: User, openai: Vendor, mood: Mood, staff: Client, django_capture_on_commit_callbacks: Any
) -> None:
    mood.picture = UNSURE
    job = made(alice)

    assert (job.error_code, job.error_sentence) == (
        Code.SAFETY_OUTPUT,
        f"{UNSURE_SENTENCES[Code.SAFETY_OUTPUT]} {CREDIT_IS_BACK}",
    )
    row = ModerationVerdict.objects.waiting().filter(what=What.PICTURE).latest("created_at")
    key = row.picture_key
    assert default_storage.exists(key)
    with zipfile.ZipFile(export.as_zip(alice)) as archive:
        assert not [name for name in archive.namelist() if "review" in name]
        assert key not in archive.read("safety/verdicts.json").decode()
    page = staff.get(reverse("admin:safety_moderationverdict_change", args=[row.pk])).content.decode()
    assert re.search(r'href="[^"]*unsure-[^"]*signature=', page)

    with django_capture_on_commit_callbacks(execute=True):
        decide(staff, "not_fit", *ModerationVerdict.objects.waiting())

    assert not default_storage.exists(key)


def test_a_picture_staff_passed_is_put_away_without_buying_it_again(
    alice: User, openai: Vendor, mood: Mood, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = house.picture()
    monkeypatch.setattr(house, "picture", lambda: picture)
    mood.picture = UNSURE
    made(alice)
    decide(staff, "fit_for_children", *ModerationVerdict.objects.waiting())
    before = len(openai.asked_at("/v1/images/generations"))

    again = made(alice)

    assert (again.status, again.error_code) == ("done", "")
    assert len(openai.asked_at("/v1/images/generations")) - before == 5
    shown = ModerationVerdict.objects.filter(job=again, what=What.PICTURE)
    assert {(row.outcome, row.provider) for row in shown} == {("pass", "staff")}


def test_an_unsure_picture_for_the_studio_waits_too(alice: User, openai: Vendor, mood: Mood) -> None:
    mood.picture = UNSURE
    job = Job.objects.create(
        user=alice,
        kind=JobKind.IMAGEN,
        seed=7,
        spec={"asked": {"prompt": "a dragon"}, "book": a_spec().as_dict()},
    )
    runner.advance(job.pk)
    job.refresh_from_db()

    assert job.error_code == Code.SAFETY_OUTPUT
    assert ModerationVerdict.objects.waiting().get().what == What.PICTURE


def test_a_family_asked_in_a_request_reads_the_kind_sentence(
    as_alice: APIClient, alice: User, openai: Vendor, mood: Mood
) -> None:
    mood.text = UNSURE
    answer = as_alice.post("/v1/characters/from-text", {"description": "A cat who hunts at night"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "SAFETY_INPUT")
    assert answer.json()["detail"] == str(UNSURE_SENTENCES[Code.SAFETY_INPUT])
    row = ModerationVerdict.objects.waiting().get()
    assert (row.user, row.job, row.what, row.target_age) == (alice, None, What.CHARACTER, "3-5")


def test_a_photo_nobody_is_sure_about_is_kept_by_nobody(
    as_alice: APIClient, alice: User, openai: Vendor, mood: Mood
) -> None:
    mood.picture = UNSURE
    answer = post_photo(as_alice)

    assert (answer.status_code, answer.json()["code"]) == (422, "SAFETY_INPUT")
    row = ModerationVerdict.objects.get(what=What.PHOTO)
    assert (row.outcome, row.picture_key, row.mark) == ("review", "", "")
    assert not ModerationVerdict.objects.waiting().exists()


def test_what_a_moderator_costs_is_counted_with_the_book(alice: User, settings: Any) -> None:
    settings.MODERATION_PROVIDER, settings.GEMINI_API_KEY = ["gemini"], gemini_moderation.KEY
    with vendor(lambda asked, before: gemini_moderation.moderation(asked) or Answer(status=404)) as gemini:
        settings.GEMINI_BASE_URL = f"http://127.0.0.1:{gemini.port}/v1beta"
        job = made(alice)

    assert job.status == "done"
    each = prices.cost(Usage("gemini", settings.GEMINI_MODEL, input_tokens=700, output_tokens=120))
    assert job.spent_microdollars == len(gemini.asked) * each > 0


def test_what_a_look_at_a_picture_costs_is_counted_too(alice: User, openai: Vendor, settings: Any) -> None:
    plain = made(alice).spent_microdollars
    settings.PICTURE_MODERATION_PROVIDER = ["rekognition"]
    settings.REKOGNITION_ACCESS_KEY, settings.REKOGNITION_SECRET_KEY = rekognition.ACCESS_KEY, rekognition.SECRET_KEY
    with vendor(lambda asked, before: rekognition.moderation(asked) or Answer(status=404)) as amazon:
        settings.REKOGNITION_ENDPOINT = f"http://127.0.0.1:{amazon.port}"
        job = made(alice)

    assert (job.status, len(amazon.asked)) == ("done", 5)
    looked = ModerationVerdict.objects.filter(job=job, what=What.PICTURE)
    assert {row.provider for row in looked} == {"rekognition"}
    assert job.spent_microdollars - plain == 5 * 1_000


def test_only_staff_with_the_permission_decide(alice: User, openai: Vendor, mood: Mood, client: Client) -> None:
    mood.text = UNSURE
    made(alice)
    row = ModerationVerdict.objects.get()
    looker = User.objects.create_user("looker@example.org", "a-long-password", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_moderationverdict"))
    client.force_login(looker)

    decide(client, "fit_for_children", row)

    row.refresh_from_db()
    assert row.decision == Decision.NONE
    assert client.get(LIST, {"review": "waiting"}).status_code == 200
