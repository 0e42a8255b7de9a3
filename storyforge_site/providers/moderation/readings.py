"""The ways a disguised text may be read: without look-alike letters, digits for letters, gaps and split syllables.

Each reading undoes one habit of people who hide a word. None is shown to anybody; a rule that fits any of them counts.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

# 1 stands for i as often as for l, so both readings are tried.
_LEET = dict(zip("03456789@$€¢¡!+", "oeasgtbgaseciit", strict=True))
_FOLDED = tuple(str.maketrans({**_LEET, "1": one, "|": one}) for one in "li")
_LEET_WORD = re.compile(r"(?:[\w@$€¢]|[¡!+|](?=[\w@$€¢]))+")

# Letters, and under each what it is taken for: Cyrillic, Greek, Armenian, Latin of phonetics and other languages.
_LOOK_ALIKES = str.maketrans(
    "авгԁеіјкӏмнорԛѕтуԝхһпшь" + "αβγδεηικλμνορςστυχω" + "աոսցօհ" + "ɑɡıʟɪʀɴɢʏʙʜᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱøłđħŧ",
    "abrdeijklmhopqstywxhnwb" + "abydeniklmvopcotuxw" + "wnugoh" + "agilirngybhacdejkmoptuvwzfsoldht",
)
# Letters in boxes and circles, and flags' letters, which normalising leaves alone.
_BOXED = {first + step: ord("a") + step for first in (0x1F150, 0x1F170, 0x1F1E6) for step in range(26)}

_PIECES = re.compile(r"(?<=\w\w[.!?。])\s+|(?<=\w\w)\n+")
_BETWEEN = "\n¦\n"  # no expression reaches over it
_SINGLES = re.compile(r"(?<!\w)\w(?:[\s._*~·・/|\\-]+\w(?!\w))+")
_INSIDE_WORD = re.compile(r"(?<=[^\W\d_])[._*~^`´'’·・/|\\=+-]+(?=[^\W\d_])")
_INSIDE_CJK = re.compile(r"(?<=[가-힣ぁ-ヺ一-龥])[\d@!~^*._·・/|\\=+-]+(?=[가-힣ぁ-ヺー一-龥])")
_GAP_IN_CJK = re.compile(
    r"(?<![가-힣ぁ-ヺー一-龥])([가-힣ぁ-ヺー一-龥])(?:\s+([가-힣ぁ-ヺー一-龥])(?![가-힣ァ-ヺー一-龥]))+"
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u180e")

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FIRST_SYLLABLE = ord("가")


def readings(text: str) -> tuple[str, str]:
    """The text as it is meant to be seen, and whatever else its sentences may be read as, one after the other."""
    plain = _plain(_joined_jamo(text))
    others = (way for piece in _PIECES.split(plain) for way in dict.fromkeys(_undisguised(piece)) if way != piece)
    return plain, _BETWEEN.join(others)


def _undisguised(piece: str) -> Iterator[str]:
    latin = _without_accents(piece).translate(_BOXED).translate(_LOOK_ALIKES)
    joined = _SINGLES.sub(_without_gaps, latin)
    unfolded = (_letters_for_digits(way, table) for way in (latin, joined) for table in _FOLDED)
    for reading in dict.fromkeys((piece, latin, *unfolded)):
        yield reading
        yield _SINGLES.sub(_without_gaps, reading)
        yield _INSIDE_WORD.sub("", reading)
        yield _STRETCHED.sub(r"\1", reading)
        yield _STRETCHED.sub(r"\1\1", reading)
    closed = _INSIDE_CJK.sub("", piece)
    yield closed
    yield _GAP_IN_CJK.sub(_without_gaps, closed)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        letter for letter in folded if unicodedata.category(letter) not in ("Cf", "Me") and letter not in _INVISIBLE
    )


def _without_accents(text: str) -> str:
    """Of Latin, Greek and Cyrillic letters alone: a syllable of Hangul or kana is not to be taken apart."""
    return "".join(_base(letter) for letter in text if unicodedata.category(letter) != "Mn")


def _base(letter: str) -> str:
    has_accents = "\u00c0" <= letter < "\u0530" or "\u1e00" <= letter < "\u2000"
    return unicodedata.normalize("NFKD", letter)[0] if has_accents else letter


def _letters_for_digits(text: str, table: Mapping[int, str]) -> str:
    """Only in words that have a letter: 2020 is a year."""
    return _LEET_WORD.sub(lambda found: found[0].translate(table) if _has_letter(found[0]) else found[0], text)


def _has_letter(word: str) -> bool:
    return any(map(str.isalpha, word))


def _without_gaps(found: re.Match[str]) -> str:
    return re.sub(r"[^\w]+|_", "", found[0])


def _joined_jamo(text: str) -> str:
    """ㅅㅏㄹ and 사ㄹ are read as 살. Texts without single letters of Hangul are left as they are."""
    if not any("ㄱ" <= letter <= "ㅣ" for letter in text):
        return text
    out: list[str] = []
    letters = list(text)
    for place, letter in enumerate(letters):
        following = letters[place + 1] if place + 1 < len(letters) else ""
        before = out[-1] if out else ""
        if letter in _VOWELS and before and before in _LEADS:
            out[-1] = _syllable(before, letter)
        elif letter in _TAILS.strip() and _is_open(before) and not (following and following in _VOWELS):
            out[-1] = chr(ord(before) + _TAILS.index(letter))
        else:
            out.append(letter)
    return "".join(out)


def _syllable(lead: str, vowel: str) -> str:
    return chr(_FIRST_SYLLABLE + (_LEADS.index(lead) * len(_VOWELS) + _VOWELS.index(vowel)) * len(_TAILS))


def _is_open(letter: str) -> bool:
    """A syllable of Hangul that ends in a vowel."""
    return "가" <= letter <= "힣" and (ord(letter) - _FIRST_SYLLABLE) % len(_TAILS) == 0
