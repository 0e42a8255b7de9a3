"""What each role of staff may see and do: by the page, and by a form that is sent without having seen the page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from books.models import Book, JobStatus, Visibility
from books.tests.factories import a_book, a_job
from characters.tests.factories import a_character
from credits import services as credits
from credits import subscriptions
from credits.models import CreditTransaction, Movement, Plan
from storyforge_site.accounts.models import User
from storyforge_site.lib.acts import ActingAdmin
from storyforge_site.lib.clock import now
from storyforge_site.lib.ids import new_id
from storyforge_site.tests.staff import ROLES, a_clerk, require_roles, set_up
from streaks import daily
from streaks.models import DailyStory, DailyStreak

pytestmark = pytest.mark.django_db

# --- lists ------------------------------------------------------------------------------------
_SUPPORT, _MODERATOR, _FINANCE, _OPERATOR = ROLES
LISTS: dict[str, set[str]] = {
    "accounts_user": {_SUPPORT, _FINANCE},
    "books_book": {_SUPPORT, _MODERATOR},
    "books_job": {_SUPPORT, _OPERATOR},
    "books_storydraft": {_MODERATOR},
    "books_spending": {_FINANCE, _OPERATOR},
    "books_studiostory": set(),
    "characters_character": {_SUPPORT},
    "credits_usercredits": {_SUPPORT, _FINANCE},
    "credits_credittransaction": {_SUPPORT, _FINANCE},
    "credits_subscription": {_SUPPORT, _FINANCE},
    "safety_moderationverdict": {_MODERATOR},
    "streaks_dailystory": {_SUPPORT, _MODERATOR},
    "streaks_dailystreak": {_SUPPORT},
    "streaks_readinglog": {_SUPPORT},
    "django_q_ormq": {_OPERATOR},
    "django_q_failure": {_OPERATOR},
    "django_q_schedule": {_OPERATOR},
    "auth_group": set(),
}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_lists_and_no_other(role: str) -> None:
    clerk = a_clerk(role)

    opened = {name for name in LISTS if clerk.get(reverse(f"admin:{name}_changelist")).status_code == 200}

    assert opened == {name for name, roles in LISTS.items() if role in roles}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_changes_no_row_by_a_form_of_djangos(role: str, alice: User) -> None:
    book = a_book(alice)
    credits.balance_of(alice)
    rows = {"accounts_user": alice.pk, "books_book": book.pk, "credits_usercredits": alice.pk}
    clerk = a_clerk(role)

    for name, key in rows.items():
        for page in ("change", "delete"):
            answer = clerk.post(reverse(f"admin:{name}_{page}", args=[key]), {"is_superuser": "on", "post": "yes"})
            assert answer.status_code == 403, (name, page)
    assert not User.objects.filter(is_superuser=True).exists()
    assert Book.objects.exists()


def test_who_only_looks_at_a_person_sees_no_hash_and_no_permissions(alice: User) -> None:
    page = a_clerk("support").get(reverse("admin:accounts_user_change", args=[alice.pk])).content.decode()

    assert "alice@example.org" in page
    assert not any(word in page for word in ("md5", "hash", "User permissions", "Superuser"))


# --- acts -------------------------------------------------------------------------------------
def _account(alice: User) -> str:
    credits.balance_of(alice)
    return alice.pk


def _spent(alice: User) -> str:
    job = a_job(a_book(alice), finished=True)
    credits.reserve(alice, 1, reference=job.pk, description="A book")
    credits.capture(alice, reference=job.pk, description="It is finished")
    return CreditTransaction.objects.get(movement=Movement.CAPTURE).pk


def _plan(alice: User) -> str:
    return subscriptions.start(alice, Plan.BASIC).pk


def _house_book(visibility: Visibility) -> Callable[[User], str]:
    return lambda alice: a_book(User.objects.house(), visibility=visibility).pk


def _story(**fields: Any) -> Callable[[User], str]:
    """Planned far ahead; `finished` with a book that is ready."""

    def plan(alice: User) -> str:
        daily.plan_daily_stories(now().date().replace(year=now().year + 1), 1)
        story = DailyStory.objects.earliest("pk")
        if fields.get("finished"):
            story.book = a_book(User.objects.house(), visibility=Visibility.PUBLIC)
            story.save()
        return str(story.pk)

    return plan


def _gift(prefix: str) -> dict[str, str]:
    return {"amount": "2", "reason": "a torn page", "reference": new_id(prefix)}


_WHY = {"reason": "they wrote to us"}
_ERASE = {"reason": "They asked for it.", "typed": "alice@example.org"}
_CHOICE = {"theme": "dreams", "topic": "A lantern"} | _WHY
# Admin and act: the row it is done to, what the form says, who may.
ACTS: dict[tuple[str, str], tuple[Callable[[User], str], dict[str, str], set[str]]] = {
    ("accounts_user", "see"): (lambda alice: alice.pk, _WHY, {_SUPPORT}),
    ("accounts_user", "export"): (lambda alice: alice.pk, _WHY, {_SUPPORT}),
    ("accounts_user", "erase"): (lambda alice: alice.pk, _ERASE, set()),
    ("credits_usercredits", "give"): (_account, _gift("gift"), {_SUPPORT, _FINANCE}),
    ("credits_usercredits", "adjust"): (_account, _gift("adj"), {_FINANCE}),
    ("credits_credittransaction", "refund"): (_spent, _WHY, {_SUPPORT, _FINANCE}),
    ("credits_subscription", "cancel"): (_plan, _WHY, {_FINANCE}),
    ("books_book", "hide"): (_house_book(Visibility.PUBLIC), _WHY, set()),
    ("books_book", "show"): (_house_book(Visibility.PRIVATE), _WHY, set()),
    ("books_book", "discard"): (_house_book(Visibility.PRIVATE), _WHY, set()),
    ("streaks_dailystory", "make"): (_story(), _WHY, {_MODERATOR}),
    ("streaks_dailystory", "replace"): (_story(), _CHOICE, {_MODERATOR}),
    ("streaks_dailystory", "let-out"): (_story(finished=True), _WHY, {_MODERATOR}),
    ("streaks_dailystory", "take-back"): (_story(finished=True), _WHY, {_MODERATOR}),
}


def test_every_act_stands_in_this_table() -> None:
    known = {
        (f"{model._meta.app_label}_{model._meta.model_name}", act)
        for model, page in admin.site._registry.items()
        if isinstance(page, ActingAdmin)
        for act in page.acts
    }

    assert known == set(ACTS)


@pytest.mark.parametrize(("name", "act"), ACTS, ids="-".join)
@pytest.mark.parametrize("role", [*ROLES, "superuser", ""])
def test_a_role_does_what_it_may_and_nothing_else(name: str, act: str, role: str, alice: User) -> None:
    make_row, said, roles = ACTS[name, act]
    address = reverse(f"admin:{name}_{act}", args=[make_row(alice)])
    clerk = a_clerk(*filter(None, [role]))

    opened, sent = clerk.get(address).status_code, clerk.post(address, said).status_code

    if role in roles | {"superuser"}:
        assert opened == 200
        assert sent in (200, 302)  # a file, or back to the row
    else:
        assert (opened, sent) == (403, 403)


@pytest.mark.parametrize(("name", "act"), ACTS, ids="-".join)
def test_no_act_goes_without_a_reason(name: str, act: str, alice: User) -> None:
    make_row, said, _roles = ACTS[name, act]
    address = reverse(f"admin:{name}_{act}", args=[make_row(alice)])

    answer = a_clerk("superuser").post(address, said | {"reason": " "})

    assert answer.status_code == 422


@pytest.mark.parametrize(("name", "act"), ACTS, ids="-".join)
def test_a_family_does_none_of_it(name: str, act: str, alice: User, client: Any) -> None:
    make_row, said, _roles = ACTS[name, act]
    address = reverse(f"admin:{name}_{act}", args=[make_row(alice)])
    client.force_login(alice)

    assert client.post(address, said).url.startswith("/admin/login/")


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_only_who_plans_has_days_planned(role: str) -> None:
    answer = a_clerk(*filter(None, [role])).post(reverse("admin:streaks_dailystory_ahead"))

    assert (answer.status_code == 302) is (role == _MODERATOR)
    assert DailyStory.objects.exists() is (role == _MODERATOR)


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_only_finance_starts_a_plan(role: str, alice: User) -> None:
    said = {"user": alice.pk, "plan": "basic", "reason": "a school"}

    a_clerk(*filter(None, [role])).post(reverse("admin:credits_subscription_add"), said)

    assert alice.subscriptions.exists() is (role == _FINANCE)


# --- buttons and figures ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "buttons"), [("support", {"see", "export"}), ("finance", set()), ("superuser", {"see", "export", "erase"})]
)
def test_a_persons_page_offers_what_one_may(role: str, buttons: set[str], alice: User) -> None:
    page = a_clerk(role).get(reverse("admin:accounts_user_change", args=[alice.pk]))

    assert {act["address"].rstrip("/").rpartition("/")[2] for act in page.context["acts"]} == buttons


def test_a_persons_page_says_how_they_stand(alice: User, django_assert_max_num_queries: Any) -> None:
    a_job(a_book(alice), finished=True)
    a_job(a_book(alice), status=JobStatus.FAILED, error_code="IMAGE_FAILED", finished_at=now())
    credits.balance_of(alice)
    subscriptions.start(alice, Plan.BASIC)
    a_character(alice)
    DailyStreak.objects.create(user=alice, current_streak=1, longest_streak=2, total_days=5)
    clerk = a_clerk("support")

    with django_assert_max_num_queries(16):
        page = clerk.get(reverse("admin:accounts_user_change", args=[alice.pk]))

    figures = {str(figure.label): str(figure.value) for figure in page.context["figures"]}
    assert figures == {
        "credits": "13",
        "plan": "Basic",
        "books": "2",
        "jobs": "2",
        "jobs failed": "1",
        "heroes": "1",
        "days read": "5",
        "last sign-in": "never",
    }
    assert all(clerk.get(figure.address).status_code == 200 for figure in page.context["figures"] if figure.address)


# --- the migration ----------------------------------------------------------------------------
def test_roles_are_set_up_twice_without_harm_and_taken_down(alice: User) -> None:
    require_roles()
    Group.objects.get(name="support").permissions.clear()
    Group.objects.get(name="finance").user_set.add(alice)

    set_up.set_up(apps, None)

    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)
    assert Group.objects.get(name="support").permissions.filter(codename="see_as_user").exists()
    assert alice.groups.get().name == "finance"
    before = Permission.objects.count()
    set_up.take_down(apps, None)
    assert (Group.objects.filter(name__in=ROLES).exists(), Permission.objects.count()) == (False, before)


def test_permissions_made_for_roles_are_those_django_makes() -> None:
    """One that was misspelt would stand beside Django's own."""
    meant = {
        (*model.split("."), codename)
        for models in set_up.ROLES.values()
        for model, codenames in models.items()
        for codename in codenames
    }
    makes = {
        (model._meta.app_label, model._meta.model_name, codename)
        for model in apps.get_models()
        for codename in [
            *(f"{act}_{model._meta.model_name}" for act in model._meta.default_permissions),
            *(codename for codename, _name in model._meta.permissions),
        ]
    }

    assert meant - makes == set()
