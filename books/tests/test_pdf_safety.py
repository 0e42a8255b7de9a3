"""What a book says stays words, and a press reads nothing but the book."""

import io
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings as site
from pypdf import PdfReader

from books.exports import printshop
from books.exports.pdf import book_pdf
from books.exports.press import fence, xhtml
from books.models import Edition
from books.tests import hostile
from storyforge_site.accounts.models import User
from storyforge_site.lib import marking
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.tests.canary import Canary, listening

pytestmark = pytest.mark.django_db

# Each way of drawing in every language; the paperback's own pages once, as Lulu's and KDP's are drawn alike.
IN_LANGUAGES = [
    *((Edition.SCREEN, language) for language in ("en", "ko", "ja")),
    *(pytest.param(Edition.PRINT, language, marks=pytest.mark.heavy) for language in ("en", "ko", "ja")),
    pytest.param(Edition.KDP, "en", marks=pytest.mark.heavy),
    pytest.param(Edition.LULU_COVER, "en", marks=pytest.mark.heavy),
]
EDITIONS = [
    edition if edition == Edition.SCREEN else pytest.param(edition, marks=pytest.mark.heavy)
    for edition in (Edition.SCREEN, Edition.PRINT, Edition.KDP, Edition.LULU_COVER)
]
CONTROLS = "a\x01\x0b\x1b\x7f\x85\u200b\u200d\u202e\u2028\ufeff\ufffe\U0010ffffb"
EMOJI = "🐉✨👩‍👩‍👧‍👦🏳️‍🌈❤️#️⃣🇰🇷"


@pytest.fixture
def canary() -> Iterator[Canary]:
    yield from listening()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return hostile.secrets(folder)


def address(canary: Canary) -> str:
    return f"http://127.0.0.1:{canary.port}/x"


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def letters(text: str) -> str:
    return "".join(text.split())


def said(reader: PdfReader) -> str:
    return "".join(letters(page.extract_text()) for page in reader.pages)


def assert_shows_nothing_foreign(reader: PdfReader) -> None:
    assert hostile.SECRET not in said(reader)
    for page in reader.pages:
        assert hostile.SECRET_SIZE not in [picture.image.size for picture in page.images if picture.image]
        assert (round(page.mediabox.width), round(page.mediabox.height)) != hostile.SECRET_SIZE
        assert "/Annots" not in page
    count: Any = reader.trailer["/Size"]
    everything = str([reader.get_object(number) for number in range(1, count)])
    for name in ("/URI", "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/SubmitForm", "/OpenAction"):
        assert f"'{name}'" not in everything


@pytest.mark.parametrize(("edition", "language"), IN_LANGUAGES)
def test_whatever_a_book_says_stays_words(
    alice: User, canary: Canary, files: dict[str, str], edition: Edition, language: str
) -> None:
    texts = hostile.words(files, address(canary))
    pages = [" ".join(texts[place::4]) for place in range(4)]
    book = hostile.a_book_that_says(alice, pages, texts[0], language)

    reader = read(book_pdf(book, edition).data)

    assert canary.reached == []
    assert_shows_nothing_foreign(reader)
    everything = said(reader)
    on_the_cover = [book.summary] if edition == Edition.LULU_COVER else [*pages, book.title, book.topic]
    for text in on_the_cover:
        assert letters(text) in everything


@pytest.mark.parametrize("edition", EDITIONS)
def test_emoji_and_control_characters_are_left_out_and_break_nothing(alice: User, edition: Edition) -> None:
    book = hostile.a_book_that_says(alice, [CONTROLS, EMOJI, f"{EMOJI} c {CONTROLS}", "last"], CONTROLS + EMOJI, "en")

    reader = read(book_pdf(book, edition).data)

    everything = said(reader)
    visible = "".join(letter for letter in everything if unicodedata.category(letter) not in ("Cf", "Mn"))
    assert "ab" in visible
    assert "last" in visible or edition == Edition.LULU_COVER
    assert not {"Cc", "Co", "Cn", "Cs", "So"} & set(map(unicodedata.category, visible)), everything
    assert reader.xmp_metadata is not None


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_very_long_text_stays_on_its_page(alice: User, language: str) -> None:
    text = ("The dragon swam and swam. " if language == "en" else "りゅうはおよぎました。") * 60
    book = hostile.a_book_that_says(alice, [text, "second", "third", "fourth"], "words", language)

    pages = read(book_pdf(book).data).pages

    assert len(pages) == 6
    assert letters(pages[1].extract_text()) == letters(text)


