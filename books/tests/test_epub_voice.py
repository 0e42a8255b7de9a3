"""What is heard in an e-book, and which words are marked meanwhile."""

from collections.abc import Iterator

import pytest

from books.models import Book, Page
from books.tests.factories import a_book
from books.tests.test_epub import OPF, XHTML, meta, parsed, unpacked, words_of
from books.tests.voices import give_voice
from storyforge_site.accounts.models import User
from storyforge_site.lib.mp3 import Sound

pytestmark = pytest.mark.django_db

SMIL = "{http://www.w3.org/ns/SMIL}"
TEXT = "“Cold!” said the pond."


@pytest.fixture
def book(alice: User) -> Book:
    book = a_book(alice, cover_alt_text="A dragon at a pond")
    book.pages.filter(page_number=2).update(text=TEXT)
    return book


def followed(files: dict[str, bytes], leaf: str) -> Iterator[tuple[str, float, float]]:
    """What lights up from when to when, in seconds: the whole text of the elements that the overlay names."""
    page = parsed(files, f"{leaf}.xhtml")
    elements = {element.get("id"): element for element in page.iter()}
    for par in parsed(files, f"{leaf}.smil").iter(f"{SMIL}par"):
        text, sound = list(par)
        target, _hash, name = text.get("src", "").partition("#")
        assert (target, sound.get("src")) == (f"{leaf}.xhtml", f"audio/{leaf}.mp3")
        moments = [float(sound.get(edge, "").removesuffix("s")) for edge in ("clipBegin", "clipEnd")]
        yield "".join(elements[name].itertext()), moments[0], moments[1]


def tell(page: Page, *words: tuple[str, int]) -> None:
    """What a voice reports: words, and when each begins in milliseconds."""
    page.words = [{"text": word, "start_ms": start, "end_ms": start} for word, start in words]
    page.save()


def seconds(files: dict[str, bytes], leaf: str) -> float:
    return Sound.of(files[f"EPUB/audio/{leaf}.mp3"]).milliseconds / 1000


def test_each_word_is_heard_until_the_next_and_the_text_stays_as_it_was(book: Book) -> None:
    give_voice(book)

    files = unpacked(book)

    heard = list(followed(files, "page-02"))
    assert [word for word, _begin, _end in heard] == ["“Cold!”", "said", "the", "pond."]
    assert [begin for _word, begin, _end in heard] == [0, 0.3, 0.6, 0.9]
    assert [end for _word, _begin, end in heard] == [0.3, 0.6, 0.9, seconds(files, "page-02")]
    assert words_of(files, 2) == TEXT


def test_a_voice_that_tells_bare_words_marks_them_and_leaves_the_rest(book: Book) -> None:
    give_voice(book)
    tell(book.pages.get(page_number=2), ("Cold", 120), ("said", 400), ("nowhere", 450), ("pond", 900))

    files = unpacked(book)

    assert [word for word, _begin, _end in followed(files, "page-02")] == ["Cold", "said", "pond"]
    assert words_of(files, 2) == TEXT


def test_words_of_one_moment_light_up_together_and_none_without_a_length(book: Book) -> None:
    give_voice(book)
    tell(book.pages.get(page_number=2), ("Cold!", 0), ("said", 0), ("the", 700), ("pond.", 99_000))

    heard = list(followed(unpacked(book), "page-02"))

    assert [word for word, _begin, _end in heard] == ["Cold!” said", "the", "pond."]
    assert all(begin < end for _word, begin, end in heard)


@pytest.mark.parametrize("words", [[], [("completely", 0), ("different", 300)]])
def test_where_no_word_is_found_the_whole_page_lights_up(book: Book, words: list[tuple[str, int]]) -> None:
    give_voice(book)
    tell(book.pages.get(page_number=2), *words)

    files = unpacked(book)

    assert list(followed(files, "page-02")) == [(TEXT, 0, seconds(files, "page-02"))]


def test_the_title_is_heard_with_the_cover(book: Book) -> None:
    give_voice(book)

    files = unpacked(book)

    assert list(followed(files, "cover")) == [("", 0, seconds(files, "cover"))]
    assert b'cover.xhtml#picture-0"' in files["EPUB/cover.smil"]
    assert b'alt="The Dragon and the Pond: A dragon at a pond"' in files["EPUB/cover.xhtml"]


def test_a_title_that_was_never_read_is_not_heard(book: Book) -> None:
    give_voice(book)
    Book.objects.update(title="Another")

    files = unpacked(book)

    assert "EPUB/cover.smil" not in files
    assert "EPUB/page-01.smil" in files


