"""The site's pages: make, wait, read, shelf."""

from typing import Any

import pytest
from django.test import Client

from books.models import ImagePrompt, Job, JobStatus, StoryDraft, Visibility
from books.tests.factories import a_book, a_job
from credits import services as credits
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db

FORM = {
    "topic": "A shy dragon learns to swim",
    "hero_name": "",
    "hero_gender": "",
    "hero_looks": "",
    "target_age": "5-7",
    "style": "cartoon",
    "language": "en",
    "page_count": "8",
    "forbidden": "",
}


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


# --- make -------------------------------------------------------------------------------------
def test_the_form_keeps_the_wish_from_the_first_page_and_says_what_it_costs(browser: Client) -> None:
    page = text_of(browser.get("/make/?topic=a+fox"))

    assert 'value="a fox"' in page
    assert "Make it for 1 credit" in page
    assert "You have 3 credits." in page


def test_a_filled_form_becomes_a_job(browser: Client, alice: User) -> None:
    answer: Any = browser.post(
        "/make/", FORM | {"hero_name": "Mina", "hero_looks": "two braids", "forbidden": "wolves, thunder"}
    )

    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/make/{job.pk}/")
    assert job.user == alice
    assert job.spec["heroes"][0]["name"] == "Mina"
    assert job.spec["forbidden_elements"] == ["wolves", "thunder"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"topic": ""}, "or take an idea."),
        ({"topic": "x" * 201}, "at most 200 characters"),
        ({"page_count": "13"}, "less than or equal to 12"),
        ({"style": "crayon"}, "Select a valid choice"),
        ({"forbidden": ",".join(["wolf"] * 21)}, "no more than 20"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(
    browser: Client, alice: User, change: dict[str, str], sentence: str
) -> None:
    answer = browser.post("/make/", FORM | {"hero_name": "Mina"} | change)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert 'value="Mina"' in text_of(answer)
    assert not Job.objects.exists()
    assert credits.balance_of(alice) == 3


def test_no_credits_is_a_sentence_and_not_an_error_page(browser: Client, alice: User) -> None:
    credits.reserve(alice, 3, reference="job_before", description="Three books")

    answer = browser.post("/make/", FORM)

    assert answer.status_code == 402
    assert "Your credits are used up for now" in text_of(answer)
    assert f'name="topic" value="{FORM["topic"]}"' in text_of(answer)
    assert not Job.objects.exists()


def test_the_eleventh_book_in_a_minute_waits(browser: Client, alice: User, settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_GENERATE = True, "1/m"
    browser.post("/make/", FORM)

    answer = browser.post("/make/", FORM)

    assert "Please wait a moment." in text_of(answer)
    assert Job.objects.count() == 1


def test_a_form_from_elsewhere_is_refused(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    answer = strict.post("/make/", FORM)

    assert answer.status_code == 403
    assert not Job.objects.exists()


# --- wait -------------------------------------------------------------------------------------
def a_running_job(alice: User) -> Job:
    job = a_job(a_book(alice, pages=0, published_at=None), status=JobStatus.RUNNING, progress=60, current_step="images")
    pages = [{"page_number": 1, "text": "The pond said hello.", "alt_text": "A pond"}]
    StoryDraft.objects.create(job=job, story={"title": "The Pond", "pages": pages}, provider="offline", model="1")
    ImagePrompt.objects.create(
        job=job, page_number=1, prompt="p", scene={}, seed=1, alt_text="A pond", image_key="x/page-01.jpg"
    )
    return job


def test_waiting_shows_the_step_in_plain_words_and_the_story_so_far(browser: Client, alice: User) -> None:
    job = a_running_job(alice)

    page = text_of(browser.get(f"/make/{job.pk}/"))

    assert "Painting the pictures…" in page
    assert 'value="60"' in page
    assert "The pond said hello." in page
    assert "/files/x/page-01.jpg?" in page
    assert f'hx-get="/make/{job.pk}/?seen=images.text.1"' in page


def test_the_moving_part_comes_alone_for_htmx(browser: Client, alice: User) -> None:
    job = a_running_job(alice)

    page = text_of(browser.get(f"/make/{job.pk}/", headers={"HX-Request": "true"}))

    assert "<html" not in page
    assert "The pond said hello." in page


def test_a_finished_book_opens_by_itself(browser: Client, alice: User) -> None:
    job = a_job(a_book(alice), finished=True)

    whole: Any = browser.get(f"/make/{job.pk}/")
    part = browser.get(f"/make/{job.pk}/", headers={"HX-Request": "true"})

    assert (whole.status_code, whole.url) == (302, f"/books/{job.book_id}/")
    assert part["HX-Redirect"] == f"/books/{job.book_id}/"


def test_a_failed_book_says_why_and_offers_a_way_on(browser: Client, alice: User) -> None:
    book = a_book(alice, pages=0, published_at=None)
    job = a_job(book, status=JobStatus.FAILED, error_code="SAFETY_INPUT", finished_at=book.created_at)

    page = text_of(browser.get(f"/make/{job.pk}/"))

    assert "Please try another idea." in page
    assert "hx-get" not in page
    assert f'href="/make/{job.pk}/again/"' in page


def test_waiting_checks_ownership(client: Client, alice: User, bob: User) -> None:
    job = a_running_job(alice)
    client.force_login(bob)

    assert client.get(f"/make/{job.pk}/").status_code == 404


# --- read -------------------------------------------------------------------------------------
def test_reading_shows_every_page_with_text_and_described_picture(browser: Client, alice: User) -> None:
    book = a_book(alice, pages=8, title="The Deep Green Pond")

    page = text_of(browser.get(f"/books/{book.pk}/"))

    assert page.count('class="spread"') == 10  # with the cover and the end
    assert "Page 8: the dragon put one claw into the water." in page
    assert page.count('alt="A dragon stands at a pond."') == 8


def test_no_text_of_a_book_becomes_markup(browser: Client, alice: User) -> None:
    book = a_book(alice, title="<script>alert(1)</script>")
    book.pages.update(text="<img src=x onerror=alert(1)>", alt_text='"><script>alert(2)</script>')

    page = text_of(browser.get(f"/books/{book.pk}/"))

    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_reading_checks_ownership(client: Client, alice: User, bob: User) -> None:
    private, shared = a_book(alice), a_book(alice, visibility=Visibility.PUBLIC)
    unfinished = a_book(alice, pages=0, published_at=None)

    assert client.get(f"/books/{private.pk}/").status_code == 404
    assert client.get(f"/books/{shared.pk}/").status_code == 200
    client.force_login(bob)
    assert client.get(f"/books/{private.pk}/").status_code == 404
    client.force_login(alice)
    assert client.get(f"/books/{unfinished.pk}/").status_code == 404


# --- shelf ------------------------------------------------------------------------------------
def test_the_shelf_shows_my_books_and_what_is_being_made(browser: Client, alice: User, bob: User) -> None:
    a_book(alice, title="Mine")
    a_book(bob, title="Not mine")
    job = a_running_job(alice)

    page = text_of(browser.get("/library/"))

    assert "Mine" in page
    assert "Not mine" not in page
    assert f'href="/make/{job.pk}/"' in page


def test_the_shelf_finds_a_book_and_says_so_when_it_does_not(browser: Client, alice: User) -> None:
    a_book(alice, title="The Deep Green Pond")

    assert "The Deep Green Pond" in text_of(browser.get("/library/?q=green"))
    assert "No book on your shelf by that name." in text_of(browser.get("/library/?q=whale"))


def test_an_empty_shelf_invites(browser: Client) -> None:
    assert "What shall the first book be about?" in text_of(browser.get("/library/"))


def test_a_page_that_is_not_there_is_kind(client: Client) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "This page has wandered off." in text_of(answer)


@pytest.mark.parametrize("path", ["/books/%00/", "/make/%00/", "/books/a%20b/", "/shared/%00/", "/shared/%00/1.jpg"])
def test_an_address_no_database_could_look_for_is_not_there(client: Client, alice: User, path: str) -> None:
    client.force_login(alice)

    assert client.get(path).status_code == 404


def test_a_search_for_what_no_database_keeps_finds_nothing_and_harms_nothing(browser: Client) -> None:
    assert browser.get("/library/?q=fox%00").status_code == 200
