"""What programs find in every PDF of a book: fonts, boxes, bookmarks, languages, and nothing that acts."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from books.exports.balance import balanced
from books.exports.pdf import book_pdf
from books.models import PDF_EDITIONS, Book, Edition
from books.tests.factories import a_book
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db

MILLIMETRE = 72 / 25.4
EDITIONS = [
    edition if edition == Edition.SCREEN else pytest.param(edition, marks=pytest.mark.heavy) for edition in PDF_EDITIONS
]
TEXTS = {
    "en": "The dragon put one claw in. “Cold!” said the pond.",
    "ko": "용은 발가락 하나를 물에 담갔어요. 앗, 차가워!",
    "ja": "りゅうは水に足を入れました。「つめたい！」と池が言いました。",
}
BOOKMARKS = {
    "en": ["Cover", "The dragon put one claw in…", "Page 2", "About this book"],
    "ko": ["표지", "용은 발가락 하나를 물에 담갔어요. 앗, 차가워!", "2쪽", "이 책에 대하여"],
    "ja": ["表紙", "りゅうは水に足を入れました。「つめたい！」と池が言いました。", "2ページ", "この本について"],
}


def printed(book: Book, edition: Edition = Edition.SCREEN) -> PdfReader:
    return PdfReader(io.BytesIO(book_pdf(Book.objects.get(pk=book.pk), edition).data))


def catalogue(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def objects(reader: PdfReader) -> list[Any]:
    count: Any = reader.trailer["/Size"]
    return [reader.get_object(number) for number in range(1, count)]


def fonts(reader: PdfReader) -> list[Any]:
    return [found for found in objects(reader) if isinstance(found, dict) and found.get("/Type") == "/Font"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_has_its_fonts_within_and_nothing_that_acts(alice: User, edition: Edition) -> None:
    book = a_book(alice, language="ko", title="깊고 푸른 연못", topic="a pond", character_sheet=[{"name": "Ember"}])
    book.pages.update(text="Zoë와 さくら는 친구예요.", alt_text="연못")

    reader = printed(book, edition)

    assert fonts(reader)
    for font in fonts(reader):
        assert "/FontFile2" in font["/FontDescriptor"].get_object(), font
        assert font["/BaseFont"][1:].partition("+")[0].isupper(), font  # of a part of it
        assert "Helvetica" not in font["/BaseFont"]
        assert "/ToUnicode" in font
    names = {name for found in objects(reader) if isinstance(found, dict) for name in found}
    assert not names & {"/URI", "/JS", "/JavaScript", "/OpenAction", "/AA", "/EF", "/AcroForm", "/Annots"}
    assert "/Names" not in catalogue(reader)
    assert reader.attachments == {}


@pytest.mark.parametrize("edition", [EDITIONS[0], pytest.param(Edition.KDP_COVER, marks=pytest.mark.heavy)])
def test_every_edition_says_its_title_and_language_and_nothing_empty(alice: User, edition: Edition) -> None:
    reader = printed(a_book(alice, language="ko", title="물 & <불>\x0b", topic="물과 불"), edition)

    told: Any = reader.metadata
    assert (told["/Title"], told["/Author"], told["/Subject"]) == ("물 & <불>", "Storyforge", "물과 불")
    assert (told["/Creator"], told["/Producer"]) == ("Storyforge", "xhtml2pdf, ReportLab, pypdf")
    assert all(told.values())
    assert catalogue(reader)["/Lang"] == "ko"
    assert catalogue(reader)["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712  (an object of pypdf's)
    xmp: Any = reader.xmp_metadata
    assert (xmp.dc_title, xmp.dc_description) == ({"x-default": "물 & <불>"}, {"x-default": "물과 불"})
    assert xmp.dc_language == ["ko"]


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_a_page_is_found_by_its_first_words_and_by_its_number(alice: User, language: str) -> None:
    book = a_book(alice, language=language)
    book.pages.update(text=TEXTS[language])
    book.pages.filter(page_number=2).update(text="\x01")

    reader = printed(book)

    outline: list[Any] = list(reader.outline)
    expected = BOOKMARKS[language]
    assert [entry.title for entry in outline] == [*expected[:3], expected[1], expected[1], expected[3]]
    assert [reader.get_destination_page_number(entry) for entry in outline] == [0, 1, 2, 3, 4, 5]
    assert reader.page_labels == [expected[0], "1", "2", "3", "4", expected[3]]


def test_a_book_read_from_the_right_is_leafed_through_from_there(alice: User) -> None:
    assert catalogue(printed(a_book(alice, language="ar")))["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert "/Direction" not in catalogue(printed(a_book(alice)))["/ViewerPreferences"]


def test_a_page_of_the_screen_edition_is_a_square_picture_and_a_band(alice: User) -> None:
    for page in printed(a_book(alice)).pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        assert (round(width / MILLIMETRE), round(height / MILLIMETRE)) == (210, 262)


def test_a_screen_reader_is_told_what_each_picture_shows_and_then_the_words(alice: User) -> None:
    book = a_book(alice, title="The Pond", cover_alt_text="A pond in the wood.")
    book.pages.filter(page_number=2).update(alt_text="")

    reader = printed(book)

    assert catalogue(reader)["/MarkInfo"]["/Marked"] == True  # noqa: E712  (an object of pypdf's)
    document = catalogue(reader)["/StructTreeRoot"]["/K"]
    sections = [[part.get_object() for part in section["/K"]] for section in document["/K"]]
    assert [[part["/S"][1:] for part in section] for section in sections] == [
        ["Figure", "P", "P"],
        ["Figure", "P"],
        ["P"],
        ["Figure", "P"],
        ["Figure", "P"],
        ["P"] * 5,
    ]
    assert [section[0].get("/Alt") for section in sections[:3]] == [
        "The Pond. A pond in the wood.",
        "A dragon stands at a pond.",
        None,
    ]
    for page, section in zip(reader.pages, sections, strict=True):
        assert all(part["/Pg"] == page for part in section)
        content: Any = page.get_contents()
        marks = [operands for operands, operator in content.operations if operator == b"BDC"]
        assert [(mark[0][1:], mark[1]["/MCID"]) for mark in marks] == [(part["/S"][1:], part["/K"]) for part in section]


@pytest.mark.parametrize(
    ("text", "language", "width", "expected"),
    [
        ("one two three four five", "en", 100, ["one two three", "four five"]),
        ("りゅうは水に足を入れました。「つめたい」", "ja", 200, ["りゅうは水に足を入れ", "ました。「つめたい」"]),
        ("書体：Zen Maru Gothic（オープン）。", "ja", 190, ["書体：Zen Maru Gothic", "（オープン）。"]),
        ("", "en", 100, [""]),
        ("W" * 9, "en", 100, ["WWWWW", "WWWW"]),
    ],
)
def test_lines_are_about_equally_long(text: str, language: str, width: float, expected: list[str]) -> None:
    assert balanced(text, language, 15, width, anywhere=language == "ja") == expected
