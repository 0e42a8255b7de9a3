"""The page about credits."""

from typing import Any

import pytest
from django.test import Client

from credits import services, subscriptions
from credits.models import Plan, SubscriptionStatus
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(client: Client, alice: User) -> Client:
    client.force_login(alice)
    session = client.session
    session["parents_until"] = now().timestamp() + 60
    session.save()
    return client


def lines(client: Client) -> list[tuple[str, str, str]]:
    return [(line.signed, line.title, line.detail) for line in client.get("/credits/").context["lines"]]


def test_history_is_told_in_plain_words(mother: Client, alice: User) -> None:
    services.reserve(alice, 1, reference="job_1", description="A book: a dragon")
    services.release(alice, reference="job_1", description="You stopped this book.")
    services.reserve(alice, 1, reference="job_2", description="A book: an owl")
    services.capture(alice, reference="job_2", description="finished")

    assert lines(mother) == [
        ("−1", "A book: an owl", ""),
        ("+1", "Came back", "You stopped this book."),
        ("−1", "A book: a dragon", ""),
        ("+3", "A gift to begin with", ""),
    ]
    assert mother.get("/credits/").context["account"].credits == 2


def test_it_says_honestly_that_nothing_can_be_bought(mother: Client, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Storyforge <books@example.org>"

    page = mother.get("/credits/").content.decode()

    assert "Nothing can be bought on this site yet." in page
    assert "mailto:books@example.org" in page
    assert "they stay on your shelf" in page


def test_a_plan_that_runs_can_be_ended(mother: Client, alice: User) -> None:
    subscriptions.start(alice, Plan.BASIC)
    assert "End the plan" in mother.get("/credits/").content.decode()

    answer = mother.post("/credits/cancel-plan/", follow=True).content.decode()

    running = subscriptions.current(alice)
    assert running is not None
    assert running.status == SubscriptionStatus.CANCELLED
    assert "Your books stay." in answer
    assert "Yours until" in answer
    assert "End the plan" not in answer


def test_it_pages(mother: Client, alice: User) -> None:
    for number in range(25):
        services.bonus(alice, 1, reference=f"gift-{number}", description="A gift")

    assert (len(lines(mother)), len(mother.get("/credits/?page=2").context["lines"])) == (20, 6)


def test_it_tells_nothing_of_others(mother: Client, bob: User) -> None:
    services.bonus(bob, 1, reference="gift", description="A secret gift")

    assert "secret" not in mother.get("/credits/").content.decode()


def test_it_is_behind_the_gate(client: Client, alice: User) -> None:
    client.force_login(alice)

    assert client.get("/credits/").headers["Location"] == "/parents/?next=%2Fcredits%2F"
    assert client.post("/credits/cancel-plan/").headers["Location"].startswith("/parents/")
