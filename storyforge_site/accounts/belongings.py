"""What belongs to a person: each app says so here, and erasure and export need not know the apps.

An app registers itself in its `AppConfig.ready`. Rows that cascade from the person go by themselves; `forget` is for
what would stay, and `stop` for work that is still going on. Files stand under `lib.files.folder_of(user.pk)`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from storyforge_site.accounts.models import User


def _nothing(user: User) -> None:
    return


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind that are a person's, without the columns that are keys, secrets or our own bookkeeping."""

    rows: Callable[[User], QuerySet[Any]]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Belongings:
    """`hold` takes the locks that whoever moves something of a person takes first, so that we wait in the same order.

    `workings` are beginnings of names of files that nobody takes along: not for eyes, such as pictures nobody has
    checked yet, or there once more, such as a picture in sizes for screens.
    """

    app: str
    tables: Mapping[str, Table] = field(default_factory=dict)
    stop: Callable[[User], None] = _nothing
    hold: Callable[[User], None] = _nothing
    forget: Callable[[User], None] = _nothing
    workings: tuple[str, ...] = ()


_registered: dict[str, Belongings] = {}


def register(belongings: Belongings) -> None:
    _registered[belongings.app] = belongings


def of_all_apps() -> tuple[Belongings, ...]:
    return tuple(_registered[app] for app in sorted(_registered))
