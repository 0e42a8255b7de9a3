"""GET /v1/books/{book_id}/pdf, and the file itself."""

import io
from typing import Any

import pytest
from pypdf import PdfReader
from rest_framework.test import APIClient

from books.exports.bookfile import filename
from books.exports.pdf import book_pdf
from books.models import Book, Visibility
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import StoryforgeError

pytestmark = pytest.mark.django_db

TITLES = {"en": "The Deep Green Pond", "ko": "깊고 푸른 연못", "ja": "ふかい みどりの いけ"}
TEXTS = {
    "en": "The dragon put one claw in. “Cold!” said the pond.",
    "ko": "용은 발가락 하나를 물에 담갔어요. 앗, 차가워!",
    "ja": "りゅうは 水に 足を ひとつ 入れました。「つめたい！」",
}


def url(book_id: str, query: str = "") -> str:
    return f"/v1/books/{book_id}/pdf{query}"


def pages_of(book: Book) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(book_pdf(book).data)).pages]


def fonts_of(data: bytes) -> dict[str, bool]:
    """Every font of the file by name, and whether it is embedded."""
    found = {}
    for page in PdfReader(io.BytesIO(data)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descriptor = font.get_object().get("/FontDescriptor")
            found[str(font.get_object()["/BaseFont"])] = bool(descriptor and "/FontFile2" in descriptor.get_object())
    return found


def test_it_is_a_file_with_the_name_of_the_book(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, title="The Deep Green Pond")

    answer: Any = as_alice.get(url(book.pk), headers={"Accept": "application/pdf"})

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="The Deep Green Pond.pdf"'
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_it_has_a_cover_a_page_each_and_a_colophon(alice: User) -> None:
    pages = pages_of(a_book(alice, pages=8, title="The Deep Green Pond"))

    assert len(pages) == 10
    assert [f"Page {number}:" in text for number, text in enumerate(pages)][1:9] == [True] * 8
    assert "The Deep Green Pond" in pages[9]
    assert "without a trained model" in pages[9]


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_every_script_comes_out_right_with_its_fonts_embedded(alice: User, language: str) -> None:
    book = a_book(alice, language=language, title=TITLES[language])
    book.pages.update(text=TEXTS[language])

    data = book_pdf(book).data
    text = PdfReader(io.BytesIO(data)).pages[1].extract_text()

    assert "".join(text.split()) == "".join(TEXTS[language].split())
    fonts = fonts_of(data)
    assert len(fonts) >= 1
    assert all(fonts.values()), fonts


def test_mixed_scripts_find_their_letters_and_emoji_break_nothing(alice: User) -> None:
    book = a_book(alice, language="ko")
    book.pages.update(text="Zoë와 さくら는 친구예요 🐉✨")

    assert pages_of(book)[1].replace(" ", "") == "Zoë와さくら는친구예요"


def test_a_missing_picture_is_a_failure_and_not_an_empty_page(alice: User) -> None:
    book = a_book(alice)
    book.pages.filter(page_number=2).update(image_key="users/nowhere.jpg")

    with pytest.raises((StoryforgeError, FileNotFoundError)):
        book_pdf(book)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("What? A/B: “C”", "What A B “C”.pdf"),
        ("...", "Storyforge.pdf"),
        ("깊은 연못", "깊은 연못.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_names_are_fit_for_every_file_system(title: str, expected: str) -> None:
    assert filename(Book(title=title), "pdf") == expected


def test_two_files_of_one_book_have_two_names() -> None:
    book = Book(title="What? A/B: “C”")

    assert filename(book, "pdf", "to print") == "What A B “C” (to print).pdf"
    assert filename(book, "epub") == "What A B “C”.epub"


def test_an_unknown_edition_is_refused(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice)

    assert as_alice.get(url(book.pk, "?edition=gold")).status_code == 422
    assert as_alice.get(url(book.pk, "?paper=a4")).status_code == 422


def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    book = a_book(alice)
    shared = a_book(alice, visibility=Visibility.PUBLIC)

    assert as_bob.get(url(book.pk)).status_code == 404
    assert as_nobody.get(url(book.pk)).status_code == 404
    assert as_nobody.get(url(shared.pk)).status_code == 200
