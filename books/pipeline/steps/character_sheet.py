"""D. One sheet for everybody who is seen, so that a hero is the same hero on every page."""

from typing import Any

from books.models import StoryDraft
from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.steps.normalise import tidy
from books.prompts import sheet as prompt
from books.spec import BookSpec, HeroSpec
from characters.models import Character
from characters.services import want_portrait
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers.sheet import CharacterSheet


def is_done(ctx: Context) -> bool:
    return ctx.job.character_sheet is not None


def run(ctx: Context) -> None:
    story = StoryDraft.objects.get(pk=ctx.job.pk).story
    saved = _sheets_of_characters(ctx.spec, ctx.job.user_id)
    missing = [person for person in story["cast"] if person["id"] not in saved]
    drawn = _draw_up(ctx, missing) if missing else {}
    sheets = [(saved | drawn)[person["id"]].as_dict() for person in story["cast"]]
    with ctx.lease.write():
        _keep_for_the_next_book(ctx.spec, drawn)
        ctx.save(character_sheet=sheets)


def _sheets_of_characters(spec: BookSpec, user_id: str) -> dict[str, CharacterSheet]:
    """Sheets drawn up for an earlier book, by the id this story uses for that hero."""
    ids = {_cast_id(index): hero.character_id for index, hero in enumerate(spec.heroes) if hero.character_id}
    characters = Character.objects.filter(user_id=user_id, pk__in=ids.values()).exclude(sheet={}).in_bulk()
    return {
        cast_id: CharacterSheet.from_dict({**characters[pk].sheet, "id": cast_id})
        for cast_id, pk in ids.items()
        if pk in characters
    }


def _cast_id(index: int) -> str:
    return "hero" if index == 0 else f"hero{index + 1}"


def _draw_up(ctx: Context, cast: list[dict[str, Any]]) -> dict[str, CharacterSheet]:
    request = prompt.build(cast, ctx.spec, seed=ctx.job.seed)
    answer = asking.complete_json(ctx, "character_sheet", request).data
    try:
        sheets = {sheet["id"]: CharacterSheet.from_dict(sheet) for sheet in answer["sheets"]}
        return {person["id"]: sheets[person["id"]] for person in cast}
    except (KeyError, TypeError, ValueError) as error:
        raise StoryforgeError(Code.LLM_JSON_INVALID, f"character sheet: {error!r}") from error


def _keep_for_the_next_book(spec: BookSpec, drawn: dict[str, CharacterSheet]) -> None:
    """Unless the family changed the looks since the book was ordered: then the next one draws them anew."""
    for index, hero in enumerate(spec.heroes):
        sheet = drawn.get(_cast_id(index))
        character = Character.objects.select_for_update().filter(pk=hero.character_id).first() if sheet else None
        if sheet and character and _still_looks_so(character, hero):
            character.sheet, character.kind = {**sheet.as_dict(), "name": character.name}, sheet.kind
            character.save(update_fields=["sheet", "kind"])
            want_portrait(character)


def _still_looks_so(character: Character, hero: HeroSpec) -> bool:
    same_kind = hero.kind in ("", character.kind)  # without one, an earlier book may have found it meanwhile
    return same_kind and character.gender == hero.gender and tidy(character.looks()) == hero.appearance
