"""How long somebody sat with a book, as far as that can be known honestly.

The page that opens a book carries a signed moment. The reader's script tells the seconds the page was really looked
at; they count up to what has passed since that moment. Without a script what has passed counts, up to a long story's
length, because a page left open is not read.
"""

from django.core import signing

from storyforge_site.lib.clock import now

_SALT = "storyforge.sitting"
_LONGEST_UNTOLD = 20 * 60
_LONGEST_TOLD = 4 * 60 * 60


def ticket(book_id: str) -> str:
    return signing.Signer(salt=_SALT).sign_object({"book": book_id, "at": now().timestamp()})


def seconds(opened: str, book_id: str, told: int | None) -> int:
    """Since `opened`; 0 for a ticket that is not ours or of another book."""
    try:
        begun = signing.Signer(salt=_SALT).unsign_object(opened)
    except (signing.BadSignature, ValueError):
        return 0
    if begun.get("book") != book_id:
        return 0
    passed = max(0, int(now().timestamp() - begun["at"]))
    return min(passed, _LONGEST_UNTOLD) if told is None else min(told, passed, _LONGEST_TOLD)
