"""A page anew, the page as it was, a book told anew."""

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from rest_framework.test import APIClient

from books import audit, services, srcset, storage
from books.models import Book, ImagePrompt, Job, Page, PageVersion, ProviderCall
from books.pipeline import runner
from books.tests.factories import a_book, a_job, a_spec, a_told_book
from books.tests.pipeline import openai_house as house
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import Answer, Asked, Script

pytestmark = pytest.mark.django_db

PICTURES = "/v1/images/generations"


def walked(job: Job) -> Job:
    runner.advance(job.pk)
    job.refresh_from_db()
    return job


@pytest.fixture
def finished(alice: User) -> Job:
    job = a_told_book(alice)
    credits.reserve(alice, 1, reference=job.pk, description="a book")
    credits.capture(alice, reference=job.pk, description="finished")
    return job


def regenerate(api: APIClient, job: Job, number: int, **body: Any) -> Any:
    return api.post(f"/v1/books/{job.pk}/pages/{number}/regenerate", body, format="json")


def remade(api: APIClient, job: Job, number: int, **body: Any) -> Job:
    answer = regenerate(api, job, number, **body)
    assert answer.status_code == 202, answer.content
    assert set(answer.json()) == {"job_id", "status"}
    return walked(Job.objects.get(pk=answer.json()["job_id"]))


def page(job: Job, number: int) -> Page:
    return Page.objects.get(book_id=job.book_id, page_number=number)


# --- a page anew ------------------------------------------------------------------------------
def test_other_words_for_a_page_and_the_same_picture(as_alice: APIClient, finished: Job) -> None:
    before, neighbours = page(finished, 2), [page(finished, number).text for number in (1, 3, 4)]

    job = remade(as_alice, finished, 2, mode="text")

    after = page(finished, 2)
    assert (job.status, job.progress) == ("done", 100)
    assert after.text != before.text
    assert after.image_key == before.image_key
    assert [page(finished, number).text for number in (1, 3, 4)] == neighbours
    assert PageVersion.objects.get().text == before.text


def test_another_picture_and_the_same_words(as_alice: APIClient, finished: Job) -> None:
    before = page(finished, 2)

    remade(as_alice, finished, 2, mode="image")

    after = page(finished, 2)
    assert after.text == before.text
    assert after.image_key != before.image_key
    assert storage.find(after.image_key) != storage.find(before.image_key)
    assert after.moderation["outcome"] == "pass"


def test_both_and_the_old_name_of_mode(as_alice: APIClient, finished: Job) -> None:
    before = page(finished, 3)

    remade(as_alice, finished, 3, regenerate_target="both")

    after = page(finished, 3)
    assert after.text != before.text
    assert after.image_key != before.image_key


def test_it_costs_nothing_and_the_ledger_holds(as_alice: APIClient, alice: User, finished: Job) -> None:
    remade(as_alice, finished, 1, mode="text")

    assert credits.balance_of(alice) == 2
    assert list(audit.faults()) == []


def test_again_and_again_it_reads_differently_each_time(as_alice: APIClient, finished: Job) -> None:
    texts = [page(finished, 2).text]
    for _again in range(2):
        remade(as_alice, finished, 2, mode="text")
        texts.append(page(finished, 2).text)

    assert texts[0] != texts[1] != texts[2]


def test_what_the_family_says_about_it_is_looked_at(as_alice: APIClient, finished: Job) -> None:
    before = page(finished, 2)

    job = remade(as_alice, finished, 2, mode="text", feedback="make it a bloody murder")

    assert (job.status, job.error_code) == ("failed", "SAFETY_INPUT")
    assert page(finished, 2).text == before.text
    assert not PageVersion.objects.exists()


def test_of_a_page_that_failed_nothing_stays_and_the_book_is_whole(
    as_alice: APIClient, finished: Job, settings: Any
) -> None:
    files = _files(finished)
    down = Answer(status=500)
    with house.opened(settings, lambda asked, before: down, LLM_PROVIDER=["offline"], JOB_MAX_ATTEMPTS=1):
        job = remade(as_alice, finished, 2, mode="image")

    assert job.status == "failed"
    assert _files(finished) == files


def _files(job: Job) -> list[str]:
    folder = storage.book_folder(job.user_id, job.book_id)
    folders, files = default_storage.listdir(folder)
    return sorted(
        files + [f"{name}/{file}" for name in folders for file in default_storage.listdir(f"{folder}/{name}")[1]]
    )


def test_a_model_is_told_the_story_the_page_and_what_was_said(as_alice: APIClient, alice: User, settings: Any) -> None:
    asked_for: list[str] = []

    def script(asked: Asked, before: int) -> Answer:
        if asked.path.endswith("/chat/completions") and "<feedback>" in asked.body["messages"][1]["content"]:
            asked_for.append(asked.body["messages"][1]["content"])
            return house.chat({"text": "Momo laughed.", "scene": house.a_scene(), "alt_text": "Momo laughs."})
        return house.play(asked, before)

    job, new = _with_models(settings, alice, as_alice, script, feedback="let her laugh")

    assert new.status == "done"
    after = page(job, 2)
    assert (after.text, after.alt_text) == ("Momo laughed.", "Momo laughs.")
    assert "Momo swam on page 1." in asked_for[0]
    assert '<feedback>\n"let her laugh"\n</feedback>' in asked_for[0]
    assert "let her laugh" in ImagePrompt.objects.get(job=new).prompt
    assert ProviderCall.objects.filter(job=new, step="images", status="answered").count() == 1


