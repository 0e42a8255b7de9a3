"""Whether a text says a word that a family does not want."""

import re

_PARTICLES = "은|는|이|가|을|를|와|과|의|도|에|로|야|아|만|랑|들"


# Endings and what is written in one with a word before it, by script: волк → волков, הזאב, والذئب. In letters.
_INFLECTED = (("[а-яё]", 0, 2), ("[\u05d0-\u05ea]", 2, 2), ("[\u0621-\u064a]", 3, 2))


def says(text: str, word: str) -> bool:
    """Latin words and one-syllable Korean ones count as words of their own (no ant in "wanted", no 물 in "선물")."""
    return bool(_pattern(word.casefold().strip()).search(text.casefold()))


def _pattern(word: str) -> re.Pattern[str]:
    for letters, before, after in _INFLECTED:
        if re.search(letters, word):
            return re.compile(rf"(?<!\w)\w{{0,{before}}}{re.escape(word)}\w{{0,{after}}}(?!\w)")
    if re.search(r"[a-zà-ɏḁ-ỹ]", word):
        return re.compile(rf"(?<!\w){re.escape(word)}(?:s|es|'s|’s)?(?!\w)")
    if re.fullmatch(r"[가-힣]", word):
        return re.compile(rf"(?<![가-힣]){word}(?:(?:{_PARTICLES})(?![가-힣])|(?![가-힣]))")
    return re.compile(re.escape(word))
