"""The four files of a paperback: what a printer checks in them before a family may order, and what a child finds."""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from pypdf import PageObject, PdfReader
from rest_framework.test import APIClient

from books import storage
from books.exports import paperback
from books.exports.paperback import page_count
from books.exports.pdf import book_pdf
from books.exports.press import bindery
from books.exports.printers import KDP, LULU
from books.models import Book, Edition
from books.tests.factories import a_book, jpeg
from books.tests.test_print_edition import fonts_of, noise, words_of
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]

INCH = 72
PAGES = (Edition.LULU, Edition.KDP)
COVERS = (Edition.LULU_COVER, Edition.KDP_COVER)
SUMMARY = "Ember is afraid of the pond, which is deep and green and full of sky. " * 7
ROOMY, FULL = 0.5 * INCH, 0.125 * INCH  # inside the cut, and of bleed
_rendered: dict[Edition, bytes] = {}


def file_of(edition: Edition, user: User) -> PdfReader:
    """Each is printed once, for all who look at it."""
    if edition not in _rendered:
        book = a_book(user, pages=8, title="The Deep Green Pond", summary=SUMMARY, character_sheet=[{"name": "Ember"}])
        _rendered[edition] = book_pdf(Book.objects.get(pk=book.pk), edition).data
    return PdfReader(io.BytesIO(_rendered[edition]))


def sheets_of(book: Book) -> list[dict[str, Any]]:
    sheets: list[dict[str, Any]] = paperback.pages_order(book, [jpeg()], LULU)["sheets"]
    return sheets


def drawn(book: Book, kind: str, folder: Path, picture: bytes | None = None) -> PageObject:
    """The first page of that kind, alone."""
    order = paperback.pages_order(book, [jpeg()], LULU)
    for name in ("cover", *(str(page.page_number) for page in book.pages.all())):
        (folder / f"{name}.jpg").write_bytes(picture or jpeg())
    order["sheets"] = [next(sheet for sheet in order["sheets"] if sheet["kind"] == kind)]
    return PdfReader(io.BytesIO(bindery.draw(order, folder))).pages[0]