def test_the_package_tells_how_long_it_is_and_how_a_word_is_marked(book: Book) -> None:
    give_voice(book)

    files = unpacked(book)
    package = parsed(files, "package.opf")

    lengths = {element.get("refines"): element.text for element in package.iter(f"{OPF}meta")}
    names = ["cover", *(f"page-0{number}" for number in range(1, 5))]
    each = {f"#{name}-smil": f"{seconds(files, name):.3f}s" for name in names}
    assert each.items() <= lengths.items()
    total = next(value for value in meta(files, "media:duration") if value not in each.values())
    assert float(total.removesuffix("s")) == pytest.approx(sum(seconds(files, name) for name in names))
    overlays = {item.get("href"): item.get("media-overlay") for item in package.iter(f"{OPF}item")}
    assert {f"{name}.xhtml": overlays[f"{name}.xhtml"] for name in names} == {
        f"{name}.xhtml": f"{name}-smil" for name in names
    }
    assert meta(files, "media:active-class") == ["heard"]
    assert b"span.heard" in files["EPUB/style.css"]
    assert meta(files, "media:narrator") == ["A computer’s voice"]


def test_a_silent_book_has_no_trace_of_a_voice(book: Book) -> None:
    files = unpacked(book)

    assert not [name for name in files if name.endswith((".smil", ".mp3"))]
    assert b"media:" not in files["EPUB/package.opf"]
    assert "There is no sound" in meta(files, "schema:accessibilitySummary")[0]
    assert "auditory" not in meta(files, "schema:accessMode")
    assert "read aloud" not in files["EPUB/colophon.xhtml"].decode()


@pytest.mark.parametrize(
    ("skipping", "sufficient", "words"),
    [
        ([], ["textual,visual", "textual", "auditory,visual"], "Every page is read aloud"),
        ([3], ["textual,visual", "textual"], "Some pages are read aloud"),
    ],
)
def test_who_asks_is_told_how_much_is_read_aloud(
    book: Book, skipping: list[int], sufficient: list[str], words: str
) -> None:
    give_voice(book, skipping=skipping)

    files = unpacked(book)

    assert "synchronizedAudioText" in meta(files, "schema:accessibilityFeature")
    assert meta(files, "schema:accessModeSufficient") == sufficient
    assert words in meta(files, "schema:accessibilitySummary")[0]
    assert ("EPUB/page-03.smil" in files) is not bool(skipping)


def test_a_book_whose_pictures_are_not_all_described_does_not_say_they_are(book: Book) -> None:
    book.pages.filter(page_number=3).update(alt_text="")

    files = unpacked(book)

    assert "alternativeText" not in meta(files, "schema:accessibilityFeature")
    assert meta(files, "schema:accessModeSufficient") == ["textual,visual"]
    assert "Not every picture" in meta(files, "schema:accessibilitySummary")[0]


@pytest.mark.parametrize(("by_model", "kind"), [(True, "trainedAlgorithmicMedia"), (False, "algorithmicMedia")])
def test_a_voice_is_told_of_like_words_and_pictures(book: Book, by_model: bool, kind: str) -> None:
    give_voice(book, by_model=by_model)

    files = unpacked(book)

    assert meta(files, "Iptc4xmpExt:DigitalSourceType") == [f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"]
    assert "read aloud by a computer’s voice" in files["EPUB/colophon.xhtml"].decode()


def test_a_new_voice_is_a_change_that_readers_notice(book: Book) -> None:
    Book.objects.update(published_at=book.created_at.replace(year=2020), created_at=book.created_at.replace(year=2020))
    before = meta(unpacked(book), "dcterms:modified")

    give_voice(book)

    assert meta(unpacked(book), "dcterms:modified")[0] > before[0]


def test_hostile_words_are_heard_as_words(book: Book) -> None:
    hostile = "</span><script>x</script> \x0b\x1b \x01bad & <b>bold</b> 🐉"
    book.pages.filter(page_number=1).update(text=hostile)
    give_voice(book)

    files = unpacked(book)

    assert words_of(files, 1) == hostile.translate({0x0B: None, 0x1B: None, 0x01: None})
    assert [word for word, _begin, _end in followed(files, "page-01")] == [
        "</span><script>x</script>",
        "bad",
        "&",
        "<b>bold</b>",
        "🐉",
    ]
    assert not list(parsed(files, "page-01.xhtml").iter(f"{XHTML}script"))
