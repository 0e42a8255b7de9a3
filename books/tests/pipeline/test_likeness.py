"""The same hero on every page: a painter that takes references is shown the cover, or that of an earlier book."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from books import remaking, services, storage
from books.models import Book, ImagePrompt, Job
from books.pipeline import runner
from books.spec import HeroSpec
from books.tests.factories import a_spec, jpeg
from books.tests.pipeline import openai_house as house
from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.tests.players import openai_pictures
from storyforge_site.tests.players.forms import form_in
from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor

pytestmark = pytest.mark.django_db

RED, BLUE = "#cc2222", "#2222cc"
HERO = HeroSpec(name="Momo", kind="dragon", gender="neutral", appearance="green")


def play(asked: Asked, before: int) -> Answer:
    """From words alone it paints red, from a reference blue."""
    painted = openai_pictures.picture(asked, lambda: jpeg(BLUE if asked.path == openai_pictures.EDITS else RED))
    return painted or house.play(asked, before)


@pytest.fixture
def openai(settings: Any) -> Iterator[Vendor]:
    settings.LLM_PROVIDER = settings.IMAGE_PROVIDER = settings.MODERATION_PROVIDER = ["openai"]
    settings.LLM_MODEL = settings.IMAGE_MODEL = "small"
    settings.IMAGE_API_KEY, settings.IMAGE_REFERENCES = openai_pictures.KEY, True
    settings.IMAGE_MAX_RETRIES = 1
    settings.IMAGE_MAX_CONCURRENT = 3
    with vendor(play) as made:
        settings.LLM_BASE_URL = settings.IMAGE_BASE_URL = settings.MODERATION_BASE_URL = made.url
        yield made


def walked(job: Job) -> Job:
    runner.advance(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("done", "")
    return job


def a_book_of(user: User, character: Character | None = None, **fields: Any) -> Job:
    hero = HeroSpec("Momo", "dragon", "neutral", "green", (), character.pk if character else "")
    follows = fields.pop("follows", None)
    return walked(services.order_book(user, a_spec(page_count=4, heroes=(hero,), **fields), follows=follows))


def a_hero(user: User) -> Character:
    return Character.objects.create(user=user, name="Momo", kind="dragon", master_description="green")


def painted(made: Vendor) -> list[Asked]:
    return [one for one in made.asked if "/images/" in one.path]


def references(asked: Asked) -> list[str]:
    """The colour of each, as far as JPEG keeps it."""
    files = [file for found in form_in(asked).files.values() for file in found]
    return [RED if _pixel(file.data)[0] > 128 else BLUE for file in files]


def _pixel(data: bytes) -> tuple[int, int, int]:
    with Image.open(io.BytesIO(data)) as image:
        return image.getpixel((9, 9))  # type: ignore[return-value]


def test_the_cover_comes_first_and_every_page_goes_by_it(alice: User, openai: Vendor) -> None:
    a_book_of(alice)

    cover, *pages = painted(openai)
    assert (cover.path, [page.path for page in pages]) == (openai_pictures.GENERATIONS, [openai_pictures.EDITS] * 4)
    assert [references(page) for page in pages] == [[RED]] * 4


def test_the_title_is_not_shown_to_the_painter(alice: User, openai: Vendor) -> None:
    job = a_book_of(alice)

    cover = ImagePrompt.objects.get(job=job, page_number=0)
    art, lettered = storage.read(cover.art_key), storage.read(cover.image_key)
    (file,) = form_in(painted(openai)[1]).files["image"]
    assert _distance(file.data, art) < 1 < _distance(file.data, lettered)


def _distance(one: bytes, other: bytes) -> float:
    first, second = (Image.open(io.BytesIO(data)).convert("L").resize((64, 64)).tobytes() for data in (one, other))
    return max(abs(a - b) for a, b in zip(first, second, strict=True))


def test_without_such_a_painter_all_begin_at_once(settings: Any, alice: User, openai: Vendor) -> None:
    settings.IMAGE_REFERENCES = False

    a_book_of(alice)

    assert [one.path for one in painted(openai)] == [openai_pictures.GENERATIONS] * 5


def test_the_next_volume_goes_by_the_cover_of_the_last(alice: User, openai: Vendor) -> None:
    hero = a_hero(alice)
    first = a_book_of(alice, hero)
    openai.asked.clear()

    a_book_of(alice, hero, follows=first.book)

    assert [one.path for one in painted(openai)] == [openai_pictures.EDITS] * 5
    assert [references(one) for one in painted(openai)] == [[RED]] * 5


@pytest.mark.parametrize("what", ["style", "looks", "the cover is gone", "drawn offline"])
def test_what_a_painter_could_not_go_by_is_not_shown(alice: User, openai: Vendor, what: str) -> None:
    hero = a_hero(alice)
    first = a_book_of(alice, hero)
    if what == "looks":
        sheet = {**first.book.character_sheet[0], "main_colour": "#000000"}
        Book.objects.filter(pk=first.book_id).update(character_sheet=[sheet])
    if what == "drawn offline":
        ImagePrompt.objects.filter(job=first).update(provider="offline")
    if what == "the cover is gone":
        storage.delete_folder(storage.book_folder(alice.pk, first.book_id))
    openai.asked.clear()

    a_book_of(alice, hero, **({"style": "pixel"} if what == "style" else {}))

    assert painted(openai)[0].path == openai_pictures.GENERATIONS


def test_nobody_is_shown_anothers_cover(alice: User, bob: User, openai: Vendor) -> None:
    preset = Character.objects.create(user=User.objects.house(), name="Momo", kind="dragon", preset_key="momo")
    for user in (alice, bob):
        job = a_book_of(user)
        Book.objects.filter(pk=job.book_id).update(character=preset)
    Book.objects.filter(user=bob).delete()
    openai.asked.clear()
    job = services.order_book(bob, a_spec(page_count=4, heroes=(HERO,)))
    Book.objects.filter(pk=job.book_id).update(character=preset)

    walked(job)

    assert painted(openai)[0].path == openai_pictures.GENERATIONS


def test_a_page_made_anew_goes_by_its_books_cover(alice: User, openai: Vendor) -> None:
    made = a_book_of(alice)
    openai.asked.clear()

    walked(remaking.order_page(made, 2, "image", ""))

    assert [(one.path, references(one)) for one in painted(openai)] == [(openai_pictures.EDITS, [RED])]


def test_a_walk_that_ends_after_the_cover_goes_on_with_the_pages(settings: Any, alice: User, openai: Vendor) -> None:
    settings.JOB_WALK_SECONDS = 0
    job = services.order_book(alice, a_spec(page_count=4))
    for _walk in range(30):
        runner.advance(job.pk)

    job.refresh_from_db()
    assert job.status == "done"
    assert [one.path for one in painted(openai)] == [openai_pictures.GENERATIONS, *[openai_pictures.EDITS] * 4]
    assert [references(one) for one in painted(openai)[1:]] == [[RED]] * 4


@pytest.mark.parametrize("stored", [b"", b"no picture", jpeg(BLUE)[:300]], ids=["empty", "another thing", "cut off"])
def test_an_earlier_cover_that_cannot_be_read_stops_no_book(alice: User, openai: Vendor, stored: bytes) -> None:
    hero = a_hero(alice)
    first = a_book_of(alice, hero)
    cover = ImagePrompt.objects.get(job=first, page_number=0)
    for key in (cover.art_key, cover.image_key):
        default_storage.delete(key)
        storage.store(key, stored)
    before = len(painted(openai))

    a_book_of(alice, hero)

    cover_again, *pages = painted(openai)[before:]
    assert cover_again.path == openai_pictures.GENERATIONS
    assert [references(asked) for asked in pages] == [[RED]] * 4
