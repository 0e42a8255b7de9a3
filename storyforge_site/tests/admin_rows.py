"""Rows for any table that has a list in the admin: as little in each as the database takes."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db import models
from django_q.models import Failure, Success

from books.models import Book, Job
from books.tests.factories import a_spec, wish
from credits.models import CreditTransaction, Subscription, UserCredits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks.models import DailyStory, DailyStreak

LISTED = sorted(admin.site._registry, key=lambda model: model._meta.label)


def add_rows(model: type[models.Model], count: int, *, after: int = 0) -> None:
    """`count` more, numbered from `after` on, each with rows of its own wherever a key leads."""
    numbers = range(after, after + count)
    manager: Any = model._default_manager
    manager.bulk_create([model(**_fields(model, number)) for number in numbers], batch_size=1000)


def _fields(model: type[models.Model], number: int) -> dict[str, Any]:
    fields = _OURS.get(model, _nothing)(number)
    missing = (field for field in model._meta.concrete_fields if field.name not in fields)
    return fields | {field.name: _value(field, number) for field in missing if _must_be_said(field)}


def _must_be_said(field: Any) -> bool:
    is_key = field.is_relation and not field.null
    is_given = field.null or field.blank or field.has_default() or isinstance(field, models.AutoField)
    return bool(is_key or not is_given)


def _value(field: Any, number: int) -> Any:
    if field.is_relation:
        return _row(field.related_model, number)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        return now()
    if isinstance(field, models.DateField):
        return date(2026, 1, 1) + timedelta(days=number)
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.IntegerField):
        return number
    if isinstance(field, models.BooleanField):
        return False
    return f"{field.name}-{number}@example.net"[: field.max_length]


def _row(model: type[models.Model], number: int) -> models.Model:
    """The one with this number, made when it is first asked for."""
    known = {User: {"email": f"family-{number}@example.net"}, Book: {"title": f"Book {number}"}}.get(model)
    fields = _fields(model, number) | (known or {})
    if known is not None:
        return model._default_manager.get_or_create(**known, defaults=fields)[0]
    return model._default_manager.create(**fields)


def _nothing(number: int) -> dict[str, Any]:
    return {}


def _book(number: int) -> dict[str, Any]:
    shown = {"title": f"Book {number}", "cover_image_key": "cover.jpg", "published_at": now()}
    return {**wish(), **shown, "user": _row(User, number)}


def _transaction(number: int) -> dict[str, Any]:
    moved = {"amount": 1, "movement": "bonus", "transaction_type": "bonus"}
    return {**moved, "balance_after": 1, "reference_id": f"r-{number}", "user": _row(User, number)}


_OURS: dict[type[models.Model], Callable[[int], dict[str, Any]]] = {
    User: lambda number: {"email": f"family-{number}@example.net", "password": "!"},
    Book: _book,
    Job: lambda number: {"spec": a_spec().as_dict(), "seed": 7, "book": _row(Book, number)},
    CreditTransaction: _transaction,
    Success: lambda number: {"success": True},
    Failure: lambda number: {"success": False},
    UserCredits: lambda number: {"user": _row(User, number)},
    DailyStreak: lambda number: {"user": _row(User, number)},
    DailyStory: lambda number: {"book": _row(Book, number)},
    Subscription: lambda number: {
        "user": _row(User, number),
        "period_start": now(),
        "period_end": now() + timedelta(days=30),
    },
}


def names(listed: Iterable[type[models.Model]]) -> list[str]:
    return [model._meta.label_lower.replace(".", "_") for model in listed]
