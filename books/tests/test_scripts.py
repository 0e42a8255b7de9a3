"""A book in every language: what is drawn, in each edition. The stories are told in `stories.py`."""

import io
import unicodedata
import zipfile

import pytest
from django.test import Client
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from pypdf import PdfReader

from books.exports import paperback
from books.exports.epub import book_epub
from books.exports.lettering import letter_cover
from books.exports.pdf import book_pdf
from books.exports.pictures import Picture
from books.exports.press.paper import Paper
from books.exports.printers import KDP, LULU
from books.exports.right_to_left import as_drawn, joined
from books.exports.typefaces import text_faces, title_faces, unprintable, used
from books.exports.typesetting import in_one_line
from books.models import Book
from books.tests import drawn
from books.tests.factories import a_book, jpeg
from books.tests.stories import STORIES
from books.tests.test_pdf import fonts_of
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import BookLanguage

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", BookLanguage.values)
RIGHT_TO_LEFT = ("ar", "he")


def told(user: User, language: str) -> Book:
    story = STORIES[language]
    sheet = [{"name": story.hero}]
    book = a_book(
        user, language=language, title=story.title, topic=story.topic, summary=story.summary, character_sheet=sheet
    )
    for page, text in zip(book.pages.all(), story.pages, strict=True):
        book.pages.filter(pk=page.pk).update(text=text)
    return Book.objects.get(pk=book.pk)


def letters_of(text: str) -> list[str]:
    """All its letters, sorted: the same in whatever order and form they are drawn."""
    return sorted(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


@LANGUAGES
def test_a_story_is_on_the_screen(alice: User, language: str) -> None:
    book = told(alice, language)

    data = book_pdf(book).data

    assert_is_drawn(language, data, first=1)
    assert PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"] == language  # type: ignore[index]


@pytest.mark.heavy
@pytest.mark.parametrize("language", ["zh", "vi", "ru", "ar", "he"])
def test_a_story_is_on_paper(alice: User, language: str) -> None:
    book, story = told(alice, language), STORIES[language]

    data = book_pdf(book, "print").data

    assert_is_drawn(language, data, first=5)
    assert letters_of("".join(drawn.lines(data, 2))) == letters_of(in_one_line(story.title))
    if language in RIGHT_TO_LEFT:
        preferences = PdfReader(io.BytesIO(data)).trailer["/Root"]["/ViewerPreferences"]  # type: ignore[index]
        assert preferences["/Direction"] == "/R2L"  # bound on the right


def assert_is_drawn(language: str, data: bytes, *, first: int) -> None:
    """Every letter of the story's pages in a face of ours, in lines as the language breaks and orders them."""
    begins: list[str] = []
    sheets = PdfReader(io.BytesIO(data)).pages
    for number, text in enumerate(STORIES[language].pages, start=first):
        assert letters_of("".join(drawn.lines(data, number))) == letters_of(in_one_line(text))
        begins += [line.strip()[:1] for line in sheets[number].extract_text().splitlines()]
    assert all(fonts_of(data).values())
    if language in RIGHT_TO_LEFT:
        assert_reads_from_the_right(drawn.lines(data, first + 1), language)
        is_joined = drawn.forms_of("ل", data, first + 1) > 1  # a lam begins, goes on, ends, or stands with an alef
        assert is_joined == (language == "ar")
    else:
        assert len(begins) > 4  # they do break, in Chinese without a space
        assert not set(begins) & set("，。！？：；、”’）》」!?:;»")


def assert_reads_from_the_right(page: list[str], language: str) -> None:
    """Word for word from the right end of each line; brackets stand as they open and close."""
    text = unicodedata.normalize("NFKC", in_one_line(STORIES[language].pages[1]))
    words = [as_drawn(word, language) for word in text.split()]
    seen = [word for line in page for word in reversed(line.split())]

    assert [word.strip("()،,") for word in seen] == [word.strip("()،,") for word in words]
    assert page[-1].startswith("!")  # what ends a sentence stands on its left
    assert "(Lulu" in page[-1]


@LANGUAGES
def test_an_e_book_brings_every_letter(alice: User, language: str) -> None:
    with zipfile.ZipFile(book_epub(told(alice, language)).stream) as archive:
        fonts = [TTFont(archive.open(name)) for name in archive.namelist() if name.endswith(".ttf")]
        pages = [archive.read(f"EPUB/page-{number:02d}.xhtml").decode() for number in range(1, 5)]

    known = {code for font in fonts for code in font.getBestCmap()}
    for text, page in zip(STORIES[language].pages, pages, strict=True):
        assert text in page  # live text, in the order in which it is read
        assert {ord(letter) for letter in text if not letter.isspace()} <= known


def test_an_arabic_font_still_joins_its_letters_when_it_is_cut(alice: User) -> None:
    with zipfile.ZipFile(book_epub(told(alice, "ar")).stream) as archive:
        font = TTFont(archive.open("EPUB/fonts/Story1.ttf"))

    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina", "rlig"} <= features
    assert {"mark"} <= {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}


# --- from right to left -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "read", "seen"),
    [
        ("he", "אבג 12 דה!", "!הד 12 גבא"),
        ("he", "אב (Lulu) גד.", ".דג (Lulu) בא"),
        ("ar", "لا، 7.", ".7 ،ﻻ"),
        ("ar", "بيت", "ﺖﻴﺑ"),
        ("en", "Say שלום, Tom.", "Say םולש, Tom."),
        ("en", "Plain (12).", "Plain (12)."),
    ],
)
def test_a_line_is_drawn_from_the_side_it_is_read_from(language: str, read: str, seen: str) -> None:
    assert as_drawn(joined(read), language) == seen


