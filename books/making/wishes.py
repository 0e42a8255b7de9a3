"""What somebody has filled in so far, kept in the session: signing in or looking for a photo loses nothing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict

from books.forms import MakeBookForm
from books.ideas import Theme
from books.models import Book, Job
from storyforge_site.lib.ids import new_id
from storyforge_site.lib.language import spoken

_KEY = "wish"
_LISTS = ("heroes", "presets")
_MOST_LETTERS, _MOST_HEROES = 400, 8
_OF_THE_LAST_BOOK = ("target_age", "style", "language")


def keep(request: HttpRequest, said: QueryDict, **changes: Any) -> None:
    """As typed, whether it is a good wish or not yet."""
    wish: dict[str, Any] = {
        name: said[name][:_MOST_LETTERS] for name in MakeBookForm.base_fields if name in said and name not in _LISTS
    }
    wish |= {name: [one[:60] for one in said.getlist(name)[:_MOST_HEROES]] for name in _LISTS}
    request.session[_KEY] = wish | changes


def kept(request: HttpRequest) -> dict[str, Any]:
    wish: dict[str, Any] = request.session.get(_KEY, {})
    return wish


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def add_hero(request: HttpRequest, character_id: str) -> None:
    wish = kept(request)
    request.session[_KEY] = wish | {"heroes": [*dict.fromkeys([*wish.get("heroes", []), character_id])]}


def beginning(request: HttpRequest) -> dict[str, Any]:
    """What the form is filled in with: the family's last choices, then what was kept, then what the address says."""
    wish: dict[str, Any] = {"language": spoken(), "key": new_id("form")}
    if request.user.is_authenticated:
        last = Book.objects.owned_by(request.user).newest_first().values(*_OF_THE_LAST_BOOK).first()
        wish |= last or {}
    wish |= kept(request)
    if "topic" in request.GET:
        wish["topic"] = request.GET["topic"][:200]
    if "hero" in request.GET:
        wish["heroes"] = [*dict.fromkeys([*wish.get("heroes", []), request.GET["hero"][:60]])]
    return wish


def of_job(job: Job) -> dict[str, Any]:
    """The wish a book was ordered with, to be changed and sent again."""
    spec = job.wish
    new = next((hero for hero in spec["heroes"] if hero["name"] and not hero["character_id"]), None)
    said = {name: spec[name] for name in ("topic", "target_age", "style", "language", "page_count")}
    return said | {
        "theme": spec["theme"] if spec["theme"] in Theme.values else "",
        "forbidden": ", ".join(spec["forbidden_elements"]),
        "heroes": [hero["character_id"] for hero in spec["heroes"] if hero["character_id"]],
        **(_new_hero(new) if new else {}),
    }


def as_sent(wish: Mapping[str, Any]) -> QueryDict:
    """A kept wish as if its form had been sent."""
    said = QueryDict(mutable=True)
    for name, value in wish.items():
        said.setlist(name, value if isinstance(value, list) else [str(value)])
    return said


def _new_hero(hero: Mapping[str, Any]) -> dict[str, str]:
    return {"hero_name": hero["name"], "hero_gender": hero["gender"], "hero_looks": hero["appearance"]}
