"""The admin's lists and its first page cost few queries, and as many for fifty rows as for one."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from books.models import Job, JobStatus, Scope, Spending
from books.tests.factories import a_book, a_job
from credits import services as credits
from credits import staff
from storyforge_site.accounts.models import User
from storyforge_site.lib.admin import CappedPaginator, StaffAdmin
from storyforge_site.lib.clock import midnight, now
from storyforge_site.lib.ids import first_id, new_id
from storyforge_site.safety.models import ModerationVerdict, What
from storyforge_site.tests.admin_rows import LISTED, add_rows, names
from storyforge_site.tests.staff import ROLES, a_clerk, a_member, signed_in_as

pytestmark = pytest.mark.django_db

MOST_QUERIES = 10
_OUR_APPS = {"storyforge_site", "books", "characters", "credits", "streaks"}
OURS = [model for model in LISTED if model.__module__.partition(".")[0] in _OUR_APPS]
SEARCHED = [model for model in OURS if admin.site._registry[model].search_fields]


@pytest.fixture
def root(db: None) -> Client:
    return a_clerk("superuser")


def queries_of(client: Client, address: str, **query: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        answer = client.get(address, query)
    assert answer.status_code == 200
    return len(counted)


@pytest.mark.parametrize("model", LISTED, ids=names(LISTED))
def test_a_list_costs_the_same_for_fifty_rows_as_for_one(model: type[models.Model], root: Client) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    add_rows(model, 1)
    root.get(address)  # what kinds of rows there are is asked once in a process
    one = queries_of(root, address)
    add_rows(model, 49, after=1)

    page = root.get(address)

    assert len(page.context["cl"].result_list) >= 50 or page.context["cl"].list_per_page < 50
    assert queries_of(root, address) == one <= MOST_QUERIES


@pytest.mark.parametrize("model", SEARCHED, ids=names(SEARCHED))
def test_a_search_by_id_or_address_costs_one_query_more_at_most(model: type[models.Model], root: Client) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    add_rows(model, 2)
    root.get(address)

    for words in ("family-1@example.net", new_id("user")):
        assert queries_of(root, address, q=words) <= MOST_QUERIES


@pytest.mark.parametrize("model", OURS, ids=names(OURS))
def test_our_lists_do_not_count_what_nobody_pages_through(model: type[models.Model]) -> None:
    page = admin.site._registry[model]

    assert isinstance(page, StaffAdmin)
    assert (page.show_full_result_count, page.paginator) == (False, CappedPaginator)


def test_a_paginator_counts_so_far_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storyforge_site.lib.admin._COUNTED", 3)
    add_rows(User, 5)

    pages: Paginator[Any] = CappedPaginator(User.objects.order_by("pk"), 2)

    assert (pages.count, pages.num_pages, CappedPaginator([1, 2], 2).count) == (3, 2, 2)


def test_ids_tell_what_is_new_since_a_moment() -> None:
    before, moment, after = new_id("job"), now() + timedelta(seconds=1), now() + timedelta(seconds=2)

    assert before < first_id("job", moment) < first_id("job", after)


# --- the first page ---------------------------------------------------------------------------
def figures(client: Client) -> dict[str, tuple[str, bool]]:
    page = client.get(reverse("admin:index"))
    return {str(each.label): (str(each.value), each.is_alarming) for each in page.context["figures"]}


def a_busy_day(alice: User) -> None:
    a_job(a_book(alice), finished=True)
    a_job(a_book(alice), status=JobStatus.FAILED, error_code="IMAGE_FAILED", finished_at=now())
    a_job(a_book(alice), status=JobStatus.RUNNING)
    a_job(a_book(alice), created_at=now() - timedelta(minutes=5, seconds=30))
    Spending.objects.create(scope=Scope.SITE, day=now().date(), microdollars=12_345_678)
    unsure: dict[str, Any] = {"what": What.WISH, "policy": "p", "outcome": "review", "target_age": "5-7", "mark": "m"}
    ModerationVerdict.objects.create(user=alice, kept_text="Hm?", **unsure)
    staff.give(a_member("support"), alice, 2, reason="a torn page", reference=new_id("gift"))
    credits.bonus(alice, 5, reference="streak", description="100 days")
    User.objects.create(is_guest=True)


def test_the_first_page_says_how_the_day_goes(root: Client, alice: User) -> None:
    a_busy_day(alice)

    shown = figures(root)

    waits = shown.pop("minutes the first of them waits")
    assert (waits[0][:2], waits[1]) == ("5:", True)
    assert shown == {
        "books made": ("1", False),
        "books failed": ("1", True),
        "being made now": ("1", False),
        "in the queue": ("1", True),
        "spent, of $200 a day": ("$12.35", False),
        "reviews waiting": ("1", True),
        "new families": ("3", False),  # staff have accounts too
        "new guests": ("1", False),
        "credits given by staff": ("2", False),
    }


def test_each_number_leads_to_its_rows(root: Client, alice: User) -> None:
    a_busy_day(alice)
    page = root.get(reverse("admin:index"))

    rows = {str(each.label): len(root.get(each.address).context["cl"].result_list) for each in page.context["figures"]}

    assert rows["books made"] == rows["books failed"] == rows["being made now"] == rows["in the queue"] == 1
    assert (rows["new families"], rows["new guests"], rows["reviews waiting"]) == (3, 1, 1)


def test_yesterdays_books_are_not_todays(root: Client, alice: User) -> None:
    yesterday = first_id("job", midnight() - timedelta(seconds=1))
    a_job(a_book(alice), id=yesterday, finished=True)
    a_job(a_book(alice), id=first_id("job", midnight() - timedelta(days=2)), created_at=now() - timedelta(days=2))

    shown = figures(root)

    assert Job.objects.count() == 2
    assert (shown["books made"][0], shown["in the queue"][0]) == ("0", "1")


@pytest.mark.parametrize("roles", [["superuser"], *([role] for role in ROLES), list(ROLES)], ids=" ".join)
def test_the_first_page_costs_few_queries(roles: list[str], alice: User) -> None:
    a_busy_day(alice)
    member = User.objects.filter(email="support@example.org").first() if roles == ["support"] else None
    client = signed_in_as(member or a_member(*roles))

    assert queries_of(client, reverse("admin:index")) <= MOST_QUERIES


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("moderator", {"reviews waiting"}),
        ("finance", {"spent, of $200 a day", "new families", "new guests", "credits given by staff"}),
        ("", set()),
    ],
)
def test_a_role_sees_the_numbers_of_its_own_lists(role: str, labels: set[str]) -> None:
    assert set(figures(a_clerk(*filter(None, [role])))) == labels
