"""Pages of PDFs as pictures, compared with how they looked when somebody last looked at them.

A new row: add it to `LOOKS`, run `RENEW_REFERENCES=1 python -m pytest -n 0 books/tests/test_pdf_references.py`, and
look at what it wrote into `references/` before committing that. The same after a change of looks that is meant.
"""

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from books import storage
from books.exports.lettering import letter_cover
from books.exports.pdf import book_pdf
from books.exports.pictures import Picture
from books.models import Book, Edition
from books.tests.factories import a_book
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db

REFERENCES = Path(__file__).parent / "references"
WIDTH = 360  # pixels: small, and letters can be told apart
BLOCK = 6  # pixels a side of what is compared
MOST = 16  # of 255, by which the mean colour of a block may differ: the edges of letters may, letters may not

SCREEN = {"cover": 0, "page": 1, "colophon": 5}
BOOKLET = {"cover": 0, "story": 5, "hero": 9}
LOOKS = [
    pytest.param(Edition.SCREEN, "en", SCREEN, id="screen-en"),
    pytest.param(Edition.SCREEN, "ko", SCREEN, id="screen-ko"),
    pytest.param(Edition.SCREEN, "ja", SCREEN, id="screen-ja"),
    pytest.param(Edition.PRINT, "en", BOOKLET, id="print-en", marks=pytest.mark.heavy),
    pytest.param(Edition.PRINT, "ko", {"story": 5}, id="print-ko", marks=pytest.mark.heavy),
    pytest.param(Edition.LULU_COVER, "en", {"cover": 0}, id="lulu_cover-en", marks=pytest.mark.heavy),
]

TITLES = {"en": "The Deep Green Pond", "ko": "깊고 푸른 연못", "ja": "ふかい みどりの いけ"}
TOPICS = {"en": "a dragon at a pond", "ko": "연못가의 용", "ja": "いけの りゅう"}
HEROES = {"en": "Ember", "ko": "불씨", "ja": "ヒバナ"}
TEXTS = {
    "en": "The dragon put one claw in. “Cold!” said the pond, and the frogs all laughed until the water shook.",
    "ko": "용은 발가락 하나를 물에 담갔어요. “앗, 차가워!” 개구리들은 물이 흔들릴 때까지 깔깔 웃었어요.",
    "ja": "りゅうは水に足をひとつ入れました。「つめたい！」かえるたちは、水がゆれるほどわらいました。",
}


@cache
def a_scene(number: int) -> Image.Image:
    """A pond, and a sun that is somewhere else on each page."""
    scene = Image.new("RGB", (512, 512), "#bfe3f2")
    draw = ImageDraw.Draw(scene)
    draw.ellipse((60 + 70 * number, 60, 140 + 70 * number, 140), fill="#f6c945")
    draw.polygon([(0, 360), (150, 180), (300, 360)], fill="#6d7fa8")
    draw.rectangle((0, 340, 512, 512), fill="#3f8f6b")
    draw.ellipse((90, 380, 420, 490), fill="#2a6f97")
    return scene


def a_book_to_look_at(user: User, language: str, **fields: Any) -> Book:
    cover = letter_cover(Picture(a_scene(0)), TITLES[language], language).marked(by_model=False)
    book = a_book(
        user,
        language=language,
        title=TITLES[language],
        topic=TOPICS[language],
        summary=TEXTS[language],
        character_sheet=[{"name": HEROES[language]}],
        published_at=datetime(2026, 3, 20, 12, tzinfo=UTC),
        **fields,
    )
    Book.objects.filter(pk=book.pk).update(cover_image_key=storage.store("cover.jpg", cover))
    for page in book.pages.all():
        picture = storage.store(f"{page.page_number}.jpg", Picture(a_scene(page.page_number)).marked(by_model=False))
        page.change(text=TEXTS[language], image_key=picture)
    return Book.objects.get(pk=book.pk)


def looks(data: bytes, page: int) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        sheet = document[page]
        drawn: Image.Image = sheet.render(scale=WIDTH / sheet.get_width()).to_pil().convert("RGB")
    return drawn


def reference(name: str) -> Image.Image:
    return Image.open(REFERENCES / f"{name}.png").convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> int:
    """How much the block differs that differs most, of 255."""
    if one.size != other.size:
        return 255
    blocks = ImageChops.difference(*(image.filter(ImageFilter.BoxBlur(1)).reduce(BLOCK) for image in (one, other)))
    return max(high for _low, high in blocks.getextrema())  # type: ignore[misc]  # a band each, of RGB


@pytest.mark.parametrize(("edition", "language", "pages"), LOOKS)
def test_a_page_looks_as_it_did(
    alice: User, edition: Edition, language: str, pages: dict[str, int], tmp_path: Path
) -> None:
    data = book_pdf(a_book_to_look_at(alice, language), edition).data

    for name, number in pages.items():
        seen = looks(data, number)
        whole_name = f"{edition.value}-{language}-{name}"
        if os.environ.get("RENEW_REFERENCES"):
            seen.quantize(128).save(REFERENCES / f"{whole_name}.png", optimize=True)
        seen.save(tmp_path / f"{whole_name}.png")
        assert difference(seen, reference(whole_name)) <= MOST, f"{whole_name}: look at {tmp_path}"


def test_letters_whose_edges_are_drawn_a_little_differently_are_the_same() -> None:
    page = reference("screen-en-page")

    assert difference(page, page.filter(ImageFilter.GaussianBlur(0.6))) <= MOST


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_has_moved_or_is_gone_is_seen(language: str) -> None:
    page = reference(f"screen-{language}-page")
    width, height = page.size
    band = page.crop((0, width, width, height))
    paper: Any = band.getpixel((0, 5))

    without_picture, without_words, moved = page.copy(), page.copy(), page.copy()
    without_picture.paste(paper, (0, 0, width, width))
    without_words.paste(paper, (0, width, width, height))
    moved.paste(band, (3, width + 2))

    for changed in (without_picture, without_words, moved):
        assert difference(page, changed) > MOST


def test_another_typeface_is_seen(alice: User) -> None:
    book = a_book_to_look_at(alice, "en")
    Book.objects.filter(pk=book.pk).update(language="ko")

    seen = looks(book_pdf(Book.objects.get(pk=book.pk)).data, 1)

    assert difference(seen, reference("screen-en-page")) > MOST
