"""Which of our languages a line is written in, by its script, and which one the reader speaks."""

import re

from django.utils.translation import get_language

from storyforge_site.lib.choices import Language

_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_LATIN = re.compile(r"[A-Za-z]")


def detect(text: str) -> str:
    """ "ko", "ja", "en", or "" when the script does not say (kanji alone, digits, emoji)."""
    counts = {
        Language.KOREAN: len(_HANGUL.findall(text)),
        Language.JAPANESE: len(_KANA.findall(text)),
        Language.ENGLISH: len(_LATIN.findall(text)) / 3,  # a word's worth of letters weighs like a syllable
    }
    best = max(counts, key=lambda language: counts[language])
    return str(best) if counts[best] else ""


def spoken() -> str:
    """The language of the request, where it is one of ours."""
    code = (get_language() or "").partition("-")[0]
    return code if code in Language.values else str(Language.ENGLISH)
