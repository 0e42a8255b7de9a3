"""Scripts that run from right to left, for programs that only set one letter after the other.

Browsers join Arabic letters and order a line by themselves, and get the text as it is. Pillow and reportlab do neither:
`joined` gives each letter the form it has between its neighbours (Unicode's presentation forms), and once lines are
broken `as_drawn` puts a line in the order in which it is drawn (UAX #9).
"""

import re

from arabic_reshaper import ArabicReshaper
from xhtml2pdf.bidi import get_display

from storyforge_site.lib.direction import reads_right_to_left

_LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Such programs cannot place them over their letters. Both languages are printed without them as a rule.
_VOWEL_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_reshaper = ArabicReshaper({"ARABIC LIGATURE ALLAH": "no"})  # not every face has it


def has_right_to_left(text: str) -> bool:
    """Whether a letter of it is Hebrew or Arabic, whatever the language of the book."""
    return _LETTERS.search(text) is not None


def joined(text: str) -> str:
    """In the order in which it is read, so lines can be broken; without vowel points."""
    return str(_reshaper.reshape(_VOWEL_POINTS.sub("", text))) if has_right_to_left(text) else text


def as_drawn(line: str, language: str) -> str:
    """One line of `joined` text, from left to right."""
    right_to_left = reads_right_to_left(language)
    if not right_to_left and not has_right_to_left(line):
        return line
    return str(get_display(line, "R" if right_to_left else "L"))
