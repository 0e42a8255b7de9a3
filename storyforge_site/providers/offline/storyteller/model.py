"""The door of the offline storyteller: a `StoryModel` that needs no network and gives the same book twice."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from storyforge_site.lib.choices import Language
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers.contracts import JsonRequest, JsonResult, Task, TextRequest, TextResult, Usage
from storyforge_site.providers.offline.illustrator.sheets import draw_up_sheet
from storyforge_site.providers.offline.storyteller import studio
from storyforge_site.providers.offline.storyteller.engine import book
from storyforge_site.providers.offline.storyteller.engine.brief import StoryBrief
from storyforge_site.providers.offline.storyteller.portraits import portrait

_MODEL = "storyteller-1"
_TRIES, _ANOTHER = 8, 7919


class OfflineStoryModel:
    name = "offline"

    def complete_json(self, request: JsonRequest) -> JsonResult:
        """Raises PROVIDER_UNAVAILABLE for a language it does not write, KeyError for a brief without language, age or
        page count, ValueError for an impossible page count.
        """
        _require_own_language(str(request.brief.get("language", Language.ENGLISH)))
        return JsonResult(_WRITERS[request.task](request), Usage(provider=self.name, model=_MODEL))

    def complete_text(self, request: TextRequest) -> TextResult:
        _require_own_language(request.language)
        return TextResult(studio.text(request), Usage(provider=self.name, model=_MODEL))


def _require_own_language(language: str) -> None:
    if language not in Language.values:
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"the offline storyteller does not write {language!r}")


def _story(request: JsonRequest) -> dict[str, Any]:
    return book.write(StoryBrief.from_dict(request.brief), request.seed)


def _page(request: JsonRequest) -> dict[str, Any]:
    """The scene stays: it is all that the offline engine can promise to keep in step."""
    _require_own_story(request)
    page = request.brief["page"]
    brief = StoryBrief.from_dict(request.brief)
    try:
        text = book.write_page_anew(brief, request.seed, page["page_number"], page["text"])
    except LookupError as error:
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, str(error)) from error
    return {"text": text, "scene": page["scene"], "alt_text": page["alt_text"]}


def _retelling(request: JsonRequest) -> dict[str, Any]:
    _require_own_story(request)
    return book.tell_anew(StoryBrief.from_dict(request.brief), request.seed, request.brief["story"])


def _require_own_story(request: JsonRequest) -> None:
    """It composes a story from its seed, so it can go on with none but its own."""
    if not str(request.brief.get("told_by", "")).startswith(OfflineStoryModel.name):
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, "the offline storyteller cannot go on with another's story")


def _sequel(request: JsonRequest) -> dict[str, Any]:
    return studio.sequel(request.brief, request.seed)


def _character(request: JsonRequest) -> dict[str, Any]:
    if request.pictures:
        return portrait.from_photo(request.pictures[0], request.brief, request.seed)
    return portrait.from_words(request.brief, request.seed)


def _verdict(request: JsonRequest) -> dict[str, Any]:
    raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, "the offline storyteller judges nothing")


def _sheets(request: JsonRequest) -> dict[str, Any]:
    """Sheets that a series brings along are kept as they are; whoever is new does not wear what another wears."""
    kept = {sheet["id"]: sheet for sheet in request.brief.get("series_sheets") or ()}
    sheets: list[dict[str, Any]] = []
    for person in request.brief["cast"]:
        sheets.append(kept.get(person["id"]) or _unlike(sheets, person, request.seed))
    return {"sheets": sheets}


def _unlike(others: Sequence[Mapping[str, Any]], person: Mapping[str, Any], seed: int) -> dict[str, Any]:
    tries = [_sheet(person, seed + step * _ANOTHER) for step in range(1 if person.get("appearance") else _TRIES)]
    worn = {other["accessory"] for other in others}
    return next((sheet for sheet in tries if sheet["accessory"] not in worn), tries[0])


def _sheet(person: Mapping[str, Any], seed: int) -> dict[str, Any]:
    return draw_up_sheet(
        person["id"],
        person["name"],
        person["kind"],
        person.get("gender") or "neutral",
        person.get("appearance") or "",
        seed,
    ).as_dict()


_WRITERS: Mapping[Task, Callable[[JsonRequest], dict[str, Any]]] = {
    Task.STORY: _story,
    Task.CHARACTER_SHEET: _sheets,
    Task.PAGE: _page,
    Task.RETELLING: _retelling,
    Task.SEQUEL: _sequel,
    Task.CHARACTER: _character,
    Task.VERDICT: _verdict,
}
