"""The book to listen to, taken apart by a reader of ID3 that shares nothing with what writes it."""

import io
import re
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from books import storage
from books.exports.audiobook import PAUSE_MS, audio_book
from books.exports.pictures import clean_picture
from books.models import Book, Page
from books.tests.factories import a_book, jpeg
from books.tests.voices import give_voice, length
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.mp3 import Sound

pytestmark = pytest.mark.django_db


def heard(book: Book) -> bytes:
    return audio_book(Book.objects.get(pk=book.pk)).data


def synchsafe(four: bytes) -> int:
    assert all(byte < 0x80 for byte in four)
    return four[0] << 21 | four[1] << 14 | four[2] << 7 | four[3]


def frames(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every frame of a stretch of a tag, to its very end."""
    while data:
        name, size = data[:4].decode("ascii"), synchsafe(data[4:8])
        assert re.fullmatch("[A-Z0-9]{4}", name)
        assert data[8:10] == b"\0\0"
        assert size <= len(data) - 10
        yield name, data[10 : 10 + size]
        data = data[10 + size :]


def tag(data: bytes) -> list[tuple[str, bytes]]:
    assert data[:6] == b"ID3\x04\x00\x00"
    return list(frames(data[10 : 10 + synchsafe(data[6:10])]))


def text(body: bytes) -> str:
    assert body[0] == 3  # UTF-8
    return body[1:].decode()


def texts(data: bytes) -> dict[str, str]:
    return {name: text(body) for name, body in tag(data) if name.startswith("T")}


def chapters(data: bytes) -> list[tuple[str, int, int]]:
    """Their names and moments, in the order of the table of contents."""
    found: dict[bytes, tuple[str, int, int]] = {}
    for body in (body for name, body in tag(data) if name == "CHAP"):
        element, _zero, rest = body.partition(b"\0")
        begin, end, *offsets = struct.unpack(">4I", rest[:16])
        assert offsets == [0xFFFFFFFF] * 2
        [(name, title)] = frames(rest[16:])
        assert name == "TIT2"
        found[element] = (text(title), begin, end)
    [table] = [body for name, body in tag(data) if name == "CTOC"]
    _element, _zero, rest = table.partition(b"\0")
    assert rest[0] == 0b11  # the top one, and in order
    elements = rest[2:].rstrip(b"\0").split(b"\0")
    assert (len(elements), set(elements)) == (rest[1], set(found))
    return [found[element] for element in elements]


def test_it_has_a_chapter_for_the_title_and_one_a_page(alice: User) -> None:
    book = a_book(alice, title="The Pond")
    give_voice(book)

    told = chapters(heard(book))

    assert [name for name, _begin, _end in told] == ["The Pond", "Page 1", "Page 2", "Page 3", "Page 4"]


def test_chapters_follow_each_other_from_the_first_moment_to_the_last(alice: User) -> None:
    book = a_book(alice)
    Page.objects.filter(book=book, page_number=2).update(text="A much longer page " * 20)
    give_voice(book)

    data = heard(book)
    _names, begins, ends = zip(*chapters(data), strict=True)

    assert (begins[0], ends[-1]) == (0, Sound.of(data).milliseconds)
    assert begins[1:] == ends[:-1]
    assert all(one < other for one, other in pairwise([*begins, ends[-1]]))
    pages = [length(page.audio_key) for page in book.pages.all()]
    lengths = [end - begin for begin, end in zip(begins, ends, strict=True)][1:]
    assert lengths == [pytest.approx(page + PAUSE_MS, abs=120) for page in pages]


@pytest.mark.parametrize(
    ("language", "first", "code"), [("en", "Page 1", "eng"), ("ko", "1쪽", "kor"), ("ja", "1ページ", "jpn")]
)
def test_it_speaks_the_books_language(alice: User, language: str, first: str, code: str) -> None:
    book = a_book(alice, language=language)
    give_voice(book)

    data = heard(book)

    assert chapters(data)[1][0] == first
    assert texts(data)["TLAN"] == code


def test_players_show_what_it_is(alice: User) -> None:
    book = a_book(alice, title="물가의 용 🐉")
    give_voice(book)

    shown = texts(heard(book))

    assert (shown["TIT2"], shown["TALB"], shown["TPE1"]) == ("물가의 용 🐉", "물가의 용 🐉", "Storyforge")
    assert shown["TDRC"] == f"{book.published_at:%Y-%m-%d}"


def test_its_cover_is_the_books_made_small_and_marked(alice: User) -> None:
    book = a_book(alice)
    cover = clean_picture(jpeg("#224466", 1200)).marked(by_model=True)
    Book.objects.update(cover_image_key=storage.store(f"{storage.book_folder(alice.pk, book.pk)}/new.jpg", cover))
    give_voice(book)

    [picture] = [body for name, body in tag(heard(book)) if name == "APIC"]

    head, data = picture[:14], picture[14:]
    assert head == b"\x03image/jpeg\0\x03\0"  # 3: the front cover
    with Image.open(io.BytesIO(data)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (800, 800))
        assert b"trainedAlgorithmicMedia" in opened.info["xmp"]


@pytest.mark.parametrize(("by_model", "kind"), [(True, "trainedAlgorithmicMedia"), (False, "algorithmicMedia")])
def test_it_says_that_a_machine_speaks(alice: User, by_model: bool, kind: str) -> None:
    book = a_book(alice)
    give_voice(book, by_model=by_model)

    said = texts(heard(book))["TXXX"]

    assert said == f"DigitalSourceType\0http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"


def test_a_book_with_another_title_begins_with_its_first_page(alice: User) -> None:
    book = a_book(alice)
    give_voice(book)
    Book.objects.update(title="Another")

    data = heard(book)

    assert chapters(data)[0][:2] == ("Page 1", 0)
    assert texts(data)["TIT2"] == "Another"


@pytest.mark.parametrize("unread", [[2], [1, 2, 3, 4]])
def test_a_book_that_is_not_read_to_its_end_is_not_ready(alice: User, unread: list[int]) -> None:
    book = a_book(alice)
    give_voice(book, skipping=unread)

    with pytest.raises(StoryforgeError) as refusal:
        heard(book)

    assert refusal.value.code is Code.NOT_READY


def test_it_is_named_like_the_book_and_the_same_each_time(alice: User) -> None:
    book = a_book(alice, title="What? A Pond!")
    give_voice(book)

    file: Any = audio_book(book)

    assert (file.filename, file.content_type) == ("What A Pond!.mp3", "audio/mpeg")
    assert file.data == heard(book)
