"""Korean: particles that follow the last sound, names of the familiar kind, reading a topic, describing a picture."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from storyforge_site.providers.offline.storyteller.languages import scripts
from storyforge_site.providers.offline.storyteller.languages.base import TopicReading
from storyforge_site.providers.offline.wording import Hit

_PAIRS = (  # after a consonant, after a vowel
    *(
        ("은", "는"),
        ("이", "가"),
        ("을", "를"),
        ("과", "와"),
        ("아", "야"),
        ("으로", "로"),
        ("이랑", "랑"),
        ("이나", "나"),
    ),
    *(("이라", "라"), ("이다", "다"), ("이었다", "였다"), ("이며", "며"), ("이고", "고"), ("이었", "였")),
    *(("이에요", "예요"), ("이었어요", "였어요")),
)
_PARTICLES = {half: pair for pair in _PAIRS for half in pair}
_WRITTEN = sorted({"와", *(after_consonant for after_consonant, _ in _PAIRS)}, key=len, reverse=True)
_RIEUL = 8
_LATIN_ENDING = re.compile(r"(?:[bcgklmnpt]|ng|le|ne|me)$", re.IGNORECASE)
_DIGIT_ENDING = frozenset("013678")
_SAID = re.compile(r"\s*[^\s“\"]")  # what follows a quotation tells of it: “안녕!” 모모가 손을 흔들었어요.
_GOAL = re.compile(r"(?P<goal>[가-힣A-Za-z ]+?)(?:를|을)?\s*(?:배우|익히|연습하)")
_WISH = re.compile(r"(?P<stem>[가-힣 ]+?)(?:고|기를|기) (?:싶|원하|바라)")
_SEEK = re.compile(r"(?P<thing>[가-힣A-Za-z ]+?)(?:을|를) (?:찾|모으|모은|잃어|발견)")
_LOST = re.compile(r"(?P<thing>(?:잃어버린|사라진|숨겨진|없어진|비밀의) [가-힣A-Za-z]+(?: [가-힣A-Za-z]+)?)")
_VISIT = re.compile(
    r"(?P<thing>[가-힣A-Za-z ]+?)(?:에|으로|로) (?:가|간|떠나|여행)|(?P<met>[가-힣A-Za-z ]+?)(?:을|를) (?:만나|만난)"
)
_NAME = re.compile(r"^(?P<name>[가-힣]{2,4}?)(?P<particle>이와|와|과|이의|의|이가|이는|가|는|은) ")
_TAIL = re.compile(r"(?:이야기|동화|하루|모험)$")


class KoreanWord(str):
    """A word that takes its particles by format: `{hero:은}` gives 민준이는, 모모는."""

    __slots__ = ("is_name",)
    is_name: bool

    def __new__(cls, text: str, *, is_name: bool = False) -> "KoreanWord":
        word = super().__new__(cls, text)
        word.is_name = is_name
        return word

    def __format__(self, spec: str) -> str:
        text = str(self)
        closed = final_consonant(text)
        if self.is_name and closed and "가" <= text[-1:] <= "힣" and spec != "아":
            text, closed = f"{text}이", 0
        particle = next((half for half in _WRITTEN if spec.startswith(half)), "")
        if not particle:
            return text + spec
        after_consonant, after_vowel = _PARTICLES[particle]
        vowel = not closed or (after_consonant == "으로" and closed == _RIEUL)
        return text + (after_vowel if vowel else after_consonant) + spec.removeprefix(particle)


def final_consonant(text: str) -> int:
    """The number of the last syllable's final consonant, 0 for none; Latin letters and digits by how they sound."""
    last = text.rstrip("!?.,”\"’' ")[-1:]
    if "가" <= last <= "힣":
        return (ord(last) - 0xAC00) % 28
    if last.isdigit():
        return 1 if last in _DIGIT_ENDING else 0
    return 1 if _LATIN_ENDING.search(text) else 0


class KoreanGrammar:
    code = "ko"

    def read_topic(self, topic: str, words: Mapping[str, Any]) -> TopicReading:
        text = _plain(topic)
        kinds = scripts.kinds_in(text, words)
        name = _name(text, words, kinds)
        hero, friend = _cast(text, kinds, name)
        wish = _wish(_without(name, text), words, kinds)
        return scripts.Understood(text, kinds, name, hero, friend, wish).reading(words)

    def slots(self, plain: Mapping[str, str], *, gender: str, kind: str) -> Mapping[str, object]:
        return {
            key: text if isinstance(text, KoreanWord) else KoreanWord(text, is_name=key in ("hero", "friend"))
            for key, text in plain.items()
        }

    def known(self, noun: str) -> str:
        """No name, so without the 이 that `slots` gives to names."""
        return KoreanWord(noun)

    def sentences(self, text: str) -> Sequence[str]:
        return scripts.sentences(text, _SAID)

    def length(self, text: str) -> int:
        return scripts.length(text)

    def tidy(self, text: str) -> str:
        return re.sub(r"\s+([,.!?…])", r"\1", " ".join(text.split()))

    def alt_text(self, scene: Mapping[str, Any], names: Mapping[str, str], words: Mapping[str, Any]) -> str:
        alt = words["alt"]
        where = " ".join(scripts.where(scene, alt))
        figures = scene.get("figures", ())
        if not figures:
            return f"{where}의 풍경."
        first, *others = figures
        who = KoreanWord(names.get(first["who"], "누군가"))
        beside = ", ".join(names.get(figure["who"], "친구") for figure in others)
        near = f" {KoreanWord(beside):와} 함께" if beside else ""
        look = alt.get("expression", {}).get(first["expression"], "")
        feeling = f" {look} 표정이에요." if look else ""
        return f"{who:이} {where}에서{near} {alt['pose'][first['pose']]}.{feeling}"


