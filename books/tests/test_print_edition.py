"""GET /v1/books/{book_id}/pdf?edition=print, and what a printer finds in the file."""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader
from rest_framework.test import APIClient

from books import storage
from books.exports import booklet, printshop
from books.exports.pdf import book_pdf
from books.exports.pictures import Picture
from books.models import PDF_EDITIONS, Book, Edition, Visibility
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.lib import marking
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.tests.canary import Canary, listening

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]

POINTS = 72
TEXTS = {
    "en": "The dragon put one claw in. “Cold!” said the pond.",
    "ko": "용은 발가락 하나를 물에 담갔어요. 앗, 차가워!",
    "ja": "りゅうが水に足を入れると、池は「つめたい！」と言いました。それからみんなでわらいました。",
}


@pytest.fixture
def canary() -> Iterator[Canary]:
    yield from listening()


def url(book_id: str, edition: str = "print") -> str:
    return f"/v1/books/{book_id}/pdf?edition={edition}"


def printed(book: Book) -> PdfReader:
    return PdfReader(io.BytesIO(book_pdf(Book.objects.get(pk=book.pk), Edition.PRINT).data))


def words_of(page: PageObject) -> str:
    return "".join(page.extract_text().split())


def first_story_page(reader: PdfReader) -> PageObject:
    return reader.pages[5]  # after cover, owner's page, half title, colophon and title


def fonts_of(reader: PdfReader) -> dict[str, bool]:
    """Every font of the file by name, and whether it is embedded."""
    found = {}
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            descriptor = font.get_object().get("/FontDescriptor")
            found[str(font.get_object()["/BaseFont"])] = bool(descriptor and "/FontFile2" in descriptor.get_object())
    return found


@cache
def noise() -> bytes:
    """A picture with no calm place in it at all."""
    out = io.BytesIO()
    Image.effect_noise((512, 512), 200).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_it_is_a_file_that_can_lie_beside_the_other_one(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, title="The Deep Green Pond")

    answer: Any = as_alice.get(url(book.pk))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="The Deep Green Pond (to print).pdf"'


def test_a_page_is_eight_and_a_half_inches_with_an_eighth_to_cut_off(alice: User) -> None:
    for page in printed(a_book(alice)).pages:
        assert [float(edge) for edge in page.mediabox] == [0, 0, 8.75 * POINTS, 8.75 * POINTS]
        assert [float(edge) for edge in page.bleedbox] == [0, 0, 8.75 * POINTS, 8.75 * POINTS]
        assert [float(edge) for edge in page.trimbox] == [9, 9, 621, 621]


def test_a_stapled_booklet_has_four_sides_a_sheet(alice: User) -> None:
    assert len(printed(a_book(alice, pages=4)).pages) == 12


@pytest.mark.parametrize(
    ("pages", "sides"), [(4, 12), (5, 16), (6, 16), (7, 16), (8, 16), (9, 20), (10, 20), (11, 20), (12, 20)]
)
def test_every_length_of_story_fills_whole_sheets(alice: User, pages: int, sides: int) -> None:
    book = a_book(alice, pages=pages)

    sheets = booklet.order(book, [noise()])["sheets"]

    assert len(sheets) == sides
    assert (sheets[0]["kind"], sheets[-1]["kind"]) == ("cover", "back_cover")


def test_the_order_is_that_of_a_book(alice: User) -> None:
    book = a_book(alice, pages=5, title="The Pond", character_sheet=[{"name": "Ember"}], summary="Ember swims.")

    pages = [" ".join(page.extract_text().split()) for page in printed(book).pages]

    expected = [
        "",
        "This book belongs to",
        "The Pond",
        "without a trained model",
        "The Pond A picture book for 5 to 7 years",
    ]
    expected += [f"Page {number}:" for number in range(1, 6)]
    expected += ["About Ember", "Draw your favourite page", "What happens next?", "Talk about it", "my own book"]
    expected += ["Ember swims."]
    assert [words in page for words, page in zip(expected, pages, strict=True)] == [True] * 16, pages


def test_pictures_reach_every_edge_at_300_dots_an_inch(alice: User) -> None:
    reader = printed(a_book(alice))

    full = [reader.pages[0], *reader.pages[5:9]]
    for page in full:
        assert [picture.image.size for picture in page.images if picture.image] == [(2625, 2625)]
        assert b"630 0 0 630 0 0 cm" in page.get_contents().get_data()  # type: ignore[union-attr]


def test_it_owns_up_to_pictures_that_were_enlarged(alice: User) -> None:
    reader = printed(a_book(alice))

    assert "enlarged from 58 dots an inch to 300" in " ".join(reader.pages[3].extract_text().split())
    assert reader.metadata is not None
    assert str(reader.metadata["/Keywords"]) == "pictures enlarged from 58 to 300 ppi"


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_every_script_comes_out_right_with_its_fonts_embedded(alice: User, language: str) -> None:
    book = a_book(alice, language=language)
    book.pages.update(text=TEXTS[language])

    reader = printed(book)

    assert words_of(first_story_page(reader)) == "".join(TEXTS[language].split())
    fonts = fonts_of(reader)
    assert fonts
    assert all(fonts.values()), fonts


