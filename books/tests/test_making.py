"""From a wish to an order on the site: heroes, ideas, visitors, double clicks, no credits."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from books import ideas
from books.models import Book, Job, JobStatus, Visibility
from books.tests.factories import a_book, a_job, a_spec
from books.tests.test_site_pages import FORM, text_of
from characters import services as characters
from characters.models import Character
from characters.tests.factories import a_character
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import AgeBand, Language

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def presets(db: None) -> None:
    characters.load_presets()


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def heroes_of(job: Job) -> list[str]:
    return [hero["name"] for hero in job.spec["heroes"]]


# --- who --------------------------------------------------------------------------------------
def test_my_heroes_come_before_those_of_the_house_and_nobody_elses(browser: Client, alice: User, bob: User) -> None:
    a_character(alice, name="Mine")
    a_character(bob, name="Theirs")

    page = text_of(browser.get("/make/"))

    assert page.index("<span>Mine</span>") < page.index("<span>Momo</span>")
    assert "Theirs" not in page
    assert "site/heroes/momo.webp" in page


def test_four_may_be_in_a_book_kept_from_the_house_and_new(browser: Client, alice: User) -> None:
    mine = a_character(alice, name="Juno")

    browser.post("/make/", FORM | {"heroes": mine.pk, "presets": ["ember", "momo"], "hero_name": "Mina"})

    job = Job.objects.get()
    assert heroes_of(job) == ["Juno", "Ember", "Momo", "Mina"]
    assert "orange wings" in job.spec["heroes"][1]["appearance"]
    assert Character.objects.owned_by(alice).count() == 3


def test_a_fifth_has_no_room_and_is_told_so(browser: Client) -> None:
    answer = browser.post("/make/", FORM | {"presets": ["ember", "momo", "finn", "pip"], "hero_name": "Mina"})

    assert answer.status_code == 422
    assert "A book has room for four heroes." in text_of(answer)
    assert not Job.objects.exists()


def test_a_hero_of_the_house_is_copied_once_and_then_shown_as_mine(browser: Client, alice: User) -> None:
    browser.post("/make/", FORM | {"presets": "ember"})
    browser.post("/make/", FORM | {"presets": "ember", "topic": "Ember again"})

    copy = Character.objects.owned_by(alice).get()
    page = text_of(browser.get("/make/"))
    assert [heroes_of(job) for job in Job.objects.all()] == [["Ember"], ["Ember"]]
    assert f'value="{copy.pk}"' in page
    assert 'value="ember"' not in page


def test_a_copy_goes_again_when_the_order_is_refused(browser: Client, alice: User) -> None:
    credits.reserve(alice, 3, reference="job_before", description="Three books")

    browser.post("/make/", FORM | {"presets": "ember"})

    assert not Character.objects.owned_by(alice).exists()


def test_a_hero_of_somebody_else_cannot_be_chosen(browser: Client, bob: User) -> None:
    answer = browser.post("/make/", FORM | {"heroes": a_character(bob).pk})

    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_looks_without_a_name_are_not_dropped_in_silence(browser: Client) -> None:
    answer = browser.post("/make/", FORM | {"hero_looks": "a girl in a red coat"})

    assert "Somebody new needs a name." in text_of(answer)
    assert 'value="a girl in a red coat"' in text_of(answer)


def test_the_page_asks_the_database_as_often_for_twenty_heroes_as_for_one(browser: Client, alice: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get("/make/")
        return len(queries)

    a_character(alice, name="One")
    browser.get("/make/")  # which opens the account of credits
    few = count()
    for number in range(19):
        a_character(alice, name=f"Hero {number}")

    assert count() == few
    assert few <= 8


# --- what -------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", Language.values)
def test_every_theme_has_ideas_for_every_age_that_fit_the_line(language: str) -> None:
    for theme in ideas.Theme.values:
        for age in AgeBand.values:
            told = {idea.text for turn in range(2) for idea in ideas.fresh(language, age, theme, seed=1, turn=turn)}
            assert len(told) >= 4
            assert all(0 < len(text) <= 200 for text in told)


def test_other_ideas_are_others_and_of_different_themes() -> None:
    first, second = (ideas.fresh("en", "5-7", "", seed=5, turn=turn) for turn in (0, 1))

    assert len({idea.theme for idea in first}) == ideas.SHOWN
    assert {idea.text for idea in first}.isdisjoint(idea.text for idea in second)


def test_other_ideas_come_alone_for_htmx_in_the_language_of_the_book(browser: Client) -> None:
    page = text_of(browser.get("/make/ideas/?theme=nature&target_age=5-7&language=ko&ideas_at=7.0"))

    assert "<html" not in page
    assert any(idea.text in page for idea in ideas.fresh("ko", "5-7", "nature", seed=7, turn=1))
    assert 'value="7.1"' in page


@pytest.mark.parametrize("asked", ["?ideas_at=x.y", "?ideas_at=7.99999&theme=%00", "?language=xx&target_age=200", ""])
def test_ideas_bear_any_address(client: Client, asked: str) -> None:
    assert client.get(f"/make/ideas/{asked}").status_code == 200


def test_without_javascript_an_idea_fills_the_line_and_keeps_the_rest(client: Client) -> None:
    answer: Any = client.post("/make/", FORM | {"idea": "A pig who wants to fly", "topic": "", "style": "pixel"})
    page = text_of(client.get(answer.url))

    assert (answer.status_code, answer.url) == (302, "/make/#what")
    assert 'name="topic" value="A pig who wants to fly"' in page
    assert 'value="pixel" id="id_style_3" checked' in page.replace(" required", "")


def test_without_javascript_other_ideas_keep_what_was_filled_in(client: Client) -> None:
    client.post("/make/", FORM | {"do": "ideas", "hero_name": "Mina", "ideas_at": "7.0", "theme": "nature"})

    page = text_of(client.get("/make/"))

    assert 'value="Mina"' in page
    assert ideas.fresh("en", "5-7", "nature", seed=7, turn=1)[0].text in page.replace("&#x27;", "'")


# --- sending ----------------------------------------------------------------------------------
def key_on(page: str) -> str:
    return page.split('name="key" value="')[1].split('"')[0]


def test_a_double_click_makes_one_book(browser: Client, alice: User) -> None:
    wish = FORM | {"key": key_on(text_of(browser.get("/make/"))), "presets": "ember"}

    first: Any = browser.post("/make/", wish)
    second: Any = browser.post("/make/", wish)

    assert first.url == second.url == f"/make/{Job.objects.get().pk}/"
    assert credits.balance_of(alice) == 2


def test_going_back_and_wishing_something_else_makes_another(browser: Client) -> None:
    key = key_on(text_of(browser.get("/make/")))

    browser.post("/make/", FORM | {"key": key})
    browser.post("/make/", FORM | {"key": key, "topic": "Another"})

    assert Job.objects.count() == 2


def test_the_next_wish_begins_empty_with_the_family_s_last_choices(browser: Client) -> None:
    browser.post("/make/", FORM | {"do": "look"})
    browser.post("/make/", FORM | {"style": "pixel", "target_age": "7-9"})

    page = text_of(browser.get("/make/")).replace(" required", "")

    assert 'name="topic" value=' not in page
    assert 'value="pixel" id="id_style_3" checked' in page
    assert 'value="7-9" id="id_target_age_2" checked' in page


def test_a_kept_wish_can_be_thrown_away(client: Client) -> None:
    client.post("/make/", FORM | {"do": "look"})
    kept = text_of(client.get("/make/"))

    afresh = text_of(client.get("/make/?fresh=1", follow=True))

    assert "Start afresh" in kept
    assert 'name="topic" value=' in kept
    assert 'name="topic" value=' not in afresh
    assert "Start afresh" not in afresh


def test_without_credits_there_are_plans_and_a_free_story(browser: Client, alice: User, bob: User) -> None:
    credits.reserve(alice, 3, reference="job_before", description="Three books")
    free = a_book(bob, title="The Free One", visibility=Visibility.PUBLIC)

    page = text_of(browser.get("/make/"))

    assert "Basic brings 10 books a month." in page
    assert f'href="/books/{free.pk}/"' in page


# --- a visitor --------------------------------------------------------------------------------
def test_a_visitor_is_asked_only_at_the_last_button_and_may_go_on_as_a_guest(client: Client) -> None:
    key = key_on(text_of(client.get("/make/?topic=a+fox")))
    asked: Any = client.post("/make/", FORM | {"key": key, "presets": "ember", "hero_name": "Mina"})
    door = text_of(client.get("/make/enter/"))
    entered: Any = client.post("/make/enter/")

    job = Job.objects.get()
    assert asked.url == "/make/enter/"
    assert "Make it now as a guest" in door
    assert FORM["topic"] in door
    assert entered.url == f"/make/{job.pk}/"
    assert job.user.is_guest
    assert heroes_of(job) == ["Ember", "Mina"]
    assert client.get(entered.url).status_code == 200


def test_a_double_click_of_a_guest_is_one_guest_and_one_book(client: Client) -> None:
    client.post("/make/", FORM | {"key": key_on(text_of(client.get("/make/")))})
    other = Client()
    other.cookies.update(client.cookies)  # the second click left before the answer to the first came
    wish = dict(client.session)

    client.post("/make/enter/")
    session = other.session
    session.update(wish)
    session.save()
    other.post("/make/enter/")

    assert User.objects.filter(is_guest=True).count() == 1
    assert Job.objects.count() == 1


def test_the_wish_comes_back_after_signing_up(client: Client) -> None:
    client.post("/make/", FORM | {"presets": "ember", "style": "pixel"})

    answer: Any = client.post(
        "/accounts/signup/?next=/make/", {"email": "dana@example.org", "password1": "three ducks on a pond"}
    )
    page = text_of(client.get(answer.url))

    assert answer.url == "/make/"
    assert f'name="topic" value="{FORM["topic"]}"' in page
    assert 'value="ember" checked' in page
    assert "You have 3 credits." in page


def test_the_door_stays_shut_without_a_wish_and_for_too_many(client: Client, settings: Any) -> None:
    nothing: Any = client.post("/make/enter/")
    settings.RATELIMIT_ENABLE, settings.RATE_GUEST = True, "0/h"
    client.post("/make/", FORM)
    refused = client.post("/make/enter/")

    assert nothing.url == "/make/"
    assert refused.status_code == 429
    assert "Please wait a moment." in text_of(refused)
    assert not User.objects.filter(is_guest=True).exists()


def test_a_guest_whose_second_click_finds_the_wish_gone_is_still_the_same_guest(client: Client) -> None:
    key = key_on(text_of(client.get("/make/")))
    client.post("/make/", FORM | {"key": key})
    other = Client()  # its session cookie is worthless after the first click, its form's token is as it was
    other.cookies["csrftoken"] = client.cookies["csrftoken"].value
    first: Any = client.post("/make/enter/", {"key": key})

    second: Any = other.post("/make/enter/", {"key": key})

    assert first.url == second.url
    assert other.get(second.url).status_code == 200
    assert User.objects.filter(is_guest=True).count() == 1


def test_nobody_comes_in_by_a_key_that_let_nobody_in(client: Client) -> None:
    answer: Any = client.post("/make/enter/", {"key": "form_guessed"})

    assert answer.url == "/make/"
    assert "_auth_user_id" not in client.session


# --- again ------------------------------------------------------------------------------------
def test_a_wish_that_did_not_work_out_is_in_the_form_again(browser: Client, alice: User) -> None:
    book = a_book(alice, pages=0, published_at=None)
    hero = {"name": "Mina", "kind": "", "gender": "", "appearance": "two braids", "personality": [], "character_id": ""}
    spec = a_spec(style="pixel", page_count=5, forbidden_elements=("wolves", "thunder")).as_dict() | {"heroes": [hero]}
    job = a_job(book, status=JobStatus.FAILED, error_code="UNKNOWN", finished_at=book.created_at, spec=spec)

    page = text_of(browser.get(f"/make/{job.pk}/again/", follow=True)).replace(" required", "")

    assert 'name="topic" value="A shy dragon learns to swim"' in page
    assert 'value="Mina"' in page
    assert 'value="wolves, thunder"' in page
    assert '<option value="5" selected>' in page
    assert 'value="pixel" id="id_style_3" checked' in page


def test_trying_again_checks_ownership(client: Client, alice: User, bob: User) -> None:
    job = a_job(a_book(alice), finished=True)
    client.force_login(bob)

    assert client.get(f"/make/{job.pk}/again/").status_code == 404
    assert Book.objects.owned_by(bob).count() == 0
