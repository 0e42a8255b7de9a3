"""Somebody with one of everything: a row in each table that leads to a person, and files."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models

from books import sharing, storage
from books.models import (
    Book,
    ImagePrompt,
    KeptEdition,
    PageVersion,
    ProviderCall,
    Scope,
    Spending,
    StoryDraft,
    StudioStory,
)
from books.tests.factories import a_book, a_job, jpeg
from characters.models import Character
from credits import services as credits
from credits import subscriptions
from credits.models import Plan
from storyforge_site.accounts import tokens
from storyforge_site.accounts.models import Erasure, User
from storyforge_site.lib.clock import now
from storyforge_site.lib.files import every_file, folder_of
from storyforge_site.models import IdempotencyKey
from storyforge_site.safety.models import ModerationVerdict, What
from streaks.models import DailyStreak, ReadingLog


def leads_to_a_person() -> set[type[models.Model]]:
    """Every table with a key to User, or to a row that goes with one of those."""
    found: set[type[models.Model]] = {User}
    everything = [model for model in apps.get_models(include_auto_created=True) if model is not User]
    while True:
        more = {model for model in everything if model not in found and _leads_to(model, found)}
        if not more:
            return found
        found |= more


def _keys(model: type[models.Model]) -> Iterator[tuple[str, Any, bool]]:
    """Each key of a table: its name, where it leads, and whether the row goes along when what it leads to goes."""
    for column in model._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.remote_field:
            yield column.name, column.remote_field.model, column.remote_field.on_delete is models.CASCADE


def _leads_to(model: type[models.Model], found: set[type[models.Model]]) -> bool:
    return any(target is User or (target in found and goes_along) for _name, target, goes_along in _keys(model))


def move_in(user: User) -> Book:
    """Fill the house of `user`."""
    book = _a_life_of_reading(user)
    _accounts_of(user)
    credits.bonus(user, 2, reference=f"bonus-{user.pk}", description="For Alice and her brother Tom")
    subscriptions.start(user, Plan.BASIC, payment_reference=f"payment-{user.pk}")
    tokens.sign_in(user)
    IdempotencyKey.objects.create(user=user, key="one-book", fingerprint="0" * 64)
    user.groups.add(Group.objects.get_or_create(name="readers")[0])
    user.user_permissions.add(Permission.objects.earliest("pk"))
    _seen_by_staff(user, book)
    storage.store(f"{folder_of(user.pk)}/characters/photo.jpg", jpeg())
    storage.store(f"{folder_of(user.pk)}/books/{book.pk}/{storage.WORKINGS}01-7", b"not looked at yet")
    return book


def _a_life_of_reading(user: User) -> Book:
    book = a_book(user, title="Alice and the Whale")
    job = a_job(book, finished=True)
    StoryDraft.objects.create(job=job, story={"title": "Alice and the Whale"}, provider="offline", model="m")
    ImagePrompt.objects.create(job=job, page_number=0, prompt="a whale", scene={}, seed=1, alt_text="A whale.")
    ProviderCall.objects.create(job=job, call_key=job.pk, step="story", counted_on=now().date(), answer={"raw": "text"})
    ModerationVerdict.objects.create(
        user=user,
        job=job,
        what=What.STORY,
        policy="p",
        outcome="review",
        target_age="5-7",
        mark="m",
        kept_text="Hm?",
    )
    Spending.objects.create(scope=Scope.USER, subject=user.pk, day=now().date(), microdollars=7)
    KeptEdition.objects.create(book=book, edition="screen", key="alice.pdf", filename="alice.pdf", size=1)
    PageVersion.of(book.pages.all()[0])
    sharing.share_book(book)
    StudioStory.objects.create(user=user, client_id="s-1", title="Alice in the studio")
    Character.objects.create(user=user, name="Tom the Whale")
    DailyStreak.objects.create(user=user, current_streak=1, longest_streak=1, total_days=1)
    ReadingLog.objects.create(user=user, book=book, local_date=now().date())
    return book


def _accounts_of(user: User) -> None:
    address, _is_new = EmailAddress.objects.get_or_create(user=user, email=user.email, primary=True)
    EmailConfirmation.objects.create(email_address=address, key=f"key-{user.pk}", sent=now())
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    other = SocialAccount.objects.create(user=user, provider="google", uid=user.pk, extra_data={"name": "Alice"})
    SocialToken.objects.create(account=other, token="secret-token", expires_at=now() + timedelta(days=1))


def _seen_by_staff(user: User, book: Book) -> None:
    for who, what in ((User.objects.house(), user), (User.objects.house(), book), (user, user)):
        LogEntry.objects.create(
            user=who,
            content_type=ContentType.objects.get_for_model(what),
            object_id=str(what.pk),
            object_repr=str(what),
            action_flag=CHANGE,
            change_message="",
        )


def what_leads_to(user: User) -> dict[str, int]:
    """How many rows of each table lead to `user`, by the database's own keys."""
    return {model._meta.label: _rows(model, user).count() for model in leads_to_a_person() - {Erasure}}


def _rows(model: type[models.Model], user: User) -> "models.QuerySet[models.Model]":
    return model._default_manager.filter(_path(model, set(), user) or models.Q(pk__in=[]))


def _path(model: type[models.Model], passed: set[type[models.Model]], user: User) -> models.Q:
    if model is User:
        return models.Q(pk=user.pk)
    ways = models.Q()
    for name, target, goes_along in _keys(model):
        if target is User:
            ways |= models.Q(**{name: user.pk})
        elif goes_along and target in leads_to_a_person() - passed:
            inner = target._default_manager.filter(_path(target, passed | {model}, user))
            ways |= models.Q(**{f"{name}__in": inner})
    return ways


def stored_for(user_id: str) -> list[str]:
    """The names of all files of a person, or of somebody who was one."""
    return list(every_file(folder_of(user_id)))