@pytest.mark.parametrize("words", ["A short one.", "Quite a long one, with many words to it. " * 12, "W" * 400])
def test_words_keep_half_an_inch_from_the_cut_however_many_they_are(alice: User, words: str) -> None:
    book = a_book(alice)
    book.pages.filter(page_number=1).update(text=words)
    places: list[tuple[float, float]] = []

    def note(text: str, page_matrix: Any, text_matrix: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            places.append((page_matrix[4] + text_matrix[4], page_matrix[5] + text_matrix[5]))

    page = first_story_page(printed(book))
    page.extract_text(visitor_text=note)

    assert words_of(page) == "".join(words.split())
    assert places
    assert all(45 <= x <= 585 and 45 <= y <= 585 for x, y in places), places


def test_words_lie_on_a_calm_card_whatever_the_picture(alice: User) -> None:
    book = a_book(alice)
    key = storage.store("noise.jpg", noise())
    book.pages.filter(page_number=1).update(image_key=key)

    picture: Any = first_story_page(printed(book)).images[0].image
    grey = picture.convert("L")
    at_top = grey.crop((400, 250, 2225, 380)).getextrema()
    at_foot = grey.crop((400, 2245, 2225, 2375)).getextrema()

    assert max(at_top[0], at_foot[0]) > 215  # nothing dark is left where dark letters stand


def test_nothing_in_it_is_transparent_and_its_colours_are_srgb(alice: User) -> None:
    reader = printed(a_book(alice))

    for page in reader.pages:
        resources: Any = page["/Resources"]
        assert "/ExtGState" not in resources
        for picture in resources.get("/XObject", {}).values():
            assert "/SMask" not in picture.get_object()
            assert picture.get_object()["/ColorSpace"] == "/DeviceRGB"
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/OutputIntents"][0]["/OutputConditionIdentifier"] == "sRGB IEC61966-2.1"


@pytest.mark.parametrize(
    ("edition", "illustrator", "kind"),
    [(Edition.SCREEN, "offline painter-1", "algorithmicMedia")]
    + [(edition, "openai gpt", "trainedAlgorithmicMedia") for edition in PDF_EDITIONS],
)
def test_every_edition_tells_machines_who_made_it(alice: User, edition: Edition, illustrator: str, kind: str) -> None:
    book = a_book(alice, illustrator=illustrator)

    reader = PdfReader(io.BytesIO(book_pdf(book, edition).data))

    assert reader.xmp_metadata is not None
    said = reader.xmp_metadata.rdf_root.toxml()
    assert f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}" in said


def test_a_picture_keeps_its_own_mark_on_paper(alice: User) -> None:
    book = a_book(alice)
    marked = Picture(Image.new("RGB", (512, 512), "#335577")).marked(by_model=True)
    book.pages.filter(page_number=1).update(image_key=storage.store("marked.jpg", marked))

    resources: Any = first_story_page(printed(book))["/Resources"]
    (embedded,) = [found.get_object() for found in resources["/XObject"].values()]

    assert marking.xmp(by_model=True).encode() in bytes(embedded._data)


def test_markup_in_words_is_words_and_calls_nobody(alice: User, canary: Canary) -> None:
    address = f"http://127.0.0.1:{canary.port}/x.png"
    evil = f'</font><img src="{address}"/> & <b>bold</b> <br/> {{{{ book }}}} <font face="Nope"> 🐉'
    book = a_book(alice, title=evil, topic=evil, summary=evil, character_sheet=[{"name": evil}])
    book.pages.update(text=evil, alt_text=evil)

    reader = printed(book)

    assert words_of(first_story_page(reader)) == "".join(evil.replace("🐉", "").split())
    assert canary.reached == []


def test_a_missing_picture_is_a_failure_and_not_an_empty_page(alice: User) -> None:
    book = a_book(alice)
    book.pages.filter(page_number=2).update(image_key="users/nowhere.jpg")

    with pytest.raises(StoryforgeError):
        book_pdf(book, Edition.PRINT)


def test_a_broken_picture_is_a_failure_too(alice: User) -> None:
    book = a_book(alice)
    book.pages.filter(page_number=2).update(image_key=storage.store("broken.jpg", noise()[:3000]))

    with pytest.raises(StoryforgeError) as raised:
        book_pdf(book, Edition.PRINT)
    assert raised.value.code is Code.UNKNOWN


@pytest.mark.parametrize("edition", [Edition.SCREEN, Edition.PRINT])
def test_a_press_that_outstays_its_time_is_ended(alice: User, settings: Any, edition: Edition) -> None:
    settings.PDF_SECONDS = 0.05

    with pytest.raises(StoryforgeError) as raised:
        book_pdf(a_book(alice), edition)
    assert (raised.value.code, raised.value.kind) == (Code.UNKNOWN, Kind.RETRYABLE)


def test_who_finds_every_press_busy_is_asked_to_come_back(as_alice: APIClient, alice: User, settings: Any) -> None:
    settings.PDF_WAIT_SECONDS = 0.01
    book = a_book(alice)

    with printshop.PRESSES, printshop.PRESSES:
        busy = as_alice.get(url(book.pk))

    assert (busy.status_code, busy.json()["code"], busy["Retry-After"]) == (429, "RATE_LIMITED", "10")
    assert as_alice.get(url(book.pk)).status_code == 200


def test_words_of_pictures_only_leave_the_page_to_its_picture(alice: User) -> None:
    book = a_book(alice, summary="")
    book.pages.filter(page_number=1).update(text="🐉✨")

    reader = printed(book)

    assert words_of(first_story_page(reader)) == ""
    assert "TheDragonandthePond" in words_of(reader.pages[-1])


def test_an_unfinished_book_is_not_ready(as_alice: APIClient, alice: User) -> None:
    answer = as_alice.get(url(a_book(alice, pages=0, published_at=None).pk))

    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_READY")


def test_an_unknown_edition_is_refused_by_name(as_alice: APIClient, alice: User) -> None:
    answer = as_alice.get(url(a_book(alice).pk, "gold"))

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "edition")


def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    book = a_book(alice)
    shared = a_book(alice, visibility=Visibility.PUBLIC)

    assert as_bob.get(url(book.pk)).status_code == 404
    assert as_nobody.get(url(book.pk)).status_code == 404
    assert as_nobody.get(url(shared.pk)).status_code == 200
