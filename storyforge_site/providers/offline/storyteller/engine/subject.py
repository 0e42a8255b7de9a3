"""What a wish is about, in whatever language it was written."""

import re
from dataclasses import replace
from types import MappingProxyType

from storyforge_site.providers.offline.storyteller.engine import props
from storyforge_site.providers.offline.storyteller.engine.avoiding import Avoidance
from storyforge_site.providers.offline.storyteller.engine.library import texts
from storyforge_site.providers.offline.storyteller.languages import grammar_for
from storyforge_site.providers.offline.storyteller.languages.base import TopicReading

GENERIC = ("learn", "find", "visit", "wonder")
_MOST_EXTRAS = 3


def language_of(text: str) -> str:
    """By the letters: kana is Japanese, hangul Korean, kanji alone Japanese, anything else English."""
    if re.search(r"[ぁ-ゖァ-ヺ]", text):
        return "ja"
    if re.search(r"[가-힣ㄱ-ㅣ]", text):
        return "ko"
    return "ja" if re.search(r"[一-鿿]", text) else "en"


def read_phrase(text: str) -> TopicReading:
    """A topic, or words about a hero, read in their own language."""
    if not text.strip():
        return TopicReading()
    language = language_of(text)
    words = MappingProxyType({**texts(language).words, "props": props.names(language)})
    return grammar_for(language).read_topic(text, words)


def read_subject(topic: str, language: str, avoid: Avoidance) -> TopicReading:
    """The topic as a book in `language` can use it: nothing foreign to print, nothing unwanted."""
    found = read_phrase(topic)
    written_in = language_of(topic)
    if not found.extras:
        found = replace(found, extras=tuple(_seen_in(topic, written_in, found)))
    if written_in != language:
        found = _translated(found, language)
    return _wanted(found, avoid)


def _seen_in(topic: str, language: str, found: TopicReading) -> list[tuple[str, str]]:
    """Things of the prop index that a topic names, for scripts whose words have no bounds."""
    if language == "en":
        return []
    said, seen = topic, []
    for word, prop in sorted(props.names(language).items(), key=lambda item: -len(item[0])):
        if len(word) > 1 and word in said and word not in found.thing + found.goal + found.kind_noun:
            seen.append((prop, word))
            said = said.replace(word, " ")
    return seen[:_MOST_EXTRAS]


def _translated(found: TopicReading, language: str) -> TopicReading:
    """Kinds, traits, quests and settings are the same everywhere; phrases are not, and things go by other names."""
    known = props.words(language)
    return replace(
        found,
        kind_noun="",
        name="",
        goal="",
        thing="",
        quest="" if found.quest in GENERIC else found.quest,
        extras=tuple((prop, known[prop][0]) for prop, _ in found.extras if prop in known),
    )


def _wanted(found: TopicReading, avoid: Avoidance) -> TopicReading:
    def kept(text: str) -> str:
        return text if avoid.may_say(text) else ""

    goal, thing = kept(found.goal), kept(found.thing)
    lacks_word = (found.quest == "learn" and not goal) or (found.quest in GENERIC[1:] and not thing)
    return replace(
        found,
        kind=kept(found.kind),
        kind_noun=kept(found.kind_noun),
        friend_kind=kept(found.friend_kind),
        goal=goal,
        thing=thing,
        quest="" if lacks_word or avoid.hits(found.quest) else found.quest,
        settings=tuple(setting for setting in found.settings if avoid.may_say(setting)),
        extras=tuple((prop, noun) for prop, noun in found.extras if avoid.may_say(prop) and avoid.may_say(noun))[
            :_MOST_EXTRAS
        ],
    )
