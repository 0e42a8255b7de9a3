"""How pages look, and for whom: a device remembers, an account remembers better."""

import re
from typing import Any

import pytest
from django.test import Client

from books.models import Visibility
from books.tests.factories import a_book
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db

BROWSER = {"Accept": "text/html"}


def html_tag(client: Client, path: str = "/") -> str:
    page = client.get(path).content.decode()
    return page[page.index("<html") : page.index(">", page.index("<html"))]


def test_a_newcomer_gets_the_defaults(client: Client) -> None:
    tag = html_tag(client)

    assert 'lang="en"' in tag
    assert 'data-theme="auto" data-size="medium" data-spacing="normal" data-face="story" data-motion="full"' in tag


def test_a_choice_is_remembered_by_the_device_and_leads_back(client: Client) -> None:
    answer: Any = client.post("/appearance/", {"theme": "bedtime", "next": "/make/?topic=fox"}, headers=BROWSER)
    client.post("/appearance/", {"text_size": "huge", "reduce_motion": "true"}, headers=BROWSER)

    assert (answer.status_code, answer.url) == (302, "/make/?topic=fox")
    assert 'data-theme="bedtime" data-size="huge"' in html_tag(client)
    assert 'data-motion="less"' in html_tag(client)


def test_a_script_needs_no_page(client: Client) -> None:
    answer = client.post("/appearance/", {"theme": "light"}, headers={"Accept": "*/*"})

    assert answer.status_code == 204
    assert 'data-theme="light"' in html_tag(client)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    answer: Any = client.post("/appearance/", {"theme": "light", "next": elsewhere}, headers=BROWSER)

    assert answer.url == "/"


@pytest.mark.parametrize(
    "cookie", ["theme:neon|text_size:large", 'text_size:large|theme:"><script>', "text_size:large|x"]
)
def test_a_cookie_that_says_nonsense_counts_only_where_it_does_not(client: Client, cookie: str) -> None:
    client.cookies["appearance"] = cookie

    assert 'data-theme="auto" data-size="large"' in html_tag(client)


def test_what_somebody_saved_comes_before_the_device_and_the_theme_stays_the_devices(
    client: Client, alice: User
) -> None:
    client.post("/appearance/", {"theme": "bedtime", "typeface": "plain", "text_size": "small"}, headers=BROWSER)
    client.force_login(alice)
    client.post("/appearance/", {"typeface": "dyslexia", "reduce_motion": "true"}, headers=BROWSER)
    alice.refresh_from_db()
    elsewhere = Client()
    elsewhere.force_login(alice)

    assert alice.preferences == {"typeface": "dyslexia", "reduce_motion": True}
    assert 'data-theme="bedtime" data-size="small" data-spacing="normal" data-face="dyslexia"' in html_tag(client)
    assert 'data-theme="auto" data-size="medium"' in html_tag(elsewhere)
    assert 'data-face="dyslexia" data-motion="less"' in html_tag(elsewhere)


def test_the_language_is_the_devices_and_the_accounts(client: Client, alice: User) -> None:
    client.force_login(alice)

    answer: Any = client.post("/language/", {"language": "ko", "next": "/library/"})
    alice.refresh_from_db()

    assert (answer.status_code, answer.url) == (302, "/library/")
    assert alice.language == "ko"
    assert 'lang="ko"' in html_tag(client, "/library/")


def test_each_language_is_called_by_its_own_name(client: Client) -> None:
    page = client.get("/", headers={"Accept-Language": "ja"}).content.decode()

    assert all(f">{name}</button>" in page for name in ("English", "한국어", "日本語"))


def test_a_language_we_do_not_speak_changes_nothing(client: Client, alice: User) -> None:
    client.force_login(alice)

    client.post("/language/", {"language": "xx"})
    alice.refresh_from_db()

    assert alice.language == "en"
    assert 'lang="en"' in html_tag(client)


@pytest.mark.parametrize(("language", "loaded"), [("en", []), ("ko", ["ko.css"]), ("ja", ["ja.css"])])
def test_letters_of_another_script_come_only_where_they_are_read(
    client: Client, language: str, loaded: list[str]
) -> None:
    page = client.get("/", headers={"Accept-Language": language}).content.decode()

    assert [name for name in ("ko.css", "ja.css") if name in page] == loaded


def test_a_korean_book_brings_its_letters_to_an_english_page(client: Client, alice: User) -> None:
    book = a_book(alice, language="ko", visibility=Visibility.PUBLIC)

    page = client.get(f"/books/{book.pk}/").content.decode()

    assert page.count("ko.css") == 1


def test_a_shelf_with_a_korean_book_asks_for_its_letters_once_it_is_painted(client: Client, alice: User) -> None:
    a_book(alice, language="ko")
    client.force_login(alice)

    page = client.get("/library/").content.decode()

    (asked,) = re.findall(r'<link rel="stylesheet"[^>]*ko.css[^>]*>(?!</noscript>)', page)
    assert 'media="print" data-letters' in asked
    assert page.count("letters.js") == 1


def test_a_shelf_with_a_spanish_book_asks_for_nothing_more(client: Client, alice: User) -> None:
    a_book(alice, language="es")
    client.force_login(alice)

    assert "letters.js" not in client.get("/library/").content.decode()


def test_the_page_one_is_on_is_marked(client: Client, alice: User) -> None:
    client.force_login(alice)

    page = client.get("/library/").content.decode()

    assert page.count('aria-current="page"') == 1
    assert '<a href="/library/" aria-current="page">' in page
