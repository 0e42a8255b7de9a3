"""Which quest, which shape, which places: the topic first, then the theme, then the seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storyforge_site.providers.offline.storyteller.engine import library
from storyforge_site.providers.offline.storyteller.engine.avoiding import Avoidance
from storyforge_site.providers.offline.storyteller.engine.brief import StoryBrief
from storyforge_site.providers.offline.storyteller.engine.dice import Dice
from storyforge_site.providers.offline.storyteller.engine.library import Quest, Shape, Texts
from storyforge_site.providers.offline.storyteller.engine.subject import GENERIC
from storyforge_site.providers.offline.storyteller.languages.base import TopicReading
from storyforge_site.providers.scene import Setting

# Quests that could happen nearly anywhere, so that a topic's own setting can be where they happen.
_ANYWHERE = frozenset({*GENERIC, "fly", "sing", "paint", "friend", "lost", "share", "race", "rescue", "invent"})
_NOT_A_PLACE_FOR: Mapping[str, frozenset[Setting]] = {
    "fly": frozenset(
        {
            Setting.UNDERWATER,
            Setting.CAVE,
            Setting.BEDROOM,
            Setting.CLASSROOM,
            Setting.LIBRARY,
            Setting.KITCHEN,
        }
    ),
    "race": frozenset({Setting.BEDROOM, Setting.KITCHEN, Setting.LIBRARY, Setting.CLASSROOM}),
}


@dataclass(frozen=True, slots=True)
class Places:
    """A setting for each stage of the telling, and the words for two of them."""

    home: Setting
    way: Setting
    place: Setting
    home_word: str
    place_word: str


def theme_of(theme: str) -> str:
    """The key of a theme named in any of the languages; empty for none."""
    said = theme.casefold().strip()
    for language in ("en", "ko", "ja"):
        for key, entry in library.texts(language).words.get("themes", {}).items():
            if said and (said == key or any(word.casefold() in said for word in entry.get("words", ()))):
                return str(key)
    return ""


def quest_for(reading: TopicReading, brief: StoryBrief, written: Texts, dice: Dice, *, freely: bool) -> Quest:
    """`freely` leaves the topic aside, when a book about it could not be told. Raises LookupError without texts."""
    quests = {name: quest for name, quest in library.quests().items() if name in written.quests}
    if not freely and reading.quest in quests:
        return quests[reading.quest]
    generic = ["learn"] if reading.goal else [*dice.order("generic", ["find", "wonder"])] if reading.thing else []
    for name in generic if not freely else []:
        if name in quests:
            return quests[name]
    told = [quest for name, quest in quests.items() if name not in GENERIC]
    themed = [quest for quest in told if theme_of(brief.theme) in quest.themes]
    return dice.pick("quest", themed if themed and not freely else told or [*quests.values()])


def shape_for(quest: Quest, written: Texts, dice: Dice, attempt: int) -> Shape:
    """Every shape is possible; those that suit come three times as often. Raises LookupError without texts."""
    shapes = [shape for name, shape in library.shapes().items() if name in written.shapes]
    weighted = [shape for shape in shapes for _ in range(3 if shape.name in quest.shapes else 1)]
    ordered = dict.fromkeys(shape.name for shape in dice.order("shape", weighted))
    if not ordered:
        raise LookupError("no shape is written")
    return library.shapes()[[*ordered][attempt % len(ordered)]]


def places_for(quest: Quest, kind: str, reading: TopicReading, written: Texts, avoid: Avoidance, dice: Dice) -> Places:
    """The topic's settings where they fit: where it happens, else where the hero lives."""
    words = written.words
    asked = [Setting(setting) for setting in reading.settings]
    here = [setting for setting in asked if _suits(setting, quest)]
    place, place_word = _place(quest, here, written, avoid, dice)
    left = [setting for setting in asked if setting != place and setting in _LIVED_IN]
    if left:
        home, home_word = left[0], str(words["settings"][left[0]][0])
    else:
        home, home_word = _home(quest, kind, words["homes"], avoid, dice)
    way = dice.pick("way", _free(quest.way, avoid) or quest.way)
    return Places(home, way, place, home_word, place_word)


_LIVED_IN = frozenset(Setting) - {
    Setting.CLASSROOM, Setting.LIBRARY, Setting.PLAYGROUND, Setting.STAGE, Setting.KITCHEN, Setting.WORKSHOP,
}  # fmt: skip


def _suits(setting: Setting, quest: Quest) -> bool:
    if setting in quest.place:
        return True
    return quest.name in _ANYWHERE and setting not in _NOT_A_PLACE_FOR.get(quest.name, frozenset())


def _place(quest: Quest, asked: Sequence[Setting], written: Texts, avoid: Avoidance, dice: Dice) -> tuple[Setting, str]:
    words = dict(zip(quest.place, written.quests[quest.name].place, strict=False))
    for setting in asked:
        return setting, words.get(setting) or str(written.words["settings"][setting][0])
    free = [setting for setting in words if avoid.may_say(setting) and avoid.may_say(words[setting])]
    place = dice.pick("place", free or [*words])
    return place, words[place]


def _home(quest: Quest, kind: str, homes: Mapping[str, str], avoid: Avoidance, dice: Dice) -> tuple[Setting, str]:
    own = library.homes().get(kind, ())
    settings = quest.home if Setting.BEDROOM in quest.home[:1] or not own else own
    home = dice.pick("home", _free(settings, avoid) or [Setting.VILLAGE, Setting.MEADOW])
    word = next((homes[key] for key in (kind, "default") if key in homes and avoid.may_say(homes[key])), "")
    return home, word or homes["default"]


def _free(settings: Sequence[Setting], avoid: Avoidance) -> list[Setting]:
    return [setting for setting in settings if avoid.may_say(setting)]