def _plain(topic: str) -> str:
    return " ".join(re.sub(r"[^\w\s가-힣,.!?]", " ", topic).split())


def _name(text: str, words: Mapping[str, Any], kinds: Sequence[Hit]) -> str:
    """민지와 잃어버린 풍선 → 민지: a first word with a particle that is no noun, trait or place of ours.

    수줍은 용 is no 수줍: with 은 or 는 right before a noun the word describes it.
    """
    found = _NAME.match(text)
    if not found or any(hit.start < found.end() for hit in kinds):
        return scripts.last_name(text, words)
    describes = found["particle"] in "은는" and any(hit.start == found.end() for hit in kinds)
    known = [*scripts.traits_in(found[0], words), *scripts.settings_in(found[0], words)]
    return "" if describes or known or scripts.quest_in(found[0], words) else found["name"]


def _without(name: str, text: str) -> str:
    return (
        re.sub(rf"{re.escape(name)}(?:이와|이의|이가|이는|와|과|의|가|는|은|이)?(?:\s|$)", " ", text) if name else text
    )


def _cast(text: str, kinds: Sequence[Hit], name: str) -> tuple[Hit | None, Hit | None]:
    """할머니의 수프 is about somebody's grandmother: she comes along. The noun at the end leads (… 배우는 용)."""
    if not kinds:
        return None, None
    if len(kinds) == 1 and kinds[0].key in scripts.PERSONS and f"{kinds[0].text}의 " in text:
        return None, kinds[0]
    if name:
        return None, kinds[-1]
    joined = len(kinds) > 1 and re.match(r"(?:와|과|이랑|랑|하고) ", text[kinds[0].start + len(kinds[0].text) :])
    hero = kinds[0] if joined or (text.find(kinds[0].text) < len(text) / 2 and _leads(text, kinds[0])) else kinds[-1]
    rest = [hit for hit in kinds if scripts.hero_kind(hit) != scripts.hero_kind(hero)]
    return hero, rest[0] if rest else None


def _leads(text: str, hit: Hit) -> bool:
    """용이 …, but not 양이 되고 싶은 …: that one would only like to be it."""
    return bool(re.match(r"(?:이|가|은|는|와|과)(?:\s(?!되)|$)", text[hit.start + len(hit.text) :]))


def _wish(text: str, words: Mapping[str, Any], kinds: Sequence[Hit]) -> tuple[str, str, str]:
    """(quest, goal, thing)."""
    known = scripts.quest_in(text, words)
    if known and known not in ("learn", "find", "visit", "wonder"):
        return known, "", ""
    for quest, pattern in (("find", _LOST), ("find", _SEEK), ("visit", _VISIT)):
        found = pattern.search(text)
        thing = _noun(next(filter(None, found.groups()), "")) if found else ""
        if thing and not any(hit.text == thing for hit in kinds):
            return quest, "", thing
    learnt = _GOAL.search(text)
    if learnt and (goal := learnt["goal"].split()):
        return "learn", scripts.goal_of(" ".join(goal[-2:]), words), ""
    wished = _WISH.search(text)
    if wished and (stem := wished["stem"].split()):
        return "learn", f"{' '.join(stem[-2:])}기", ""
    return _about(text, known, words, kinds)


def _about(text: str, known: str, words: Mapping[str, Any], kinds: Sequence[Hit]) -> tuple[str, str, str]:
    """A topic without a verb we know: its last noun phrase is what the story wonders about."""
    rest = _TAIL.sub("", text).strip()
    for hit in kinds:
        rest = rest.replace(hit.text, " ")
    rest = re.sub(r"\s(?:와|과|의|이|가|은|는)\s", " ", f" {rest} ")
    for trait in scripts.trait_words_in(rest, words):
        rest = re.sub(rf"\S*{re.escape(trait)}\S*", " ", rest)
    thing = _noun(rest)
    if len(thing) > 1 and re.fullmatch(r"[가-힣A-Za-z ]+", thing) and not thing.endswith(("는", "던", "운")):
        return "wonder" if known in ("", "learn") else known, "", thing
    return known if known in ("find", "visit", "wonder") else "", "", ""


def _noun(phrase: str) -> str:
    """At most the last three words, without a particle at the end."""
    kept = phrase.split()[-3:]
    while (
        len(kept) > 1
        and kept[0].endswith(("은", "는", "이", "가", "에서", "과", "와"))
        and kept[0] not in ("작은", "큰")
    ):
        kept = kept[1:]
    return re.sub(r"(?<=[가-힣]{2})(?:은|는|이|가|을|를|의)$", "", " ".join(kept))
