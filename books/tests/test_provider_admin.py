"""The page of providers: what it tells, and who may switch one off."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from books import vendors
from books.models import ProviderCall, Scope, Spending
from books.tests.factories import a_book, a_job
from books.vendors import Figures
from storyforge_site.accounts.models import User
from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.clock import now
from storyforge_site.models import ProviderSwitch

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:storyforge_site_providerswitch_changelist")
OPENAI = "text:openai"


@pytest.fixture(autouse=True)
def house_with_vendors(settings: Any) -> None:
    settings.LLM_PROVIDER, settings.LLM_API_KEY = ["openai", "offline"], ""


def staff(client: Client, *permissions: str) -> Client:
    somebody = User.objects.create_user("staff@example.org", "a-long-password", is_staff=True)
    somebody.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(somebody)
    return client


def act(client: Client, what: str, *, name: str = OPENAI, why: str = "it is slow") -> Any:
    return client.post(reverse("admin:provider_act", args=[what]), {"name": name, "why": why}, follow=True)


def text_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


def calls(alice: User, *rows: dict[str, Any]) -> None:
    job = a_job(a_book(alice, pages=0))
    answered = {"job": job, "step": "story", "status": "answered", "counted_on": now(), "finished_at": now()}
    made = enumerate(rows, start=ProviderCall.objects.count())
    ProviderCall.objects.bulk_create(ProviderCall(call_key=str(key), **(answered | row)) for key, row in made)


def test_each_vendor_has_its_figures_in_the_order_of_its_chain(alice: User) -> None:
    calls(
        alice,
        {"provider": "openai", "latency_ms": 1000, "cost_microdollars": 300},
        {"provider": "openai", "latency_ms": 3000, "created_at": now() - timedelta(hours=5)},
        {"provider": "openai", "created_at": now() - timedelta(days=2)},
        {"provider": "openai", "step": "story:moderation"},
        {"provider": "openai", "status": "failed", "created_at": now() - timedelta(hours=5)},
    )

    first, second = vendors.chains([])[0].vendors

    assert (first.name, first.place, second.name, second.place) == (OPENAI, 1, "text:offline", 2)
    assert first.figures == Figures(hour=1, day=3, failed_hour=0, failed_day=1, seconds=2.0, microdollars=300)
    assert first.fault == "LLM_API_KEY is not set"
    assert not second.fault
    assert second.figures == Figures()


def test_spending_stands_beside_its_cap(client: Client, alice: User, settings: Any) -> None:
    settings.COST_CAP_SITE_DAY, settings.COST_CAP_USER_DAY = 4_000_000, 1_000_000
    Spending.objects.create(scope=Scope.SITE, day=now().date(), microdollars=1_000_000)
    Spending.objects.create(scope=Scope.USER, subject=alice.pk, day=now().date(), microdollars=900_000)
    Spending.objects.create(scope=Scope.USER, subject="another", day=now() - timedelta(days=1), microdollars=990_000)

    page = text_of(staff(client, "view_providerswitch").get(PAGE))

    assert "$1.0000 of $4.0000 · 25 %" in page
    assert "$0.9000 of $1.0000 · 90 %" in page
    assert alice.pk in page


def test_an_open_circuit_says_since_when_and_staff_close_it(client: Client) -> None:
    somebody = staff(client, "view_providerswitch", "can_switch_provider")
    Breaker(OPENAI).failed(for_good=True)
    assert "next probe" in text_of(somebody.get(PAGE))

    assert "is asked again" in text_of(act(somebody, "close"))

    assert not Breaker(OPENAI).is_open()
    assert "circuit closed: it is slow" in LogEntry.objects.get().change_message
    assert "was so already" in text_of(act(somebody, "close"))


def test_a_vendor_is_switched_off_and_on_with_who_and_why(client: Client) -> None:
    somebody = staff(client, "view_providerswitch", "can_switch_provider")

    page = text_of(act(somebody, "off"))

    assert "it is slow" in page
    assert "staff@example.org" in page
    assert ProviderSwitch.objects.get(name=OPENAI).is_off
    assert "was so already" in text_of(act(somebody, "off"))  # a second click is told
    act(somebody, "on", why="it is quick again")
    assert not ProviderSwitch.objects.get(name=OPENAI).is_off
    assert [entry.change_message.split(": ")[1] for entry in LogEntry.objects.order_by("pk")] == [
        *("it is slow", "it is quick again")
    ]


@pytest.mark.parametrize("what", ["off", "on", "close"])
@pytest.mark.parametrize("permission", ["view_providerswitch", "change_job"])
def test_who_only_looks_changes_nothing(client: Client, what: str, permission: str) -> None:
    Breaker(OPENAI).failed(for_good=True)
    ProviderSwitch.objects.create(name=OPENAI, is_off=what == "on")
    somebody = staff(client, permission)

    assert act(somebody, what).status_code == 403

    assert (ProviderSwitch.objects.get().is_off, Breaker(OPENAI).is_open()) == (what == "on", True)
    seen = somebody.get(PAGE)
    assert seen.status_code == (200 if permission == "view_providerswitch" else 403)
    assert "Switch off" not in seen.content.decode()


def test_only_a_vendor_of_a_chain_is_switched_and_never_our_rules(client: Client, settings: Any) -> None:
    settings.MODERATION_PROVIDER = ["rules"]
    somebody = staff(client, "view_providerswitch", "can_switch_provider")

    assert act(somebody, "off", name="moderation:rules").status_code == 404
    assert act(somebody, "off", name="text:gemini").status_code == 404
    assert act(somebody, "sell").status_code == 404
    assert somebody.get(reverse("admin:provider_act", args=["off"])).status_code == 405
    assert "Say why" in text_of(act(somebody, "off", why=" "))
    assert not ProviderSwitch.objects.exists()


def test_the_page_costs_the_same_for_many_calls(client: Client, alice: User) -> None:
    somebody = staff(client, "view_providerswitch", "can_switch_provider")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert somebody.get(PAGE).status_code == 200
        return len(found)

    few = queries()
    calls(alice, *({"provider": "openai", "step": step} for step in ("images", "read_aloud", "story") * 30))
    assert queries() == few <= 10
