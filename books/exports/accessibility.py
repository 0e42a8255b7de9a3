"""Who can read an e-book, and how: schema.org's words for it, and a sentence for people.

No conformance to EPUB Accessibility 1.1 is claimed (`dcterms:conformsTo`): letters of a fixed layout do not flow anew
when they grow, and nobody has certified a book that was made this minute.
"""

from typing import Any

from django.utils.translation import gettext as _

_FEATURES = ["readingOrder", "tableOfContents", "pageNavigation", "pageBreakMarkers"]


def accessibility(*, is_described: bool, pages: int, read: int) -> dict[str, Any]:
    """`is_described`: every picture is; `read`: so many of the pages are read aloud."""
    is_read = 0 < pages == read
    sentences = [_pictures(is_described=is_described), _layout(), _sound(read, is_read=is_read)]
    return {
        "modes": ["textual", "visual", *["auditory"] * bool(read)],
        "sufficient": ["textual,visual", *["textual"] * is_described, *["auditory,visual"] * is_read],
        "features": [*_FEATURES, *["alternativeText"] * is_described, *["synchronizedAudioText"] * bool(read)],
        "summary": " ".join(sentences),
    }


def _pictures(*, is_described: bool) -> str:
    if is_described:
        return _("Every picture is described in words, and all words are real text in reading order.")
    return _("Not every picture is described in words; all words are real text in reading order.")


def _layout() -> str:
    return _("The layout is fixed, so letters grow only with the whole page.")


def _sound(read: int, *, is_read: bool) -> str:
    if not read:
        return _("There is no sound and nothing flashes.")
    if is_read:
        return _("Every page is read aloud, and its words are marked as they are heard. Nothing flashes.")
    return _("Some pages are read aloud, and their words are marked as they are heard. Nothing flashes.")
