"""A picture in the sizes screens ask for. They stand beside it, and its name says so: nothing else remembers them.

Beside `page-01-5fb1c02b9f3e-1024w.jpg`, which is 1024 pixels wide, stand `screen-page-01-5fb1c02b9f3e-768w.webp` and
its like; beside a cover, which is shown small on shelves, smaller ones too. A name without a width is of a picture
stored before there were any, or of one that no page shows.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.core.files.storage import default_storage

SCREEN = "screen-"  # the names of these files begin so

# A cover on a shelf, a page on a phone. What is stored has at least these: others need another letter than `w`.
_WIDTHS, _OF_A_COVER = (768,), (400, 768)
_WITH_WIDTH = re.compile(rf"(?P<folder>.*/|)(?:{SCREEN})?(?P<what>(?P<cover>cover-)?[^/]+)-(?P<width>\d+)w\.jpg")


class Size(NamedTuple):
    width: int  # pixels
    kind: str  # "webp" or "jpg"

    def __str__(self) -> str:
        return f"{self.width}w.{self.kind}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page needs to show a picture: WebP in every width, and a JPEG for browsers that cannot read it."""

    url: str
    srcset: str = ""


def sizes(width: int, *, is_cover: bool) -> list[Size]:
    """What stands beside a picture of this width."""
    narrower = [each for each in (_OF_A_COVER if is_cover else _WIDTHS) if each < width]
    return [*(Size(each, "webp") for each in (*narrower, width)), *(Size(each, "jpg") for each in narrower)]


def beside(key: str) -> dict[Size, str]:
    """The keys of what stands beside the picture under `key`, the narrowest first."""
    named = _WITH_WIDTH.fullmatch(key)
    if named is None:
        return {}
    stem = f"{named['folder']}{SCREEN}{named['what']}"
    return {size: f"{stem}-{size}" for size in sizes(int(named["width"]), is_cover=bool(named["cover"]))}


def thumbnail_key(key: str) -> str:
    """The smallest JPEG of it: the picture itself where there is no other."""
    return next((found for size, found in beside(key).items() if size.kind == "jpg"), key)


def shown(key: str, address: Callable[[str], str] = lambda key: default_storage.url(key)) -> Shown | None:
    """With an address for each file, which shows it for a while to whoever holds it; None for no picture."""
    if not key:
        return None
    found = beside(key)
    jpegs = [each for size, each in found.items() if size.kind == "jpg"]
    webp = (f"{address(each)} {size.width}w" for size, each in found.items() if size.kind == "webp")
    return Shown(address(jpegs[-1] if jpegs else key), ", ".join(webp))
