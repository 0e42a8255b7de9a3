"""Japanese: spaced kana for the youngest and running text for the rest, reading a topic, describing a picture."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from storyforge_site.providers.offline.storyteller.languages import scripts
from storyforge_site.providers.offline.storyteller.languages.base import TopicReading
from storyforge_site.providers.offline.wording import Hit

_SAID = re.compile(r"\s*(?:と|って)")
_KANJI = re.compile(r"[\u4e00-\u9fff]")
_JAPANESE = r"ぁ-ヿ\u4e00-\u9fffー"
_GAP = re.compile(rf"(?<=[{_JAPANESE}、。！？「」]) +(?=[{_JAPANESE}「」])")
_GOAL = re.compile(
    rf"(?P<goal>[{_JAPANESE} ]+?)(?:を|が)(?:おぼえ|覚え|習|ならう|ならっ|学|まな|練習|れんしゅう|できる)"
)
_WISH = re.compile(rf"(?P<stem>[{_JAPANESE} ]+?[いきしちにびみりぎ])たい")
_SEEK = re.compile(rf"(?P<thing>[{_JAPANESE}]+?)を ?(?:さがす|探す|さがし|あつめ|集め|見つけ|みつけ|なくし|失くし)")
_LOST = re.compile(rf"(?P<thing>(?:なくした|失くした|消えた|きえた|かくされた|ひみつの|秘密の) ?[{_JAPANESE}]+)")
_VISIT = re.compile(rf"(?P<thing>[{_JAPANESE}]+?)(?:へ|に) ?(?:行|いく|いっ|いき|たずね|会い|あい|会う|あう)")
_NAME = re.compile(
    r"^(?:(?P<called>[ぁ-んァ-ヺー\u4e00-\u9fff]{1,5}?)(?:ちゃん|くん|さん)(?:と|の|は|が)"
    r"|(?P<written>[ァ-ヺー]{2,6}|[\u4e00-\u9fff]{1,3})と(?!もだち)|(?P<spaced>[ぁ-ん]{2,4})と )"
)
_CLAUSE = re.compile(
    r"[をがは]|[ぁ-ん](?:た|だ|る|う|く|す|つ|ぬ|ぶ|む|ぐ|い)$"
)  # not a noun phrase but something done
_DICTIONARY = {
    "き": "く",
    "ぎ": "ぐ",
    "し": "す",
    "ち": "つ",
    "に": "ぬ",
    "び": "ぶ",
    "み": "む",
    "り": "る",
    "い": "う",
}


class JapaneseGrammar:
    code = "ja"

    def read_topic(self, topic: str, words: Mapping[str, Any]) -> TopicReading:
        text = re.sub(rf"[^\w{_JAPANESE}、。！？\s]", " ", topic).strip()
        kinds = scripts.kinds_in(text, words)
        name = _name(text, words, kinds)
        hero, friend = _cast(text, kinds, name)
        wish = _wish(_without(name, text), words, kinds)
        reading = scripts.Understood(text, kinds, name, hero, friend, wish).reading(words)
        extras = tuple((prop, noun) for prop, noun in reading.extras if _kana_only(noun))
        return replace(reading, kind_noun=_kana_only(reading.kind_noun), extras=extras)

    def slots(self, plain: Mapping[str, str], *, gender: str, kind: str) -> Mapping[str, object]:
        return dict(plain)

    def known(self, noun: str) -> str:
        return noun

    def sentences(self, text: str) -> Sequence[str]:
        return scripts.sentences(text, _SAID)

    def length(self, text: str) -> int:
        return scripts.length(text)

    def tidy(self, text: str) -> str:
        """Spaces stay only in a text of kana alone; no space before a stop, none doubled."""
        line = re.sub(r"\s+([、。！？」』])", r"\1", re.sub(r"[ \u3000]+", " ", text).strip())
        line = re.sub(r"([！？])。", r"\1", line)
        return _GAP.sub("", line) if _KANJI.search(line) else line

    def alt_text(self, scene: Mapping[str, Any], names: Mapping[str, str], words: Mapping[str, Any]) -> str:
        alt = words["alt"]
        where = "".join(scripts.where(scene, alt))
        figures = scene.get("figures", ())
        if not figures:
            return f"{where}のけしき。"
        first, *others = figures
        who = names.get(first["who"], "だれか")
        beside = "、".join(names.get(figure["who"], "ともだち") for figure in others)
        near = f"{beside}といっしょに" if beside else ""
        look = alt.get("expression", {}).get(first["expression"], "")
        feeling = f"{look}顔です。" if look else ""
        return f"{where}で、{who}が{near}{alt['pose'][first['pose']]}。{feeling}"


def _kana_only(noun: str) -> str:
    """A noun must read in the books of the youngest as well."""
    return "" if _KANJI.search(noun) else noun


def _name(text: str, words: Mapping[str, Any], kinds: Sequence[Hit]) -> str:
    """ミナと なくした ふうせん → ミナ."""
    found = _NAME.match(text)
    if not found or any(hit.start < found.end() for hit in kinds):
        return scripts.first_name(text, words, "のはが") or scripts.last_name(text, words)
    known = [*scripts.traits_in(found[0], words), *scripts.settings_in(found[0], words)]
    name = found["called"] or found["written"] or found["spaced"]
    return "" if known or scripts.quest_in(found[0], words) else name


def _without(name: str, text: str) -> str:
    return re.sub(rf"{re.escape(name)}(?:ちゃん|くん|さん)?[とのはが]? ?", " ", text) if name else text


def _cast(text: str, kinds: Sequence[Hit], name: str) -> tuple[Hit | None, Hit | None]:
    """おばあちゃんのスープ: she comes along. Else the noun that ends the topic leads, or the one marked が・は・と."""
    if not kinds:
        return None, None
    first = kinds[0]
    if name:
        return None, kinds[-1]
    if len(kinds) == 1 and first.key in scripts.PERSONS and text.startswith("の", first.start + len(first.text)):
        return None, first
    marked = next((hit for hit in kinds if re.match(r"[がはと]", text[hit.start + len(hit.text) :])), None)
    hero = marked or kinds[-1]
    rest = [hit for hit in kinds if scripts.hero_kind(hit) != scripts.hero_kind(hero)]
    return hero, rest[0] if rest else None


def _wish(text: str, words: Mapping[str, Any], kinds: Sequence[Hit]) -> tuple[str, str, str]:
    """(quest, goal, thing)."""
    known = scripts.quest_in(text, words)
    if known and known not in ("learn", "find", "visit", "wonder"):
        return known, "", ""
    for quest, pattern in (("find", _SEEK), ("find", _LOST), ("visit", _VISIT)):
        found = pattern.search(text)
        thing = _thing(found["thing"], kinds) if found else ""
        if thing:
            return quest, "", thing
    learnt = _GOAL.search(text)
    if learnt:
        return "learn", scripts.goal_of(learnt["goal"].split("、")[-1].strip(), words), ""
    wished = _WISH.search(text)
    if wished:
        stem = wished["stem"].split("、")[-1].strip()
        return "learn", f"{stem[:-1]}{_DICTIONARY[stem[-1]]}こと" if stem[-1] in _DICTIONARY else f"{stem}ること", ""
    return _about(text, known, words, kinds)


def _about(text: str, known: str, words: Mapping[str, Any], kinds: Sequence[Hit]) -> tuple[str, str, str]:
    """A topic without a verb we know: its last noun phrase is what the story wonders about."""
    rest = text
    for said in (*(hit.text for hit in kinds), *scripts.trait_words_in(text, words)):
        rest = re.sub(rf"{re.escape(said)}[のな]? ?", "、", rest)
    thing = _thing(rest.strip("、 のとがは").split("、")[-1], kinds)
    if thing:
        return "wonder" if known in ("", "learn") else known, "", thing
    return "" if known == "learn" else known, "", ""


def _thing(phrase: str, kinds: Sequence[Hit]) -> str:
    bare = re.sub(r"^[のとがはを、 ]+|[のとがはを、 。]+$", "", phrase)
    is_noun = len(bare) > 1 and not _CLAUSE.search(bare) and not any(bare.endswith(hit.text) for hit in kinds)
    return bare[-12:] if is_noun else ""
