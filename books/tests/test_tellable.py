"""What can be told here: languages by who writes and who looks, letters by the faces there are."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from books import services
from books.models import Book, Job
from books.pipeline import runner
from books.prompts import page as page_prompt
from books.prompts import retelling as retelling_prompt
from books.prompts import story as story_prompt
from books.tests.factories import a_book, a_job, a_spec, a_told_book, wish
from books.tests.pipeline import openai_house as house
from books.tests.stories import STORIES
from characters.models import Character
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import BookLanguage, Language
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import TextRequest
from storyforge_site.tests.vendor import Answer, Asked

pytestmark = pytest.mark.django_db

ONLY_BY_MODEL = sorted(set(BookLanguage.values) - set(Language.values))


def refused_fields(answer: Any) -> dict[str, str]:
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


# --- languages --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("writers", "moderators", "told"),
    [
        (["offline"], ["rules"], Language.values),
        (["openai"], ["rules"], Language.values),
        (["offline"], ["openai"], Language.values),
        (["openai", "offline"], ["openai", "rules"], BookLanguage.values),
    ],
)
def test_more_languages_need_somebody_who_writes_and_somebody_who_looks(
    settings: Any, writers: list[str], moderators: list[str], told: list[str]
) -> None:
    settings.LLM_PROVIDER, settings.MODERATION_PROVIDER = writers, moderators

    assert registry.book_languages() == told


@pytest.mark.parametrize("language", ONLY_BY_MODEL)
def test_a_language_nobody_here_knows_is_refused_with_a_sentence(
    as_alice: APIClient, alice: User, language: str
) -> None:
    answer = as_alice.post("/v1/books", wish(language=language), format="json", headers={"Accept-Language": "en"})

    sentence = refused_fields(answer)["language"]
    assert sentence.startswith(f"This site cannot tell books in {BookLanguage(language).label}: ")
    assert sentence.endswith("English, Korean and Japanese work.")
    assert not Job.objects.exists()
    assert credits.balance_of(alice) == 3


def test_so_are_a_retelling_and_a_next_volume(as_alice: APIClient, alice: User) -> None:
    book = a_told_book(alice).book
    momo = Character.objects.create(user=alice, name="Momo", kind="dragon", master_description="A small green dragon.")
    spanish = a_book(alice, language="es")
    volume = {"character_id": momo.pk, "topic": "a picnic", "target_age": "5-7", "style": "cartoon"}

    retold = as_alice.post(f"/v1/books/{book.pk}/retell", {"language": "es"}, format="json")
    continued = as_alice.post("/v1/books/series", volume | {"previous_book_id": spanish.pk}, format="json")

    assert set(refused_fields(retold)) == {"language"}
    assert set(refused_fields(continued)) == {"language"}


def test_the_site_offers_what_can_be_told(client: Client, alice: User, settings: Any) -> None:
    client.force_login(alice)
    book = a_told_book(alice).book

    before = client.get(reverse("make")).content + client.get(f"/books/{book.pk}/retell/").content
    settings.LLM_PROVIDER, settings.MODERATION_PROVIDER = ["openai"], ["openai"]
    after = client.get(reverse("make")).content + client.get(f"/books/{book.pk}/retell/").content

    assert before.count(b'value="es"') == 0
    assert after.count(b'value="es"') == 2


def test_the_offline_storyteller_leaves_other_languages_alone() -> None:
    model = registry.story_model()
    free = TextRequest(system="", user="un dragón", json_mode=False, seed=1, timeout=5, language="es")

    for ask in (
        lambda: model.complete_json(story_prompt.build(a_spec(language="es"), seed=1)),
        lambda: model.complete_text(free),
    ):
        with pytest.raises(StoryforgeError) as refusal:
            ask()
        assert refusal.value.code is Code.PROVIDER_UNAVAILABLE


def test_word_rules_alone_let_no_other_language_pass(settings: Any) -> None:
    """Whoever stands first in the chain: where the vendor is away nobody has looked."""

    def is_away(asked: Asked, before: int) -> Answer:
        return Answer(status=503, headers={"Retry-After": "0"})

    with house.opened(settings, is_away):
        for chain in (["rules", "openai"], ["openai", "rules"]):
            settings.MODERATION_PROVIDER = chain
            assert registry.moderator().check_text("a dragon", language="en", target_age="5-7").outcome == "pass"
            with pytest.raises(StoryforgeError) as refusal:
                registry.moderator().check_text("un dragón", language="es", target_age="5-7")
            assert refusal.value.may_pass


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_book_is_told_by_a_model_in_its_language(
    as_alice: APIClient, alice: User, settings: Any, language: str
) -> None:
    story, asked_for = STORIES[language], []

    def script(asked: Asked, before: int) -> Answer:
        words = asked.body.get("messages", [{}, {"content": ""}])[1]["content"]
        if "exactly 4 pages" not in words:
            return house.play(asked, before)
        asked_for.append(words)
        told = house.a_story(4, title=story.title, summary=story.summary)
        for page, text in zip(told["pages"], story.pages, strict=True):
            page["text"] = text
        return house.chat(told)

    with house.opened(settings, script):
        body = wish(language=language, topic=story.topic, page_count=4)
        answer = as_alice.post("/v1/books", body, format="json")
        runner.advance(answer.json()["job_id"])

    book = Book.objects.get(pk=answer.json()["book_id"])
    assert (book.language, book.title, book.published_at is not None) == (language, story.title, True)
    assert [page.text for page in book.pages.all()] == [*story.pages]
    assert story_prompt.LANGUAGES[language] in asked_for[0]


@pytest.mark.parametrize(("language", "most"), [("en", "25 words"), ("es", "25 words"), ("zh", "55 characters")])
def test_a_page_is_measured_as_its_language_is(language: str, most: str) -> None:
    asked = story_prompt.build(a_spec(language=language, target_age="3-5"), seed=1).user

    assert f"at most {most} a page" in asked


# --- letters ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "field", "letters"),
    [
        ({"topic": "मोमो और तालाब"}, "topic", "म औ र त ल ब"),
        ({"theme": "ความกล้า"}, "theme", "ค ว า ม ก ล"),
        ({"character": {"name": "გიორგი"}}, "character.name", "გ ი ო რ"),
    ],
)
def test_letters_no_face_has_are_named(as_alice: APIClient, change: dict[str, Any], field: str, letters: str) -> None:
    answer = as_alice.post("/v1/books", wish(**change), format="json", headers={"Accept-Language": "en"})

    assert refused_fields(answer) == {field: f"We cannot print these letters yet: {letters}"}
    assert not Job.objects.exists()


def test_a_kept_hero_with_such_a_name_is_in_no_book(as_alice: APIClient, alice: User) -> None:
    hero = Character.objects.create(
        user=alice, name="გიორგი", kind="dragon", master_description="A small green dragon."
    )

    answer = as_alice.post("/v1/books", wish(character_id=hero.pk), format="json")

    assert set(refused_fields(answer)) == {"character"}


def test_a_title_and_a_wish_for_a_page_are_printable_too(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice)
    job = a_job(book, finished=True)

    renamed = as_alice.patch(f"/v1/library/{book.pk}", {"title": "สวัสดี"}, format="json")
    wished = as_alice.post(f"/v1/books/{job.pk}/pages/1/regenerate", {"mode": "text", "feedback": "ตลก"}, format="json")

    assert set(refused_fields(renamed)) == {"title"}
    assert set(refused_fields(wished)) == {"feedback"}


def test_the_site_says_so_at_the_field(client: Client, alice: User) -> None:
    client.force_login(alice)
    book = a_told_book(alice).book

    renamed = client.post(f"/library/{book.pk}/rename/", {"title": "สวัสดี"})
    rewritten = client.post(f"/books/{book.pk}/pages/1/words/", {"text": "მომო"})

    for answer, letter in ((renamed, "ส"), (rewritten, "მ")):
        assert answer.status_code == 422
        assert f"We cannot print these letters yet: {letter}" in answer.content.decode()


def test_emoji_are_kept(as_alice: APIClient) -> None:
    answer = as_alice.post("/v1/books", wish(topic="Zoë ❤️ さくら 🐉✨ 1️⃣"), format="json")

    assert answer.status_code == 202
    assert Job.objects.get().spec["topic"] == "Zoë ❤️ さくら 🐉✨ 1️⃣"


def test_a_model_is_asked_for_other_letters() -> None:
    told = house.a_story(4, title="მომო")
    page = {"text": "მომო", "scene": house.a_scene(), "alt_text": "a dragon"}
    retold = {"title": "Momo", "summary": "Momo.", "cover_alt_text": "Momo"} | {
        "pages": [{"page_number": number, "text": "მომო", "alt_text": "Momo"} for number in range(1, 5)]
    }

    found = [
        story_prompt.faults(told, 4, []),
        page_prompt.faults(page, [house.HERO], []),
        retelling_prompt.faults(retold, 4, []),
    ]

    assert found == [["these letters cannot be printed, write without them: მო"]] * 3


def test_such_a_story_is_mended(alice: User, settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        words = json.dumps(asked.body, ensure_ascii=False)
        is_first = "exactly 4 pages" in words and "cannot be printed" not in words
        return house.chat(house.a_story(4, title="მომო")) if is_first else house.play(asked, before)

    with house.opened(settings, script):
        job = services.order_book(alice, a_spec(page_count=4))
        runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.book.title) == ("done", "Momo Swims")
