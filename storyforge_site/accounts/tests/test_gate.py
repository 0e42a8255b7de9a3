"""The parents' gate."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from storyforge_site.accounts import gate
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@gate.parents_only
def _behind(request: HttpRequest) -> HttpResponse:
    return HttpResponse("behind the gate")


urlpatterns = [*import_module(settings.ROOT_URLCONF).urlpatterns, path("behind/", _behind)]


@pytest.fixture
def mother(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def answer_of(client: Client) -> int:
    """What the page asks."""
    first, second = client.get("/parents/").context["sum"]
    return int(first * second)


def test_whoever_solves_the_sum_goes_where_they_wanted(mother: Client) -> None:
    gate_page = mother.get("/behind/?week=1")
    assert gate_page.headers["Location"] == "/parents/?next=%2Fbehind%2F%3Fweek%3D1"

    opened = mother.post("/parents/", {"answer": answer_of(mother), "next": "/behind/?week=1"})

    assert opened.headers["Location"] == "/behind/?week=1"
    assert mother.get("/behind/").content == b"behind the gate"


def test_it_closes_after_ten_minutes(mother: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    mother.post("/parents/", {"answer": answer_of(mother)})
    later = now() + timedelta(seconds=gate.OPEN_SECONDS + 1)
    monkeypatch.setattr(gate, "now", lambda: later)

    assert mother.get("/behind/").status_code == 302


def test_it_can_be_closed_by_hand(mother: Client) -> None:
    mother.post("/parents/", {"answer": answer_of(mother)})

    mother.post("/parents/close/")

    assert mother.get("/behind/").status_code == 302


def test_a_wrong_answer_brings_another_sum(mother: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factors = iter([6, 7, 8, 9])
    monkeypatch.setattr("random.randint", lambda *_: next(factors))
    mother.get("/parents/")

    wrong = mother.post("/parents/", {"answer": "41"})

    assert (wrong.status_code, wrong.context["sum"]) == (422, (8, 9))
    assert "8 × 9" in wrong.content.decode()
    assert mother.get("/parents/").context["sum"] == (8, 9)  # loading it again changes nothing


def test_after_a_few_tries_it_rests(mother: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _each in range(gate.TRIES):
        mother.post("/parents/", {"answer": "no"})

    assert mother.post("/parents/", {"answer": answer_of(mother)}).status_code == 200
    assert mother.get("/behind/").status_code == 302

    later = now() + timedelta(seconds=gate.PAUSE_SECONDS + 1)
    monkeypatch.setattr(gate, "now", lambda: later)
    assert mother.post("/parents/", {"answer": answer_of(mother)}).headers["Location"] == "/parents/"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_to_no_other_site(mother: Client, address: str) -> None:
    opened = mother.post("/parents/", {"answer": answer_of(mother), "next": address})

    assert opened.headers["Location"] == "/parents/"


def test_a_form_comes_back_to_its_page(mother: Client) -> None:
    sent = mother.post("/behind/", HTTP_REFERER="http://testserver/books/b/?page=2")

    assert sent.headers["Location"] == "/parents/?next=%2Fbooks%2Fb%2F%3Fpage%3D2"


def test_nobody_signed_in_signs_in_first(client: Client) -> None:
    assert client.get("/behind/").headers["Location"].startswith("/accounts/login/")
    assert client.get("/parents/").headers["Location"].startswith("/accounts/login/")


def test_behind_it_are_the_grown_ups_pages(mother: Client) -> None:
    mother.post("/parents/", {"answer": answer_of(mother)})

    page: Any = mother.get("/parents/")

    assert page.status_code == 200
    assert "Close the gate" in page.content.decode()