def test_the_offline_engine_does_not_go_on_with_anothers_story(as_alice: APIClient, alice: User, settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        is_new = asked.path.endswith("/chat/completions") and "<feedback>" in asked.body["messages"][1]["content"]
        return Answer(status=503, headers={"Retry-After": "0"}) if is_new else house.play(asked, before)

    _job, new = _with_models(settings, alice, as_alice, script, chain=["openai", "offline"])
    for _walk in range(settings.JOB_MAX_ATTEMPTS):
        walked(new)

    assert (new.status, new.error_code) == ("failed", "PROVIDER_UNAVAILABLE")


def _with_models(
    settings: Any, alice: User, api: APIClient, script: Script, *, feedback: str = "", chain: Any = ("openai",)
) -> tuple[Job, Job]:
    with house.opened(settings, script, LLM_PROVIDER=[*chain]):
        job = walked(services.order_book(alice, a_spec(page_count=4)))
        new = remade(api, job, 2, mode="both", feedback=feedback)
    return job, new


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "mode"),
        ({"mode": "text", "regenerate_target": "text"}, "mode"),
        ({"mode": "sound"}, "mode"),
        ({"mode": "text", "feedback": "x" * 201}, "feedback"),
        ({"mode": "text", "seed": 1}, "seed"),
    ],
)
def test_nonsense_is_named(as_alice: APIClient, alice: User, body: dict[str, Any], field: str) -> None:
    job = a_job(a_book(alice), finished=True)

    answer = regenerate(as_alice, job, 1, **body)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_page_that_is_being_made_anew_is_not_begun_twice(as_alice: APIClient, alice: User) -> None:
    job = a_job(a_book(alice), finished=True)

    answers = [regenerate(as_alice, job, number, mode="text") for number in (1, 1, 2)]

    assert [answer.status_code for answer in answers] == [202, 409, 202]
    assert answers[1].json()["code"] == "NOT_READY"


def test_a_book_has_its_share_of_remakes(as_alice: APIClient, alice: User, settings: Any) -> None:
    settings.PAGE_REMAKES = 1
    job = a_job(a_book(alice), finished=True)

    answers = [regenerate(as_alice, job, number, mode="text") for number in (1, 2)]

    assert [answer.status_code for answer in answers] == [202, 429]


@pytest.mark.parametrize("number", [0, 5, 99])
def test_a_page_that_is_not_there(as_alice: APIClient, alice: User, number: int) -> None:
    assert regenerate(as_alice, a_job(a_book(alice), finished=True), number, mode="text").status_code == 404


def test_an_unfinished_book_is_not_ready(as_alice: APIClient, alice: User) -> None:
    assert regenerate(as_alice, services.order_book(alice, a_spec()), 1, mode="text").status_code == 409


def test_stopping_a_page_leaves_the_book_as_it_is(as_alice: APIClient, finished: Job) -> None:
    files = _files(finished)
    job_id = regenerate(as_alice, finished, 1, mode="image").json()["job_id"]

    assert as_alice.post(f"/v1/books/{job_id}/cancel").json()["status"] == "cancelled"
    walked(Job.objects.get(pk=job_id))

    assert _files(finished) == files
    assert list(audit.faults()) == []


# --- the page as it was -------------------------------------------------------------------------
def test_a_family_has_its_page_back(as_alice: APIClient, finished: Job) -> None:
    before = page(finished, 2)
    remade(as_alice, finished, 2, mode="both")
    address = f"/v1/books/{finished.book_id}/pages/2/versions"

    kept = as_alice.get(address).json()["versions"]
    answer = as_alice.post(f"{address}/{kept[0]['version_id']}/restore", {}, format="json")

    assert [version["text"] for version in kept] == [before.text]
    assert kept[0]["image_url"].startswith("/files/")
    assert answer.status_code == 204
    assert (page(finished, 2).text, page(finished, 2).image_key) == (before.text, before.image_key)
    assert len(as_alice.get(address).json()["versions"]) == 2  # what it was in between is kept too


def test_another_familys_pages_are_not_there(as_alice: APIClient, as_bob: APIClient, finished: Job) -> None:
    remade(as_alice, finished, 2, mode="text")
    version = PageVersion.objects.get()
    address = f"/v1/books/{finished.book_id}/pages/2/versions"

    assert regenerate(as_bob, finished, 2, mode="text").status_code == 404
    assert as_bob.get(address).status_code == 404
    assert as_bob.post(f"{address}/{version.pk}/restore", {}, format="json").status_code == 404
    assert as_alice.post(f"{address[:-10]}3/versions/{version.pk}/restore", {}, format="json").status_code == 404


