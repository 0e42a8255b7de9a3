"""Figures on the desks of staff: of today on the admin's first page, of one person on theirs.

An app puts in what it knows, with the permission it takes to see it; nobody is asked for what will not be shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from storyforge_site.accounts.models import User


@dataclass(frozen=True, slots=True)
class Figure:
    label: "str | Promise"
    value: object
    address: str = ""
    is_alarming: bool = False


Today = Callable[[], Iterable[Figure]]
Person = Callable[[User], Iterable[Figure]]

_of_today: list[tuple[int, str, Today]] = []
_of_person: list[tuple[int, str, Person]] = []


def shows_today(permission: str, *, place: int) -> Callable[[Today], Today]:
    """`place` orders what different apps say."""

    def put_in(ask: Today) -> Today:
        _of_today.append((place, permission, ask))
        return ask

    return put_in


def shows_of_person(permission: str, *, place: int) -> Callable[[Person], Person]:
    def put_in(ask: Person) -> Person:
        _of_person.append((place, permission, ask))
        return ask

    return put_in


def today(staff: User) -> list[Figure]:
    asked = sorted(_of_today, key=lambda each: each[0])
    return [figure for _place, permission, ask in asked if staff.has_perm(permission) for figure in ask()]


def of_person(staff: User, person: User) -> list[Figure]:
    asked = sorted(_of_person, key=lambda each: each[0])
    return [figure for _place, permission, ask in asked if staff.has_perm(permission) for figure in ask(person)]