def test_vowel_points_are_left_out_of_what_is_drawn_letter_by_letter() -> None:
    assert joined("שָׁלוֹם־לָךְ") == "שלום־לך"
    assert joined("سَلَامٌ") == joined("سلام")


@pytest.mark.parametrize(
    ("language", "said"), [("ar", 'dir="rtl"'), ("he", 'dir="rtl"'), ("zh", 'lang="zh-Hans"'), ("fr", 'dir="ltr"')]
)
def test_the_reader_says_how_a_book_is_written(client: Client, alice: User, language: str, said: str) -> None:
    client.force_login(alice)

    page = client.get(told(alice, language).get_absolute_url()).content.decode()

    assert page.count(said) >= 2


# --- breaking lines ---------------------------------------------------------------------------
def test_many_words_without_a_space_are_set_smaller_on_their_own_page(alice: User) -> None:
    book = told(alice, "zh")
    book.pages.filter(page_number=1).update(text="小龙把爪子伸进池塘。" * 40)

    data = book_pdf(book).data

    assert len(PdfReader(io.BytesIO(data)).pages) == 6
    assert "".join(drawn.lines(data, 1)).count("龙") == 40


def test_french_marks_never_begin_a_line() -> None:
    held = in_one_line("« Brrr ! » dit-il : oui ; non ?")

    assert held.split(" ") == ["«\xa0Brrr\xa0!\xa0»", "dit-il\xa0:", "oui\xa0;", "non\xa0?"]


# --- bound on the right -----------------------------------------------------------------------
@pytest.mark.parametrize("language", ["he", "fr"])
def test_a_paperback_is_bound_where_its_language_begins(alice: User, language: str) -> None:
    book, opens_on_the_right = told(alice, language), language == "he"

    kdp, lulu = (paperback.pages_order(book, [jpeg()], printer) for printer in (KDP, LULU))

    assert (kdp["bound_on_the_right"], lulu["bound_on_the_right"]) == (opens_on_the_right, False)
    kinds = [[sheet["kind"] for sheet in order["sheets"]] for order in (kdp, lulu)]
    assert kinds[0][0] == "half_title"
    assert kinds[1] == (kinds[0][::-1] if opens_on_the_right else kinds[0])  # last page first, bound on the left
    assert ("last page first" in lulu["keywords"]) is opens_on_the_right


@pytest.mark.parametrize(("bound_on_the_right", "outer_edges"), [(False, ["right", "left"]), (True, ["left", "right"])])
def test_paper_is_cut_at_its_spine(bound_on_the_right: bool, outer_edges: list[str]) -> None:
    paper = Paper(language="he", wrap="", cut_at_the_spine=True, bound_on_the_right=bound_on_the_right)
    for _page in outer_edges:
        paper.begin_sheet()
        paper.end_sheet()

    sheets = PdfReader(io.BytesIO(paper.finish())).pages

    bleeds = [(sheet.trimbox.left > 0, sheet.trimbox.right < sheet.mediabox.right) for sheet in sheets]
    assert bleeds == [(edge == "left", edge == "right") for edge in outer_edges]


@pytest.mark.heavy
@pytest.mark.parametrize(("language", "back_is_right"), [("he", True), ("fr", False)])
def test_the_back_of_a_cover_is_where_the_book_ends(alice: User, language: str, back_is_right: bool) -> None:
    data = book_pdf(told(alice, language), "kdp_cover").data
    sheet = PdfReader(io.BytesIO(data)).pages[0]
    places: list[float] = []

    def look(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            places.append(cm[4] + tm[4])

    sheet.extract_text(visitor_text=look)

    middle = float(sheet.mediabox.width) / 2
    assert places
    assert {place > middle for place in places} == {back_is_right}


# --- covers -----------------------------------------------------------------------------------
@LANGUAGES
def test_a_title_is_lettered_inside_the_upper_part(language: str) -> None:
    plain = Picture(Image.new("RGB", (1024, 1024), "#88aacc"))

    lettered = letter_cover(plain, STORIES[language].title, language)

    left, top, right, bottom = ImageChops.difference(plain.image, lettered.image).getbbox() or (0, 0, 0, 0)
    assert 20 < left < right < 1004
    assert 16 < top < bottom < 460
    (first, *_rest) = used([in_one_line(STORIES[language].title)], title_faces(language))
    assert first is title_faces(language)[0]


def test_a_hebrew_title_begins_on_the_right() -> None:
    plain = Picture(Image.new("RGB", (1024, 1024), "#88aacc"))

    hebrew, mirrored = letter_cover(plain, "אב", "he"), letter_cover(plain, "\u202dבא\u202c", "he")

    assert as_drawn("אב", "he") == "בא"
    assert ImageChops.difference(hebrew.image, mirrored.image).getbbox() is None


# --- letters ----------------------------------------------------------------------------------
@LANGUAGES
def test_each_language_has_a_face_of_its_own(language: str) -> None:
    story = STORIES[language]

    assert unprintable("".join(story.pages)) == ""
    assert used(map(in_one_line, story.pages), text_faces(language))[0] is text_faces(language)[0]
