"""Who is in the book: the hero, those beside them, and three helpers. Nobody is of the hero's kind or unwanted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storyforge_site.providers.offline.storyteller.engine.avoiding import Avoidance
from storyforge_site.providers.offline.storyteller.engine.brief import HeroWish, StoryBrief
from storyforge_site.providers.offline.storyteller.engine.dice import Dice
from storyforge_site.providers.offline.storyteller.engine.library import Quest, texts
from storyforge_site.providers.offline.storyteller.engine.subject import read_phrase
from storyforge_site.providers.offline.storyteller.languages.base import TopicReading
from storyforge_site.providers.sheet import HeroKind

_GROWN = {
    HeroKind.GRANDMOTHER: "female",
    HeroKind.GRANDFATHER: "male",
    HeroKind.WOMAN: "female",
    HeroKind.MAN: "male",
}
_HUMAN = frozenset({HeroKind.CHILD, *_GROWN})
_LIKED = (
    *("rabbit", "fox", "mouse", "bear", "hedgehog", "penguin", "cat", "elephant"),
    *("owl", "panda", "squirrel", "child", "turtle", "duck", "dragon", "dog"),
)
_HUMAN_LOOKS = re.compile(
    r"\b(?:hair|dress|skin|freckles|glasses|braids?|ponytail|curls|t-shirt|years? old|human|kid|child)\b"
    r"|머리|피부|원피스|안경|살\b|주근깨|かみ|髪|はだ|肌|めがね|歳|才|ワンピース|そばかす",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Player:
    id: str
    name: str
    kind: HeroKind
    noun: str  # what the text calls such a one: "dragon", "girl"
    gender: str = "neutral"
    appearance: str = ""
    personality: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name[:60],
            "kind": str(self.kind),
            "gender": self.gender,
            "appearance": self.appearance[:400],
            "personality": [trait[:60] for trait in self.personality[:10]],
        }


@dataclass(frozen=True, slots=True)
class Company:
    hero: Player
    friends: tuple[Player, ...]  # at least one; further heroes of the family stand here
    helpers: tuple[Player, ...]
    together: bool = False  # the friend does what the hero does

    @property
    def is_of_the_family(self) -> bool:
        """Those beside the hero were wished for, not made up here."""
        return self.friends[0].id != "friend"

    def called(self, names: Mapping[str, str]) -> "Company":
        """The same company under the names it had before; helpers are called by what they are."""

        def named(player: Player) -> Player:
            return replace(player, name=names.get(player.id, player.name))

        return replace(self, hero=named(self.hero), friends=tuple(map(named, self.friends)))

    def everybody(self) -> tuple[Player, ...]:
        return (self.hero, *self.friends, *self.helpers)


@dataclass(frozen=True, slots=True)
class Casting:
    brief: StoryBrief
    reading: TopicReading
    quest: Quest
    avoid: Avoidance
    dice: Dice

    @property
    def words(self) -> Mapping[str, Any]:
        return texts(self.brief.language).words

    def company(self) -> Company:
        wishes = self.brief.heroes
        hero = self._hero(wishes[0] if wishes else HeroWish(), is_given=bool(wishes))
        friends = [self._given(wish, f"hero{number}", [hero]) for number, wish in enumerate(wishes[1:], 2)]
        subject = self._subject_beside(hero)
        if not friends:
            friends = [self._friend(hero, subject)]
        taken = {player.kind for player in (hero, *friends)}
        together = len(friends) == 1 and (bool(subject) or self._is_pair(friends[0]))
        return Company(hero, tuple(friends), tuple(self._helpers(taken)), together=together)

    def _hero(self, wish: HeroWish, *, is_given: bool) -> Player:
        if is_given and wish.name and self.avoid.may_say(wish.name):
            return self._given(wish, "hero", [])
        reading = self.reading
        kind = (
            self._allowed(reading.kind)
            or ("child" if reading.name else "")
            or self.dice.pick("hero kind", self._kinds(_LIKED))
        )
        gender = reading.gender or _GROWN.get(HeroKind(kind), "") or ("" if reading.name else self._gender("hero"))
        name = reading.name if self.avoid.may_say(reading.name) else ""
        return self._player("hero", name, kind, gender or "neutral", wish, ())

    def _given(self, wish: HeroWish, id_: str, before: Sequence[Player]) -> Player:
        """As the family described them; the topic's kind goes to a hero whose looks say nothing."""
        said = read_phrase(wish.appearance)
        kind = self._allowed(wish.kind) or self._allowed(said.kind)
        if not kind and not _HUMAN_LOOKS.search(wish.appearance) and not before:
            kind = self._allowed(self.reading.kind)
        kind = kind or HeroKind.CHILD
        gender = wish.gender or said.gender or _GROWN.get(HeroKind(kind), "") or self._gender_by_name(wish.name)
        name = wish.name if self.avoid.may_say(wish.name) else ""
        return self._player(id_, name, kind, gender, wish, [player.name for player in before])

    def _subject_beside(self, hero: Player) -> str:
        """The topic's own subject, when somebody else is the hero: they do it together."""
        kind = self._allowed(self.reading.kind)
        return kind if kind and self.brief.heroes and kind != hero.kind else ""

    def _is_pair(self, friend: Player) -> bool:
        """The topic is about two: the friend it names belongs in the text, not only in the pictures."""
        named = bool(self.reading.kind or self.reading.name) and friend.kind == self.reading.friend_kind
        return named and friend.name != friend.noun

    def _friend(self, hero: Player, subject: str) -> Player:
        kinds = [kind for kind in (subject, self._allowed(self.reading.friend_kind)) if kind and kind != hero.kind]
        own = [kind for kind in self._kinds(self.quest.friend) if kind != hero.kind]
        kind = (
            kinds[0]
            if kinds
            else self.dice.pick("friend kind", own or [k for k in self._kinds(_LIKED) if k != hero.kind])
        )
        gender = _GROWN.get(HeroKind(kind), "") or self._gender("friend")
        return self._player("friend", "", kind, gender, HeroWish(), [hero.name])

    def _helpers(self, taken: set[HeroKind]) -> Iterator[Player]:
        wanted = [*self.quest.helpers, *self.dice.order("helpers", [*self.quest.friend, *_LIKED])]
        free = [kind for kind in dict.fromkeys(self._kinds(wanted)) if HeroKind(kind) not in taken | _HUMAN]
        spare = [kind for kind in HeroKind if kind not in free and kind not in taken]
        for number, kind in enumerate([*free, *spare][:3], 1):
            noun = self._noun(kind, "")
            yield Player(f"helper{number}", noun, HeroKind(kind), noun)

    def _player(self, id_: str, name: str, kind: str, gender: str, wish: HeroWish, taken: Sequence[str]) -> Player:
        noun = self._noun(kind, gender)
        if (
            id_ == "hero"
            and kind == self.reading.kind
            and self.reading.kind_noun
            and self.avoid.may_say(self.reading.kind_noun)
        ):
            noun = self.reading.kind_noun
        if not name and id_ == "friend" and kind in _GROWN:
            name = noun.capitalize()
        return Player(
            id_,
            name or self._name(id_, kind, gender, taken),
            HeroKind(kind),
            noun,
            gender,
            wish.appearance,
            wish.personality,
        )

    def _noun(self, kind: str, gender: str) -> str:
        kinds = self.words["kinds"]
        key = {"female": "girl", "male": "boy"}.get(gender, "child") if kind == HeroKind.CHILD else kind
        return str(kinds[key][0])

    def _name(self, id_: str, kind: str, gender: str, taken: Sequence[str]) -> str:
        names = self.words["names"]
        group = {"female": "girl", "male": "boy"}.get(gender, "any") if kind in _HUMAN else "animal"
        topic = self.brief.topic.casefold()
        free = [
            name
            for name in names[group]
            if name not in taken and name.casefold() not in topic and self.avoid.may_say(name)
        ]
        return str(self.dice.pick(f"{id_} name", free or [name for name in names["any"] if name not in taken]))

    def _gender(self, who: str) -> str:
        return self.dice.pick(f"{who} gender", ["female", "male"])

    def _gender_by_name(self, name: str) -> str:
        names = self.words["names"]
        return "female" if name in names["girl"] else "male" if name in names["boy"] else "neutral"

    def _allowed(self, kind: str) -> str:
        return kind if kind in HeroKind.__members__.values() and self._kinds([kind]) else ""

    def _kinds(self, kinds: Sequence[str]) -> list[str]:
        nouns = self.words["kinds"]
        return [kind for kind in kinds if self.avoid.may_say(kind) and self.avoid.may_say(str(nouns[kind][0]))]


def together(names: Sequence[str], language: str) -> str:
    """Several names as one: the last joint is a word, the others are commas."""
    if len(names) == 1:
        return names[0]
    if language == "en":
        return f"{', '.join(names[:-1])} and {names[-1]}"
    if language == "ja":
        return "と ".join(names)
    return ", ".join(names[:-1]) + f"{_and_after(names[-2])} {names[-1]}"


def _and_after(name: str) -> str:
    """Korean 과 behind a final consonant, 와 behind a vowel."""
    code = ord(name[-1]) - 0xAC00
    return "과" if 0 <= code < 11172 and code % 28 else "와"
