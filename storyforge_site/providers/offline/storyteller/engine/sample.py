"""Typical words for the slots, so that texts can be proof-read before anybody has wished for a book."""

from collections.abc import Mapping
from dataclasses import replace

from storyforge_site.providers.offline.storyteller.engine.dice import Dice
from storyforge_site.providers.offline.storyteller.engine.library import Lines, Texts, quests
from storyforge_site.providers.offline.storyteller.engine.voice import Voice
from storyforge_site.providers.offline.storyteller.languages.base import Grammar

_TYPICAL: Mapping[str, Mapping[str, str]] = {
    "en": {
        "hero": "Mina", "friend": "Oliver", "kind": "rabbit", "trait": "curious", "home": "the village",
        "goal": "ride a bicycle", "thing": "the lost balloon", "helper": "hedgehog", "sound": "Splish, splash!",
    },
    "ko": {
        "hero": "민지", "friend": "보리", "kind": "토끼", "trait": "호기심 많은", "home": "작은 마을",
        "goal": "자전거 타기", "thing": "빨간 풍선", "helper": "고슴도치", "sound": "첨벙첨벙!",
    },
    "ja": {
        "hero": "ミナ", "friend": "ポポ", "kind": "うさぎ", "trait": "こうきしんの つよい", "home": "ちいさな むら",
        "goal": "じてんしゃに のること", "thing": "あかい ふうせん", "helper": "はりねずみ", "sound": "ばしゃばしゃ！",
    },
}  # fmt: skip


def voice_for(texts: Texts, grammar: Grammar, quest: str, register: str) -> Voice:
    """A voice with typical words of middling length in every slot of a quest."""
    typical = _TYPICAL[texts.language]
    own = texts.quests.get(quest)
    kinds = texts.words.get("kinds", {})
    helpers = quests()[quest].helpers
    plain = {name: typical[name] for name in ("hero", "friend", "kind", "trait", "home", "thing")}
    plain |= {f"helper{n}": str(_first(kinds, helper) or typical["helper"]) for n, helper in enumerate(helpers, 1)}
    plain["friend_kind"] = plain["helper3"]
    plain["place"] = max(own.place, key=len) if own and own.place else typical["home"]
    plain["sound"] = own.sound[0] if own and own.sound else typical["sound"]
    plain["goal"] = own.goal if own and own.goal and "{" not in own.goal else typical["goal"]
    slots = grammar.slots(plain, gender="female", kind="rabbit")
    voice = Voice(texts, grammar, register, slots, Dice(0))
    return replace(voice, slots={**slots, **_trait_lines(texts, voice)})


def _trait_lines(texts: Texts, voice: Voice) -> dict[str, str]:
    entry = texts.words.get("traits", {}).get("curious", {})
    return {f"trait_{key}": _longest(entry.get(key, {}), voice) for key in ("start", "end")}


def _longest(lines: Lines, voice: Voice) -> str:
    told = voice.variants(lines, "sample")
    return max(told, key=voice.grammar.length) if told else ""


def _first(kinds: Mapping[str, tuple[str, ...]], kind: str) -> str:
    found = kinds.get(kind, ())
    return found[0] if found else ""
