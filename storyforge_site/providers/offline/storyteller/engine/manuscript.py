"""The words of a book: its pages, its title, what the pictures are said to show, and the summary."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from storyforge_site.providers.offline.storyteller.engine import props
from storyforge_site.providers.offline.storyteller.engine.ages import NEIGHBOURS
from storyforge_site.providers.offline.storyteller.engine.avoiding import Avoidance
from storyforge_site.providers.offline.storyteller.engine.beats import PageBeat
from storyforge_site.providers.offline.storyteller.engine.brief import StoryBrief
from storyforge_site.providers.offline.storyteller.engine.choosing import Places, theme_of
from storyforge_site.providers.offline.storyteller.engine.company import Company, Player, together
from storyforge_site.providers.offline.storyteller.engine.dice import Dice
from storyforge_site.providers.offline.storyteller.engine.library import Lines, Quest, Texts, lines
from storyforge_site.providers.offline.storyteller.engine.slots import fill
from storyforge_site.providers.offline.storyteller.engine.subject import read_phrase
from storyforge_site.providers.offline.storyteller.engine.telling import SEASONING, WISHED, Line, Page, tell
from storyforge_site.providers.offline.storyteller.engine.voice import Voice
from storyforge_site.providers.offline.storyteller.languages.base import Grammar, TopicReading

_MOST_TITLE, _MOST_SUMMARY = 120, 300
_TRAIT_ASKED = 70
_ANOTHER_WAY, _WAYS = 104_729, 9
# Their keywords name things (a kite, a drum) that their texts leave to the topic.
_QUESTS_WITHOUT_THINGS = frozenset({"fly", "sing", "paint", "sleep", "learn", "find", "visit", "wonder"})


@dataclass(frozen=True, slots=True)
class Manuscript:
    brief: StoryBrief
    reading: TopicReading
    quest: Quest
    beats: tuple[PageBeat, ...]
    frames: Mapping[str, Lines]
    company: Company
    places: Places
    texts: Texts
    grammar: Grammar
    register: str
    avoid: Avoidance
    dice: Dice
    voice: Voice = field(init=False)
    trait: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "trait", self._trait())
        object.__setattr__(self, "voice", self._voice())

    # words for the slots

    def _asked_traits(self) -> list[str]:
        said = [trait for word in self.company.hero.personality for trait in _traits_in(word)]
        topic_is_hero = not self.company.together
        return [*said, *(self.reading.traits if topic_is_hero or not said else ())]

    def _trait(self) -> str:
        traits = self.texts.words["traits"]
        asked = [
            trait
            for trait in self._asked_traits()
            if trait in traits and self.avoid.may_say(traits[trait]["adjective"])
        ]
        if asked:
            return asked[0]
        free = [trait for trait, entry in traits.items() if self.avoid.may_say(entry["adjective"])]
        return str(self.dice.pick("trait", free or [*traits]))

    def _voice(self) -> Voice:
        quest, hero = self.texts.quests[self.quest.name], self.company.hero
        sounds = [sound for sound in quest.sound if self.avoid.may_say(sound)] or [*quest.sound]
        beside = self.beside_the_hero()
        plain = {
            "hero": hero.name,
            "kind": hero.noun,
            "trait": str(self.texts.words["traits"][self.trait]["adjective"]),
            "friend": together([self._called(one) for one in beside], self.brief.language),
            "friend_kind": together([one.noun for one in beside][:1], self.brief.language),
            **{helper.id: helper.noun for helper in self.company.helpers},
            "place": self.places.place_word,
            "home": self.places.home_word,
            "sound": self.dice.pick("sound", sounds or [""]),
            "goal": self.reading.goal or ("" if "{" in quest.goal else quest.goal),
            "thing": self.reading.thing or self._extra_noun(),
        }
        return Voice(self.texts, self.grammar, self.register, self._slots(plain), self.dice, self.avoid.may_say)

    def beside_the_hero(self) -> Sequence[Player]:
        """On the cover, and where lines speak of a friend. Where no friend comes, it is the first who does."""
        coming = {who for page in self.beats for who in page.beat.who}
        is_wished = self.company.together or self.company.is_of_the_family
        nobody_knows_them = not is_wished and "friend" not in coming and "helper1" in coming
        return self.company.helpers[:1] if nobody_knows_them else self.company.friends

    def _called(self, player: Player) -> str:
        return self.grammar.known(player.noun) if player in self.company.helpers else player.name

    def _slots(self, plain: Mapping[str, str]) -> Mapping[str, object]:
        return self.grammar.slots(plain, gender=self.company.hero.gender, kind=self.company.hero.kind)

    def _extra_noun(self) -> str:
        return self.reading.extras[0][1] if self.reading.extras else ""

    # pages

    def pages(self) -> list[Page]:
        """Raises LookupError when a beat cannot be told without an unwanted word."""
        added: dict[int, list[Line]] = {}
        for line, candidates in self._wishes():
            index = min(candidates, key=lambda index: (self._cost(index, line, added), candidates.index(index)))
            added.setdefault(index, []).append(line)
        return [self._page(index, added.get(index, [])) for index in range(len(self.beats))]

    def other_ways(self, index: int) -> Iterator[str]:
        """The page at `index` in other words that its age bears, best first: other variants, then the words of a
        neighbouring age, then without the frame around them; the lines that a wish added stay as long as they can."""
        told = self.pages()[index]
        sources = {sentence.source for sentence in told.sentences}
        wished = [line for line, _candidates in self._wishes() if line.name in sources]
        frames = self.frames.get(self.beats[index].beat.name, {})
        for kept, around in ((wished, frames), (wished, {}), ([], frames), ([], {})):
            for register, way in product((self.register, *NEIGHBOURS[self.register]), range(1, _WAYS)):
                dice = Dice(self.dice.seed + way * _ANOTHER_WAY)
                voice = replace(self.voice, register=register, dice=dice)
                try:
                    page = self._page(index, kept, voice, around)
                except LookupError:
                    continue
                if self.voice.fits([sentence.text for sentence in page.sentences]):
                    yield page.text(self.voice)

    def _cost(self, index: int, line: Line, added: Mapping[int, list[Line]]) -> int:
        """What a page would lose for one more line."""
        before = added.get(index, [])
        return self._page(index, [*before, line]).lost - self._page(index, before).lost

    def _page(
        self, index: int, wished: Sequence[Line], voice: Voice | None = None, frames: Lines | None = None
    ) -> Page:
        beat = self.beats[index]
        traits = self.texts.words["traits"][self.trait]
        is_told_by_frame = beat.beat.name == "opening"  # "Momo was a shy dragon": the line after it may go first
        rank = _TRAIT_ASKED if self.trait in self._asked_traits() and not is_told_by_frame else SEASONING
        seasoning = {
            f"trait_{end}": Line(f"trait_{end}", lines(traits[end]), "in place", rank) for end in ("start", "end")
        }
        frames = self.frames.get(beat.beat.name, {}) if frames is None else frames
        return tell(beat, frames, self.texts.quests[self.quest.name], seasoning, wished, voice or self.voice)

    def _wishes(self) -> list[tuple[Line, list[int]]]:
        """Each line that the wish adds, with the pages where it may stand, best first."""
        words, last = self.texts.words, len(self.beats) - 1
        wished: list[tuple[Line, list[int]]] = []
        if self._thread_noun():
            middle = sorted(range(1, last), key=lambda index: abs(index - last / 2))
            wished += [
                (self._thread("start"), [0, 1]),
                (self._thread("middle"), middle[:4]),
                (self._thread("end"), [last, last - 1]),
            ]
        theme = theme_of(self.brief.theme)
        if theme:
            wished.append((Line("theme", lines(words["themes"][theme]["end"]), "end"), [last]))
        if self.brief.series_context.strip():
            wished.append((Line("series", lines(words["series"]["start"]), "start"), [0]))
        return [*self._beside(), *wished]

    def _beside(self) -> list[tuple[Line, list[int]]]:
        """Whoever the family or the topic put beside the hero is named early, and does the deed too."""
        key = "subject" if self.company.together else "heroes" if self.company.is_of_the_family else ""
        if not key:
            return []
        last = len(self.beats) - 1
        deeds = [index for index, page in enumerate(self.beats) if "triumph" in page.units]
        coming = [(Line(f"together_{key}", self.texts.together[key], "end"), [1, 0])]
        done = (
            [(Line("together_deed", self.texts.together["deed"], "end" if deeds[0] < last else "close"), deeds)]
            if deeds
            else []
        )
        return [*coming, *done]

    def _thread(self, key: str) -> Line:
        """Thread lines speak of the extra thing, whatever the quest's own thing is."""
        told = lines(self.texts.words["thread"][key])
        slots = self._thread_slots()
        ready = {
            register: tuple(_escaped(fill(line, slots)) for line in variants) for register, variants in told.items()
        }
        return Line(f"thread_{key}", ready, "end" if key == "start" else "close", WISHED)

    def _thread_noun(self) -> str:
        """The first thing of the topic that the quest's own texts do not already handle: no soup on the doorstep."""
        own = (
            self.texts.words["keywords"].get(self.quest.name, ())
            if self.quest.name not in _QUESTS_WITHOUT_THINGS
            else ()
        )
        free = [noun for noun in self._things() if not any(noun.casefold().startswith(stem) for stem in own)]
        return free[0] if free else ""

    def _things(self) -> list[str]:
        return [noun for prop, noun in self.reading.extras if props.lies_about(prop)]

    def _thread_slots(self) -> dict[str, object]:
        own = self._slots({"thing": self._thread_noun() or (self._things() or [self._extra_noun()])[0]})
        return {**self.voice.slots, **{name: value for name, value in own.items() if "thing" in name}}

    def mentions_extra(self, page: Page) -> bool:
        return any(sentence.source.startswith("thread_") for sentence in page.sentences)

    # around the pages

    def title(self) -> str:
        own = [fill(pattern, self.voice.slots) for pattern in self.texts.quests[self.quest.name].titles]
        told = [self._headline(title) for title in [*own, *self._thread_titles()]]
        free = [title for title in told if self.avoid.may_say(title) and len(title) <= _MOST_TITLE]
        return self.dice.pick("title", free) if free else self.company.hero.name[:_MOST_TITLE]

    def _thread_titles(self) -> list[str]:
        """Titles with the topic's own thing, where a language has a pattern for them."""
        patterns = self.texts.words["thread"].get("titles", ()) if self._things() else ()
        return [fill(pattern, self._thread_slots()) for pattern in patterns]

    def _headline(self, title: str) -> str:
        headline = getattr(self.grammar, "headline", str)
        return str(headline(self.grammar.tidy(title)))

    def alt_text(self, scene: Mapping[str, Any]) -> str:
        return self.grammar.alt_text(scene, self._seen_as(), self.texts.words)[:500]

    def _seen_as(self) -> dict[str, str]:
        """How alternative text calls each figure: by name, and by what they are where a language has a pattern."""
        patterns = self.texts.words["alt"].get("names", {})
        seen = {}
        for player in self.company.everybody():
            known = "{hero}" if player.name == player.noun else patterns.get("known", "{hero}")
            pattern = patterns.get("helper", "{hero}") if player.id.startswith("helper") else known
            seen[player.id] = fill(pattern, self._slots({"hero": player.name, "kind": player.noun}))
        return seen

    def summary(self, told: Sequence[Page]) -> str:
        """What was wanted, what made the difference, what is different now."""
        units = {sentence.source: sentence.text for page in told for sentence in page.sentences}
        kept: list[str] = []
        for unit in ("want", "turn", "triumph", "after"):
            if unit in units and len(self.voice.join([*kept, units[unit]])) <= _MOST_SUMMARY:
                kept.append(units[unit])
        return self.voice.join(kept)


def _traits_in(word: str) -> list[str]:
    return [*read_phrase(word).traits]


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