@pytest.mark.filterwarnings("ignore:<pdf.font> is deprecated")
@pytest.mark.parametrize("attempt", range(7))
def test_html_that_names_what_is_not_ours_is_printed_without_it(
    canary: Canary, files: dict[str, str], tmp_path: Path, attempt: int
) -> None:
    """As if escaping had failed: the policy alone, in this process, where there is no fence."""
    folder = tmp_path / "press"
    folder.mkdir()
    html = f"<html><body>{hostile.foreign(files, address(canary))[attempt]}<p>ours</p></body></html>"

    reader = read(xhtml.draw({"html": html}, folder))

    assert canary.reached == []
    assert_shows_nothing_foreign(reader)
    assert "ours" in said(reader)


def in_a_fence(folder: Path, program: str, before: str = "", cpu_seconds: int = 30) -> str:
    """What a process prints that is fenced in `folder`."""
    code = f"from pathlib import Path\nfrom books.exports.press import fence\n{before}\n"
    code += f"fence.limit(cpu_seconds={cpu_seconds})\nfence.close(Path({str(folder)!r}))\n{program}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=site.BASE_DIR, timeout=60, check=False
    )
    return done.stdout + done.stderr


def test_the_fence_holds_where_the_policy_does_not(canary: Canary, files: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "press"
    folder.mkdir()
    html = "".join(hostile.foreign(files, address(canary)))
    before = "from xhtml2pdf import pisa\nfrom xhtml2pdf.config.resources import PERMISSIVE_POLICY\n"
    program = f"""
with open({str(folder / "book.pdf")!r}, "wb") as target:
    pisa.CreatePDF({html!r}, dest=target, resource_policy=PERMISSIVE_POLICY)
print("printed")
"""

    assert "printed" in in_a_fence(folder, program, before)

    assert canary.reached == []
    assert_shows_nothing_foreign(PdfReader(folder / "book.pdf"))


def test_the_fence_lets_nobody_out(canary: Canary, files: dict[str, str], tmp_path: Path) -> None:
    attempts = [
        f"open({files['txt']!r}).read()",
        f"open({files['txt']!r}, 'a')",
        f"Path({files['txt']!r}).read_text()",
        f"os.open({files['txt']!r}, os.O_RDONLY)",
        f"open({str(tmp_path / 'press' / '..' / 'elsewhere' / 'secret.txt')!r})",
        f"open({str(tmp_path / 'press' / 'link')!r})",
        f"open({fence.__file__!r})",
        f"open({pypdf.__file__!r}, 'a')",
        f"socket.create_connection(('127.0.0.1', {canary.port}))",
        "socket.getaddrinfo('example.org', 80)",
        f"urllib.request.urlopen('http://127.0.0.1:{canary.port}')",
        "subprocess.run(['true'])",
        "os.system('true')",
    ]
    folder = tmp_path / "press"
    folder.mkdir()
    (folder / "link").symlink_to(files["txt"])
    program = "".join(
        f"try:\n    {attempt}\n    print('out')\nexcept OSError as error:\n    print(repr(error))\n"
        for attempt in attempts
    )

    told = in_a_fence(folder, program, "import os, socket, subprocess, urllib.request").splitlines()

    assert ["PermissionError" in line for line in told] == [True] * len(attempts), told
    assert canary.reached == []


def test_who_works_for_ever_or_takes_everything_is_stopped_by_the_kernel(tmp_path: Path) -> None:
    assert "MemoryError" in in_a_fence(tmp_path, "bytearray(2 * 1024 ** 3)")
    assert "too large" in in_a_fence(tmp_path, f"open('{tmp_path}/f', 'wb').truncate(2 * 1024 ** 3)")
    assert in_a_fence(tmp_path, "print('before', flush=True)\nwhile True: pass", cpu_seconds=1) == "before\n"


def test_markup_nested_three_thousand_deep_is_an_error_and_the_next_book_is_printed(tmp_path: Path) -> None:
    def order(body: str) -> dict[str, Any]:
        return {
            "edition": "screen",
            "html": f"<html><body>{body}</body></html>",
            "title": "The Pond",
            "subject": "a pond",
            "language": "en",
            "xmp": marking.xmp(by_model=False),
        }

    with pytest.raises(StoryforgeError) as raised:
        printshop.run(order("<b>" * 3000 + "x"), tmp_path)
    assert "nests more than" in raised.value.note

    assert "next" in said(read(printshop.run(order("<p>next</p>"), tmp_path)))