# --- a book told anew ---------------------------------------------------------------------------
def retold(api: APIClient, book_id: str, **body: Any) -> Job:
    answer = api.post(f"/v1/books/{book_id}/retell", body, format="json")
    assert answer.status_code == 202, answer.content
    assert set(answer.json()) == {"job_id", "book_id", "status"}
    return walked(Job.objects.get(pk=answer.json()["job_id"]))


def pictures_of(book: Book) -> list[bytes]:
    return [storage.read(page.image_key) for page in book.pages.all()]


def test_for_another_age_the_words_change_and_the_pictures_stay(
    as_alice: APIClient, alice: User, finished: Job
) -> None:
    original = finished.book

    job = retold(as_alice, original.pk, target_age="3-5")

    book = Book.objects.get(pk=job.book_id)
    assert (job.status, book.target_age, book.language) == ("done", "3-5", "en")
    assert pictures_of(book) == pictures_of(original)
    texts = [[page.text for page in of.pages.all()] for of in (original, book)]
    assert not set(texts[0]) & set(texts[1])
    assert max(len(text.split()) for text in texts[1]) <= 25
    assert credits.balance_of(alice) == 1
    assert list(audit.faults()) == []


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_in_another_language_the_hero_keeps_its_name(as_alice: APIClient, finished: Job, language: str) -> None:
    hero = next(person["name"] for person in finished.draft.story["cast"] if person["id"] == "hero")
    original = Book.objects.get(pk=finished.book_id)

    job = retold(as_alice, original.pk, language=language)

    book = Book.objects.get(pk=job.book_id)
    assert (job.status, book.language) == ("done", language)
    words = " ".join(page.text for page in book.pages.all())
    assert hero in words
    assert sum(letter > "\u3000" for letter in words) > len(words) / 3
    assert pictures_of(book) == pictures_of(original)
    assert storage.read(book.cover_image_key) != storage.read(original.cover_image_key)  # another title


def test_the_cover_is_lettered_on_the_painting_without_letters(as_alice: APIClient, finished: Job) -> None:
    art = ImagePrompt.objects.get(job=finished, page_number=0).art_key
    job = retold(as_alice, finished.book_id, language="ko")

    cover = Image.open(io.BytesIO(storage.read(Book.objects.get(pk=job.book_id).cover_image_key))).convert("RGB")
    painted = Image.open(io.BytesIO(storage.read(art))).convert("RGB")
    assert cover.size == painted.size
    lower = (0, cover.height * 3 // 4, cover.width, cover.height)
    assert (
        max(
            abs(a - b)
            for a, b in zip(
                cover.crop(lower).resize((8, 2)).tobytes(), painted.crop(lower).resize((8, 2)).tobytes(), strict=True
            )
        )
        < 12
    )


def test_the_original_may_go_and_the_retelling_stays(as_alice: APIClient, finished: Job) -> None:
    job = retold(as_alice, finished.book_id, target_age="7-9")
    book = Book.objects.get(pk=job.book_id)

    as_alice.delete(f"/v1/library/{finished.book_id}")
    storage.delete_folder(storage.book_folder(finished.user_id, finished.book_id))

    assert all(pictures_of(book))
    keys = [book.cover_image_key, *(page.image_key for page in book.pages.all())]
    sizes = [size for key in keys for size in srcset.beside(key).values()]
    assert len(sizes) == 3 + 4  # of a cover and of four pages
    assert all(storage.read(size) for size in sizes)
    assert as_alice.get(f"/v1/books/{book.pk}/detail").status_code == 200


def test_a_retelling_can_be_retold_and_its_pages_made_anew(as_alice: APIClient, finished: Job) -> None:
    first = retold(as_alice, finished.book_id, target_age="3-5")
    second = retold(as_alice, first.book_id, target_age="5-7")

    job = remade(as_alice, second, 1, mode="text")

    assert (second.status, job.status) == ("done", "done")


@pytest.mark.parametrize(
    "body", [{}, {"target_age": "5-7"}, {"language": "en"}, {"target_age": "5-7", "language": "en"}]
)
def test_what_it_is_already_is_no_retelling(as_alice: APIClient, finished: Job, body: dict[str, str]) -> None:
    answer = as_alice.post(f"/v1/books/{finished.book_id}/retell", body, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    assert Job.objects.count() == 1


def test_without_credits_nothing_is_told_anew(as_alice: APIClient, alice: User, finished: Job) -> None:
    credits.adjust(alice, -2, reference="adj", description="")

    answer = as_alice.post(f"/v1/books/{finished.book_id}/retell", {"target_age": "3-5"}, format="json")

    assert answer.status_code == 402
    assert Job.objects.count() == Book.objects.count() == 1


def test_another_familys_book_is_not_retold(as_bob: APIClient, alice: User) -> None:
    book = a_book(alice)

    assert as_bob.post(f"/v1/books/{book.pk}/retell", {"target_age": "3-5"}, format="json").status_code == 404
