"""No sentence of the site is left in English: each one in templates and code has its Korean and its Japanese.

Books are told in more languages than the site speaks: what stands in a book, around its story, has them all.
"""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.translation.template import templatize

from storyforge_site.lib.choices import AgeBand, BookLanguage

_APPS = ("storyforge_site", "books", "characters", "credits", "streaks")
_TEXTS = {".html", ".txt", ".xhtml", ".opf", ".xml"}
_IN_BOOKS = ("books/exports/", "templates/books/epub/", "templates/books/pdf/")
_ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_MANY = {"ngettext", "ngettext_lazy"}
_LITERAL = r"'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_IN_TEMPLATE = re.compile(rf"\bn?gettext\s*\(u?(?P<text>{_LITERAL})", re.S)


def of_code(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in _ONE | _MANY and isinstance(node.args[0].value, str):
                yield node.args[0].value


def of_template(source: str) -> Iterator[str]:
    """Django makes code of a template; the text that stands between the calls is crossed out."""
    for call in _IN_TEMPLATE.finditer(templatize(source)):
        yield ast.literal_eval(call["text"])


def sentences(*, of: tuple[str, ...] = ("",)) -> dict[str, str]:
    """Every sentence, and where it stands; `of` says in which folders."""
    code = [path for app in _APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    templates = [path for path in (settings.BASE_DIR / "templates").rglob("*") if path.suffix in _TEXTS]
    found: dict[str, str] = {}
    for path in [*code, *templates]:
        place = str(path.relative_to(settings.BASE_DIR))
        if {"tests", "migrations", "node_modules"} & set(path.parts) or not place.startswith(of):
            continue
        read = of_code if path.suffix == ".py" else of_template
        found |= dict.fromkeys(read(path.read_text()), place)
    return found


def translated(language: str) -> set[str]:
    """What is in the compiled catalogue; doubtful entries are not."""
    with (Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key if isinstance(key, str) else key[0] for key, text in catalogue.items() if text}


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_every_sentence_is_translated(language: str) -> None:
    known = translated(language)

    missing = {sentence: place for sentence, place in sentences().items() if sentence and sentence not in known}

    assert missing == {}


@pytest.mark.parametrize("language", sorted(set(BookLanguage.values) - {"en"}))
def test_what_stands_around_a_story_is_in_its_language(language: str) -> None:
    known = translated(language)
    said = {*sentences(of=_IN_BOOKS)}
    with override("en"):
        said |= {str(label) for label in AgeBand.labels}

    assert said - known == set()


@pytest.mark.parametrize("language", BookLanguage.values)
def test_a_book_can_speak_though_the_site_does_not(language: str) -> None:
    with override(language):
        said = _("This book belongs to")

    assert (said == "This book belongs to") is (language == "en")


def test_sentences_are_found_in_code_and_templates() -> None:
    counted = "{% blocktranslate count n=n %}{{ n }} owl{% plural %}{{ n }} owls{% endblocktranslate %}"
    template = '{% load i18n %}{% translate "A book" %}' + counted

    assert set(of_template(template)) == {"A book", "%(n)s owl"}
    assert set(of_code('title = _("Two " "hats")\nngettext("a mole", "moles", 2)')) == {"Two hats", "a mole"}
