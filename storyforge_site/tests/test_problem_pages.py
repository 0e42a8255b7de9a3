"""Refusals and failures on the site: kind, and with a way on."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from storyforge_site import urls
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.problems import server_error

pytestmark = pytest.mark.django_db


def refuse(request: HttpRequest, code: str) -> HttpResponse:
    raise StoryforgeError(Code(code), "for the log", retry_after=7 if code == "RATE_LIMITED" else None)


def fail(request: HttpRequest) -> HttpResponse:
    raise DatabaseError("password=hunter2")


urlpatterns = [path("refuse/<str:code>/", refuse), path("fail/", fail), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("code", "status", "sentence", "way_on"),
    [
        ("INSUFFICIENT_CREDITS", 402, "You have no credits left for this.", "/library/"),
        ("FORBIDDEN", 403, "This door is not open to you.", "/"),
        ("NOT_FOUND", 404, "This page has wandered off.", "/"),
        ("RATE_LIMITED", 429, "That was a little fast.", "/"),
        ("PROVIDER_UNAVAILABLE", 503, "Our helpers are resting.", "/library/"),
        ("BUDGET_EXHAUSTED", 503, "Please come back tomorrow.", "/library/"),
    ],
)
def test_a_refusal_is_a_kind_page_with_a_way_on(
    client: Client, alice: User, code: str, status: int, sentence: str, way_on: str
) -> None:
    client.force_login(alice)

    answer = client.get(f"/refuse/{code}/")
    page = answer.content.decode()

    assert answer.status_code == status
    assert sentence in page
    assert f'href="{way_on}"' in page
    assert "for the log" not in page
    assert answer.headers.get("Retry-After") == ("7" if code == "RATE_LIMITED" else None)


@pytest.mark.urls(__name__)
def test_a_failure_asks_no_database_and_keeps_the_look(
    client: Client, alice: User, django_assert_num_queries: Any
) -> None:
    client.force_login(alice)
    client.cookies["appearance"] = "theme:bedtime"
    client.raise_request_exception = False

    with django_assert_num_queries(0, connection=connection):
        answer = client.get("/fail/")

    page = answer.content.decode()
    assert answer.status_code == 500
    assert 'data-theme="bedtime"' in page
    assert "Nothing was charged" in page
    assert "hunter2" not in page


def test_a_failure_of_the_failure_page_is_still_a_page(settings: Any, rf: RequestFactory) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [], "APP_DIRS": False, "OPTIONS": {}}]

    answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert b"Something went wrong on our side." in answer.content


def test_a_form_that_was_open_too_long_is_told_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/appearance/", {"theme": "light"})

    assert answer.status_code == 403
    assert "nothing was charged" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/accounts/login/", "/accounts/signup/", "/offline/", "/nowhere/", "/admin/login/"]
)
def test_nothing_is_written_into_a_page_that_a_strict_policy_forbids(client: Client, address: str) -> None:
    answer = client.get(address)
    page = answer.content.decode()

    rules = rules_of(answer)
    assert rules["script-src"] == {"'self'"}
    assert not any("unsafe" in source for sources in rules.values() for source in sources)
    for forbidden in ("<style", " style=", " onclick=", " onload=", "javascript:", "<script>"):
        assert forbidden not in page


def rules_of(answer: Any) -> dict[str, set[str]]:
    """By directive, which come in any order."""
    rules = (rule.split() for rule in answer["Content-Security-Policy"].split(";"))
    return {rule[0]: set(rule[1:]) for rule in rules if rule}


def test_only_the_docs_bring_rules_of_their_own_and_no_script(client: Client) -> None:
    answer = client.get("/v1/docs")

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()
    rules = rules_of(answer)
    assert rules["style-src"] == {"'self'", "'unsafe-inline'"}
    assert rules["script-src"] == {"'self'"}
