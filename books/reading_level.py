"""How hard a book is to read: measured over its whole text, never promised.

For English the grade of Flesch and Kincaid (US Navy, 1975): 0.39 words a sentence + 11.8 syllables a word - 15.59. The
libraries that count syllables fetch a dictionary at run time; these are counted by rule, rightly in nine of ten words
of children's books. Other scripts get what can be counted without doubt.
"""

import re
from collections.abc import Iterable
from typing import Any

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…。！？؟]+[”’\"'」』)]*(?:\s|$|(?=[「『“\u3041-\u9fff])(?![とっ]))")
_VOWELS = re.compile(r"[aeiouy]+")
_SPLIT = re.compile(
    r"(?<![cst])i[ao]|(?<=[aeiouy].)eas?$|(?<![qg])u[ao]|uie|[aeoy]ing"
)  # two vowels that are heard as two
_SILENT = re.compile(r"(?<![aeiouy])e$|[^dtaeiouy]ed$|(?<=[^lcsgxzh])es$|[^aeiouy]ely$|[^aeiouy]eful$")
_HEARD = re.compile(r"[^aeiouyl]le[sd]?$")


def measure(language: str, texts: Iterable[str]) -> dict[str, Any]:
    """`{sentences, words, words_per_sentence, grade}`; words are null where a script does not divide them."""
    text = "\n".join(texts)
    sentences = max(1, len(_SENTENCE.findall(text)))
    words = [] if language in ("ja", "zh") else _WORD.findall(text)
    return {
        "sentences": sentences,
        "words": len(words) or None,
        "words_per_sentence": round(len(words) / sentences, 1) if words else None,
        "grade": _grade(words, sentences) if language == "en" and words else None,
    }


def _grade(words: list[str], sentences: int) -> float:
    """Years at school, from 0 for who just begins."""
    syllables = sum(map(syllables_in, words))
    return max(0.0, round(0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59, 1))


def syllables_in(word: str) -> int:
    """Of an English word, by rule."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    counted = len(_VOWELS.findall(plain)) + len(_SPLIT.findall(plain))
    if _SILENT.search(plain) and not _HEARD.search(plain):
        counted -= 1
    return max(1, counted)