def places_of_words(page: PageObject) -> list[tuple[float, float]]:
    """Where each stretch of words begins, in points from the lower left corner."""
    places: list[tuple[float, float]] = []

    def note(text: str, page_matrix: Any, text_matrix: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            places.append((page_matrix[4] + text_matrix[4], page_matrix[5] + text_matrix[5]))

    page.extract_text(visitor_text=note)
    return places


def pictures_of(page: PageObject) -> Iterator[tuple[tuple[float, float, float, float], Any]]:
    """Each picture with its place: left, bottom, width, height in points."""
    resources: Any = page["/Resources"]
    placed: Any = page.get_contents()
    pattern = rb"([\d.]+) 0 0 ([\d.]+) (-?[\d.]+) (-?[\d.]+) cm\s+/(\S+) Do"
    for width, height, left, bottom, name in re.findall(pattern, placed.get_data() if placed is not None else b""):
        picture = resources["/XObject"][f"/{name.decode()}"]
        yield (float(left), float(bottom), float(width), float(height)), picture


@pytest.mark.parametrize(
    ("story", "pages"),
    [(4, 32), (5, 32), (6, 32), (7, 32), (8, 32), (9, 32), (10, 34), (11, 36), (12, 38)],
)
def test_every_length_of_story_can_be_bound(alice: User, story: int, pages: int) -> None:
    sheets = sheets_of(a_book(alice, pages=story))

    assert page_count(story) == len(sheets) == pages
    assert (sheets[0]["kind"], sheets[-1]["kind"]) == ("half_title", "empty")


@pytest.mark.parametrize("story", [4, 8, 12])
def test_words_are_on_the_left_and_what_is_painted_on_the_right(alice: User, story: int) -> None:
    sides: dict[str, set[str]] = {"left": set(), "right": set()}
    for number, sheet in enumerate(sheets_of(a_book(alice, pages=story)), start=1):
        sides["right" if number % 2 else "left"].add(sheet["kind"])

    assert {"words", "end"} <= sides["left"] - sides["right"]
    assert {"title", "plate", "colouring"} <= sides["right"] - sides["left"]


@pytest.mark.parametrize("story", [4, 12])
def test_no_page_says_what_another_says(alice: User, story: int) -> None:
    headings = [sheet["heading"] for sheet in sheets_of(a_book(alice, pages=story)) if "heading" in sheet]

    assert len(headings) == len(set(headings)) == page_count(story) - 2 * story - 4


def test_lulu_gets_pages_with_bleed_on_every_side(alice: User) -> None:
    reader = file_of(Edition.LULU, alice)

    assert len(reader.pages) == 32
    for page in reader.pages:
        boxes = [[float(edge) for edge in box] for box in (page.mediabox, page.cropbox, page.bleedbox, page.trimbox)]
        assert boxes == [[0, 0, 630, 630]] * 3 + [[9, 9, 621, 621]]


def test_kdp_gets_pages_without_bleed_at_the_spine(alice: User) -> None:
    reader = file_of(Edition.KDP, alice)

    assert len(reader.pages) == 32
    for number, page in enumerate(reader.pages, start=1):
        boxes = [[float(edge) for edge in box] for box in (page.mediabox, page.cropbox, page.bleedbox, page.trimbox)]
        trim = [0, 9, 612, 621] if number % 2 else [9, 9, 621, 621]  # the spine is on the left of odd pages
        assert boxes == [[0, 0, 621, 630]] * 3 + [trim]


def test_both_printers_get_the_same_book(alice: User) -> None:
    lulu, kdp = (file_of(edition, alice) for edition in PAGES)

    assert [words_of(page) for page in lulu.pages] == [words_of(page) for page in kdp.pages]
    assert words_of(lulu.pages[5]).startswith("Page1:thedragon")


@pytest.mark.parametrize("edition", [*PAGES, *COVERS])
def test_pictures_have_300_dots_an_inch_and_reach_the_edges(alice: User, edition: Edition) -> None:
    reader = file_of(edition, alice)
    right, top = (float(edge) for edge in reader.pages[0].mediabox[2:])

    found = [list(pictures_of(page)) for page in reader.pages]
    for (_left, _bottom, width, height), picture in (picture for page in found for picture in page):
        assert picture["/Width"] / (width / INCH) > 299
        assert picture["/Height"] / (height / INCH) > 299
    ((left, bottom, width, height), _picture) = found[6 if edition in PAGES else 0][-1]
    shifted = 9 if edition == Edition.KDP else 0  # a right-hand page: what would be bleed lies beyond the spine
    assert (left + width - shifted, bottom, height) == pytest.approx((right, 0, top))


@pytest.mark.parametrize("edition", [*PAGES, *COVERS])
def test_fonts_are_inside_nothing_is_transparent_and_colours_are_srgb(alice: User, edition: Edition) -> None:
    reader = file_of(edition, alice)

    fonts = fonts_of(reader)
    assert fonts
    assert all(fonts.values()), fonts
    for page in reader.pages:
        resources: Any = page["/Resources"]
        assert "/ExtGState" not in resources
        assert "/Group" not in page
        for picture in resources.get("/XObject", {}).values():
            assert "/SMask" not in picture.get_object()
            assert picture.get_object()["/ColorSpace"] in {"/DeviceRGB", "/DeviceGray"}
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/OutputIntents"][0]["/OutputConditionIdentifier"] == "sRGB IEC61966-2.1"


@pytest.mark.parametrize("edition", PAGES)
def test_words_keep_half_an_inch_from_the_cut_and_from_the_spine(alice: User, edition: Edition) -> None:
    for page in file_of(edition, alice).pages:
        left, bottom, right, top = (float(edge) for edge in page.trimbox)
        for x, y in places_of_words(page):
            assert left + ROOMY <= x <= right - ROOMY
            assert bottom + ROOMY <= y <= top - ROOMY


def test_it_says_what_it_is_and_that_its_pictures_were_enlarged(alice: User) -> None:
    told = [file_of(edition, alice).metadata for edition in (Edition.LULU, Edition.KDP_COVER)]

    assert [str(info["/Keywords"]) for info in told if info] == [
        "pages of a paperback for Lulu, 8.5 x 8.5 in, 32 pages, pictures enlarged from 58 to 300 ppi",
        "cover of a paperback for KDP, 8.5 x 8.5 in, 32 pages, spine 0.075 in, file 17.325 x 8.750 in, "
        "pictures enlarged from 58 to 300 ppi",
    ]
    assert "from58dotsaninchto300" in words_of(file_of(Edition.LULU, alice).pages[3])


def test_the_spine_is_as_the_printers_reckon_it() -> None:
    # Lulu's API documentation: a cover of 6 × 9 inches and 210 pages is 920.664 points wide.
    assert LULU.spine(210) == pytest.approx(920.664 / INCH - 2 * 6.125, abs=0.005)
    # KDP's help: the page count times 0.002347 inches in premium colour.
    assert KDP.spine(100) == pytest.approx(0.2347)
    assert LULU.cover(32) == pytest.approx((17.3821, 8.75), abs=0.0001)
    assert KDP.cover(32) == pytest.approx((17.3251, 8.75), abs=0.0001)


@pytest.mark.parametrize(("edition", "printer"), [(Edition.LULU_COVER, LULU), (Edition.KDP_COVER, KDP)])
def test_a_cover_is_one_piece_with_its_words_on_the_back(alice: User, edition: Edition, printer: Any) -> None:
    (page,) = file_of(edition, alice).pages
    width, height = (side * INCH for side in printer.cover(32))

    assert [float(edge) for edge in page.mediabox] == pytest.approx([0, 0, width, height], abs=0.01)
    assert [float(edge) for edge in page.trimbox] == pytest.approx([9, 9, width - 9, height - 9], abs=0.01)
    assert "".join(SUMMARY.split()) in words_of(page)
    assert "Apicturebookfor5to7years" in words_of(page)
    for x, y in places_of_words(page):
        assert FULL + ROOMY <= x <= FULL + 8.5 * INCH - ROOMY  # none on the spine: it is too thin for any
        assert FULL + ROOMY <= y <= height - FULL - ROOMY


@pytest.mark.parametrize("edition", COVERS)
def test_the_corner_for_the_barcode_stays_free(alice: User, edition: Edition) -> None:
    (page,) = file_of(edition, alice).pages
    right, top = FULL + 8.25 * INCH, FULL + (0.25 + 1.2) * INCH

    assert all(y > top for _x, y in places_of_words(page))
    for (left, bottom, _width, _height), _picture in pictures_of(page):
        assert bottom > top or left > right


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Quite a long one, with many words to it. " * 48),
        ("en", "W" * 400),
        ("ko", "용은 발가락 하나를 물에 담갔어요. 앗, 차가워! 그래도 다시 한번 해 보았어요. " * 9),
        ("ja", "りゅうが水に足を入れると、池は「つめたい！」と言いました。" * 9),
        ("ja", "いけは とても つめたい。 🐉 " * 9),
    ],
)
def test_words_are_whole_however_many_they_are(alice: User, tmp_path: Path, language: str, words: str) -> None:
    book = a_book(alice, language=language)
    book.pages.filter(page_number=1).update(text=words)

    page = drawn(Book.objects.get(pk=book.pk), "words", tmp_path)

    said = "".join(words.replace("🐉", "").split())
    assert words_of(page) == said + "1"  # and the number of the page
    assert all(45 <= x <= 585 and 45 <= y <= 585 for x, y in places_of_words(page))


