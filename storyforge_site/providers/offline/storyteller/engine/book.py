"""A whole book: chosen, cast, told, staged, and read over once more for unwanted words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyforge_site.providers.offline.storyteller.engine import beats, props
from storyforge_site.providers.offline.storyteller.engine.ages import REGISTER_OF_AGE
from storyforge_site.providers.offline.storyteller.engine.avoiding import Avoidance, avoidance
from storyforge_site.providers.offline.storyteller.engine.brief import StoryBrief
from storyforge_site.providers.offline.storyteller.engine.choosing import places_for, quest_for, shape_for
from storyforge_site.providers.offline.storyteller.engine.company import Casting
from storyforge_site.providers.offline.storyteller.engine.dice import Dice
from storyforge_site.providers.offline.storyteller.engine.library import texts
from storyforge_site.providers.offline.storyteller.engine.manuscript import Manuscript
from storyforge_site.providers.offline.storyteller.engine.staging import Stage
from storyforge_site.providers.offline.storyteller.engine.subject import read_subject
from storyforge_site.providers.offline.storyteller.languages import grammar_for

_FAITHFUL, _FREELY = 8, 40  # attempts that keep the topic, and attempts that may leave it
_STEP = 7919


@dataclass(frozen=True, slots=True)
class Composition:
    manuscript: Manuscript
    story: dict[str, Any]  # bound: the words with their scenes


def write(brief: StoryBrief, seed: int) -> dict[str, Any]:
    """The book as `Task.STORY` answers it. Raises as `_compose_best`."""
    return _compose_best(brief, seed).story


def write_page_anew(brief: StoryBrief, seed: int, page_number: int, unlike: str) -> str:
    """Other words for one page of the book that `write` gives: told differently, about the same. Raises LookupError."""
    for text in _compose_best(brief, seed).manuscript.other_ways(page_number - 1):
        if text != unlike:
            return text
    raise LookupError("there is no other way to tell this page")


def tell_anew(brief: StoryBrief, seed: int, story: Mapping[str, Any]) -> dict[str, Any]:
    """The words of the same book for another age or in another language, over the scenes of `story`."""
    manuscript = _compose_best(brief, seed).manuscript
    told = manuscript.pages()
    pages = [
        {
            "page_number": index + 1,
            "text": page.text(manuscript.voice),
            "alt_text": manuscript.alt_text(story["pages"][index]["scene"]),
        }
        for index, page in enumerate(told)
    ]
    return {
        "title": manuscript.title(),
        "summary": manuscript.summary(told),
        "cover_alt_text": manuscript.alt_text(story["cover"]["scene"]),
        "pages": pages,
    }


def _compose_best(brief: StoryBrief, seed: int) -> Composition:
    """The first attempt without an unwanted word, else the one with fewest.

    Raises LookupError when the language has no texts at all, KeyError for an unknown age or language.
    """
    best: tuple[int, Composition] | None = None
    for avoid, number in _ways(brief):
        try:
            composed = _compose(brief, Dice(seed + number * _STEP), avoid, number)
            hits = sum(avoidance(brief.forbidden).hits(said) for said in _said(composed.story))
        except LookupError:
            if not brief.forbidden:
                raise
            continue
        if not hits:
            return composed
        if best is None or hits < best[0]:
            best = hits, composed
    if best is None:
        raise LookupError("no book can be told")
    return best[1]


def _ways(brief: StoryBrief) -> Iterator[tuple[Avoidance, int]]:
    """Strictly first; then by whole words; at the very last without minding, because there is always a book."""
    strict = avoidance(brief.forbidden)
    yield from ((strict, number) for number in range(_FAITHFUL + _FREELY if brief.forbidden else 1))
    if brief.forbidden:
        yield from ((strict.relaxed(), number) for number in range(_FAITHFUL + _FREELY))
        yield Avoidance(), 0


def _said(story: Mapping[str, Any]) -> Iterator[str]:
    """Everything a reader or a painter meets."""
    yield story["title"]
    yield story["summary"]
    for person in story["cast"]:
        yield from (person["name"], person["kind"])
    for picture in (story["cover"], *story["pages"]):
        yield picture.get("text", "")
        yield picture["alt_text"]
        scene = picture["scene"]
        yield from (scene["description"], scene["setting"])
        yield from (prop["name"] for prop in scene["props"])
        yield from (figure["holding"] for figure in scene["figures"])


def _compose(brief: StoryBrief, dice: Dice, avoid: Avoidance, number: int) -> Composition:
    written = texts(brief.language)
    reading = read_subject(brief.topic, brief.language, avoid)
    quest = quest_for(reading, brief, written, dice, freely=number >= _FAITHFUL)
    shape = shape_for(quest, written, dice, number)
    company = Casting(brief, reading, quest, avoid, dice).company().called(brief.names)
    places = places_for(quest, company.hero.kind, reading, written, avoid, dice)
    manuscript = Manuscript(
        brief=brief,
        reading=reading,
        quest=quest,
        beats=tuple(beats.pages(shape, brief.page_count)),
        frames=written.shapes[shape.name],
        company=company,
        places=places,
        texts=written,
        grammar=grammar_for(brief.language),
        register=REGISTER_OF_AGE[brief.target_age],
        avoid=avoid,
        dice=dice,
    )
    thing = props.depicting(reading.thing, brief.language) if reading.thing else ""
    extras = [*filter(None, [thing]), *(prop for prop, _ in reading.extras)]
    stage = Stage(company, quest, shape, places, [*dict.fromkeys(extras)][:3], avoid, dice)
    return Composition(manuscript, _bound(manuscript, stage))


def _bound(manuscript: Manuscript, stage: Stage) -> dict[str, Any]:
    told = manuscript.pages()
    cover = stage.cover(manuscript.beside_the_hero()).as_dict()
    pages = []
    for index, page in enumerate(told):
        scene = stage.page(page.beat.beat, index, len(told), with_extra=manuscript.mentions_extra(page)).as_dict()
        pages.append(
            {
                "page_number": index + 1,
                "text": page.text(manuscript.voice),
                "scene": json.loads(json.dumps(scene)),
                "alt_text": manuscript.alt_text(scene),
            }
        )
    return {
        "title": manuscript.title(),
        "cover": {"scene": json.loads(json.dumps(cover)), "alt_text": manuscript.alt_text(cover)},
        "pages": pages,
        "cast": _seen(manuscript, [cover, *(page["scene"] for page in pages)]),
        "summary": manuscript.summary(told),
    }


def _seen(manuscript: Manuscript, scenes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    seen = {figure["who"] for scene in scenes for figure in scene["figures"]}
    company = manuscript.company
    given = {"hero", *(friend.id for friend in company.friends if company.is_of_the_family)}
    return [player.as_dict() for player in company.everybody() if player.id in seen | given]
