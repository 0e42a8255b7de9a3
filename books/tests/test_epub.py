"""GET /v1/books/{book_id}/epub, and the file itself."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from rest_framework.test import APIClient

from books.exports.epub import book_epub
from books.models import Book, PageVersion, Visibility
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.tests.canary import Canary, listening

pytestmark = pytest.mark.django_db

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
EPUB = "{http://www.idpf.org/2007/ops}"

TEXTS = {
    "en": "The dragon put one claw in. “Cold!” said the pond.",
    "ko": "용은 발가락 하나를 물에 담갔어요. 앗, 차가워!",
    "ja": "りゅうは 水に 足を ひとつ 入れました。「つめたい！」",
}
MARKUP = '</p><script src="http://127.0.0.1/x.js"></script> ]]> & <b>bold</b> {{ book }} {% now "Y" %} 🐉'


def url(book_id: str, query: str = "") -> str:
    return f"/v1/books/{book_id}/epub{query}"


def unpacked(book: Book) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book_epub(Book.objects.get(pk=book.pk)).data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def parsed(files: dict[str, bytes], name: str) -> ElementTree.Element:
    return ElementTree.fromstring(files[f"EPUB/{name}"])  # noqa: S314  # a file we have just made


def meta(files: dict[str, bytes], name: str) -> list[str]:
    found = parsed(files, "package.opf").iter(f"{OPF}meta")
    return [element.text or "" for element in found if element.get("property") == name]


def words_of(files: dict[str, bytes], page: int) -> str:
    return "".join(parsed(files, f"page-{page:02d}.xhtml").find(f".//{XHTML}p").itertext())  # type: ignore[union-attr]


@pytest.fixture
def canary() -> Iterator[Canary]:
    yield from listening()


def test_it_is_a_file_with_the_name_of_the_book(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, title="What? A Pond!")

    answer: Any = as_alice.get(url(book.pk), headers={"Accept": "application/epub+zip"})

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/epub+zip")
    assert answer["Content-Disposition"] == 'attachment; filename="What A Pond!.epub"'
    assert "private" in answer["Cache-Control"]


def test_the_finished_book_says_where_it_is(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice)

    assert as_alice.get(f"/v1/books/{book.pk}/detail").json()["epub_url"] == url(book.pk)


def test_the_archive_says_in_its_first_bytes_what_it_is(alice: User) -> None:
    data = book_epub(a_book(alice)).data

    assert data[30:58] == b"mimetypeapplication/epub+zip"  # no extra field before it, not packed
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = archive.infolist()[:2]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert second.filename == "META-INF/container.xml"
        assert b'full-path="EPUB/package.opf"' in archive.read(second)


def test_the_same_book_gives_the_same_bytes(alice: User) -> None:
    book = a_book(alice)

    assert book_epub(book).data == book_epub(Book.objects.get(pk=book.pk)).data


def test_the_package_lists_every_file_once_and_the_spine_is_the_book_in_order(alice: User) -> None:
    files = unpacked(a_book(alice, pages=5))
    package = parsed(files, "package.opf")
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    listed = [f"EPUB/{item.get('href')}" for item in items.values()]

    assert sorted(listed) == sorted(set(files) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"})
    spine = [items[reference.get("idref")].get("href") for reference in package.iter(f"{OPF}itemref")]
    assert spine == ["cover.xhtml", *(f"page-0{number}.xhtml" for number in range(1, 6)), "colophon.xhtml"]
    special = {item.get("properties"): item.get("href") for item in items.values() if item.get("properties")}
    assert special == {"nav": "nav.xhtml", "cover-image": "images/cover.jpg"}


def test_every_reference_leads_somewhere_inside_and_nothing_runs(alice: User) -> None:
    files = unpacked(a_book(alice))
    ids = {name: _ids(data) for name, data in files.items() if name.endswith((".xhtml", ".opf"))}

    assert all(len(found) == len(set(found)) for found in ids.values())
    for name, data in files.items():
        assert b"<script" not in data
        for reference in _references(name, data):
            target, fragment = urldefrag(posixpath.join(posixpath.dirname(name), reference))
            assert "://" not in reference
            assert target in files, (name, reference)
            assert not fragment or fragment in ids[target], (name, reference)


def _ids(data: bytes) -> list[str]:
    return [element.get("id", "") for element in ElementTree.fromstring(data).iter() if element.get("id")]  # noqa: S314


def _references(name: str, data: bytes) -> list[str]:
    if name.endswith(".css"):
        return [part.split('"')[0] for part in data.decode().split('url("')[1:]]
    if not name.endswith(".xhtml"):
        return []
    elements = list(ElementTree.fromstring(data).iter())  # noqa: S314
    return [element.get(kind, "") for element in elements for kind in ("src", "href") if element.get(kind)]


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_a_page_is_a_picture_told_in_words_and_its_text_in_its_language(alice: User, language: str) -> None:
    book = a_book(alice, language=language)
    book.pages.update(text=TEXTS[language], alt_text="A dragon & a pond")

    files = unpacked(book)
    page = parsed(files, "page-02.xhtml")

    assert words_of(files, 2) == TEXTS[language]
    assert {page.get("lang"), parsed(files, "package.opf").findtext(f".//{DC}language")} == {language}
    picture = page.find(f".//{XHTML}img")
    assert picture is not None
    assert picture.get("alt") == "A dragon & a pond"
    viewport = [element.get("content") for element in page.iter(f"{XHTML}meta") if element.get("name") == "viewport"]
    assert viewport == ["width=1200, height=1600"]


def test_every_letter_has_a_font_in_the_book_and_the_fonts_are_small(alice: User) -> None:
    book = a_book(alice, language="ko")
    book.pages.update(text="Zoë와 さくら는 친구예요 🐉")

    files = unpacked(book)
    fonts = [TTFont(io.BytesIO(data)) for name, data in files.items() if name.endswith(".ttf")]
    has = {chr(code) for font in fonts for code in font.getBestCmap()}

    assert set("Zoë와さくら는친구예요") <= has
    assert sum(len(data) for name, data in files.items() if name.endswith(".ttf")) < 120_000
    assert {str(font["name"].getDebugName(1)) for font in fonts} == {"Story1", "Story2"}
    assert all("SIL" in str(font["name"].getDebugName(13)) for font in fonts)
    assert b"SIL OPEN FONT LICENSE" in files["EPUB/fonts/OFL.txt"]


def test_readers_that_listen_or_jump_find_their_way(alice: User) -> None:
    files = unpacked(a_book(alice, cover_alt_text="A dragon"))
    kinds = {nav.get(f"{EPUB}type"): nav for nav in parsed(files, "nav.xhtml").iter(f"{XHTML}nav")}

    assert set(kinds) == {"toc", "landmarks", "page-list"}
    marks = [link.get(f"{EPUB}type") for link in kinds["landmarks"].iter(f"{XHTML}a")]
    assert marks == ["cover", "bodymatter", "colophon"]
    assert [link.text for link in kinds["page-list"].iter(f"{XHTML}a")] == ["1", "2", "3", "4"]
    assert meta(files, "rendition:layout") == ["pre-paginated"]
    assert meta(files, "schema:accessMode") == ["textual", "visual"]
    assert {"alternativeText", "readingOrder", "tableOfContents"} <= set(meta(files, "schema:accessibilityFeature"))
    assert "described in words" in meta(files, "schema:accessibilitySummary")[0]


@pytest.mark.parametrize(
    ("illustrator", "kind", "words"),
    [
        ("offline storyforge-illustrator-1", "algorithmicMedia", "without a trained model"),
        ("openai gpt-image-2", "trainedAlgorithmicMedia", "generative AI"),
    ],
)
def test_it_says_to_machines_and_people_who_made_it(alice: User, illustrator: str, kind: str, words: str) -> None:
    files = unpacked(a_book(alice, illustrator=illustrator))

    assert meta(files, "Iptc4xmpExt:DigitalSourceType") == [f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"]
    assert words in files["EPUB/colophon.xhtml"].decode()


def test_a_picture_nobody_described_is_named_rather_than_hidden(alice: User) -> None:
    book = a_book(alice, language="en", title="The Pond")
    book.pages.update(alt_text="")

    files = unpacked(book)

    assert b'alt="Page 3"' in files["EPUB/page-03.xhtml"]
    assert b'alt="The Pond"' in files["EPUB/cover.xhtml"]


def test_markup_and_controls_in_words_are_words(alice: User, canary: Canary) -> None:
    evil = f"{MARKUP}\x0b\x1b\ufffe http://127.0.0.1:{canary.port}/"
    book = a_book(alice, title=evil[:200], topic=evil[:200], summary=evil, cover_alt_text=f'" onload="{evil}')
    book.pages.update(text=evil, alt_text=f'"/><img src="http://127.0.0.1:{canary.port}/{evil}')

    files = unpacked(book)

    assert words_of(files, 1) == evil.translate({0x0B: None, 0x1B: None, 0xFFFE: None})
    for name in files:
        if name.endswith((".xhtml", ".opf")):
            root = parsed(files, name.removeprefix("EPUB/"))
            assert not list(root.iter(f"{XHTML}script")), name
            assert len(list(root.iter(f"{XHTML}img"))) <= 1, name
    assert canary.reached == []


def test_long_words_shrink_until_they_fit(alice: User) -> None:
    book = a_book(alice, target_age="3-5")
    book.pages.filter(page_number=1).update(text="A short one.")
    book.pages.filter(page_number=2).update(text="word " * 160)

    files = unpacked(book)

    assert b"font-size: 55px" in files["EPUB/page-01.xhtml"]
    assert b"font-size: 55px" not in files["EPUB/page-02.xhtml"]


def test_a_page_made_anew_is_a_change_that_readers_notice(alice: User) -> None:
    book = a_book(alice)
    before = meta(unpacked(book), "dcterms:modified")
    version = PageVersion.of(book.pages.all()[0])
    PageVersion.objects.filter(pk=version.pk).update(created_at=version.created_at.replace(year=2099))

    assert meta(unpacked(book), "dcterms:modified")[0] > before[0]


def test_an_unfinished_book_is_not_ready(as_alice: APIClient, alice: User) -> None:
    answer = as_alice.get(url(a_book(alice, pages=0, published_at=None).pk))

    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_READY")


def test_it_takes_no_questions_it_does_not_know(as_alice: APIClient, alice: User) -> None:
    assert as_alice.get(url(a_book(alice).pk, "?layout=flowing")).status_code == 422


def test_it_checks_ownership(as_alice: APIClient, as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    book = a_book(alice)
    shared = a_book(alice, visibility=Visibility.PUBLIC)

    assert as_bob.get(url(book.pk)).status_code == 404
    assert as_nobody.get(url(book.pk)).status_code == 404
    assert as_alice.get(url("book_nowhere")).status_code == 404
    assert as_nobody.get(url(shared.pk)).status_code == 200
