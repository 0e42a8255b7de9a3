"""Staff reach every list; nobody else does, and the ledger is only looked at."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from books.tests.factories import a_book, a_job
from credits import services as credits
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db

LISTS = sorted(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry)


@pytest.fixture
def staff(client: Client) -> Client:
    User.objects.create_superuser("staff@example.org", "a-long-password")
    client.post("/accounts/login/", {"login": "staff@example.org", "password": "a-long-password"})
    return client


@pytest.mark.parametrize("name", LISTS)
def test_staff_open_every_list_with_rows_in_it(staff: Client, alice: User, name: str) -> None:
    a_job(a_book(alice), finished=True)
    credits.balance_of(alice)

    assert staff.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_family_opens_none(client: Client, alice: User, name: str) -> None:
    client.force_login(alice)

    assert client.get(reverse(name)).status_code == 302


def test_the_ledger_is_only_looked_at(staff: Client, alice: User) -> None:
    credits.balance_of(alice)

    assert staff.get(reverse("admin:credits_credittransaction_add")).status_code == 403
    row = alice.credit_transactions.get()
    change = reverse("admin:credits_credittransaction_change", args=[row.pk])
    assert staff.post(change, {"amount": 99}).status_code == 403
    assert staff.post(reverse("admin:credits_credittransaction_delete", args=[row.pk])).status_code == 403