def test_a_picture_with_a_margin_of_paper_keeps_it_within_the_cut(alice: User, tmp_path: Path) -> None:
    image = Image.new("RGB", (512, 512), "#fffbf2")
    image.paste("#335577", (15, 15, 497, 497))
    painted = io.BytesIO()
    image.save(painted, "JPEG", quality=95)

    page = drawn(a_book(alice), "plate", tmp_path, painted.getvalue())

    (((left, bottom, width, height), _picture),) = pictures_of(page)
    assert (left, bottom, width, height) == (9, 9, 612, 612)
    content: Any = page.get_contents()
    assert b"0 0 630 630 re f" in content.get_data()  # the paper's colour reaches the edges


def test_lines_to_colour_follow_what_is_seen_and_not_its_shades(alice: User, tmp_path: Path) -> None:
    image = Image.linear_gradient("L").resize((512, 512)).point(lambda value: 120 + value // 3).convert("RGB")
    ImageDraw.Draw(image).ellipse((128, 128, 384, 384), fill="#cc3322")
    painted = io.BytesIO()
    image.save(painted, "JPEG", quality=92)

    page = drawn(a_book(alice), "colouring", tmp_path, painted.getvalue())
    lines: Any = page.images[0].image

    side = lines.width
    across = [value < 128 for value in lines.crop((20, side // 2, side - 20, side // 2 + 1)).tobytes()]
    crossed = sum(here and not before for before, here in pairwise(across))
    assert crossed == 2  # the disc's left and right
    at_the_top = lines.crop((20, 20, side - 20, side // 6)).getextrema()
    assert at_the_top[0] > 200  # a sky from dark to light has no line in it


def test_a_missing_name_for_the_hero_leaves_no_gap(alice: User) -> None:
    headings = [sheet.get("heading", "") for sheet in sheets_of(a_book(alice))]

    assert any("A letter to the hero" in heading for heading in headings)
    assert any("About the hero" in heading for heading in headings)


def test_the_files_can_lie_beside_one_another(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, title="The Pond")

    answer: Any = as_alice.get(f"/v1/books/{book.pk}/pdf?edition=lulu_cover")

    assert answer["Content-Disposition"] == 'attachment; filename="The Pond (cover for Lulu).pdf"'


@pytest.mark.parametrize("edition", [Edition.KDP, Edition.KDP_COVER])
def test_a_broken_picture_is_a_failure(alice: User, edition: Edition) -> None:
    book = a_book(alice)
    broken = storage.store("broken.jpg", noise()[:3000])
    book.pages.filter(page_number=1).update(image_key=broken)

    with pytest.raises(StoryforgeError) as raised:
        book_pdf(book, edition)
    assert raised.value.code is Code.UNKNOWN
