"""A picture in the sizes screens ask for. They stand beside it, and its name says so: nothing else remembers them.

Beside `page-01-5fb1c02b9f3e-1024w.jpg`, which is 1024 pixels wide, stands `screen-page-01-5fb1c02b9f3e-768w.webp` and
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
_KINDS = ("webp", "jpg")
_WITH_WIDTH = re.compile(
    rf"(?P<folder>.*/|)(?P<screen>{SCREEN})?(?P<what>(?P<cover>cover-)?[^/]+)-(?P<width>\d+)w\.jpg"
)


class Size(NamedTuple):
    width: int  # pixels
    kind: str

    def __str__(self) -> str:
        return f"{self.width}w.{self.kind}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page needs to show a picture.

    `srcset` is WebP, as wide as a phone can show, and all there is of a thumbnail. Large screens that are sharp, and
    browsers that cannot read WebP, choose from `jpegs`, of which the widest is the picture itself.
    """

    url: str
    srcset: str = ""
    jpegs: str = ""


def sizes(width: int, *, is_cover: bool) -> list[Size]:
    """What stands beside a picture of this width: all that is narrower, as WebP and as JPEG."""
    narrower = [each for each in (_OF_A_COVER if is_cover else _WIDTHS) if each < width]
    return [Size(each, kind) for kind in _KINDS for each in narrower]


def beside(key: str) -> dict[Size, str]:
    """The keys of what stands beside the picture under `key`, the narrowest first."""
    named = _WITH_WIDTH.fullmatch(key)
    if named is None:
        return {}
    width, stem = int(named["width"]), f"{named['folder']}{SCREEN}{named['what']}"
    found = [Size(width, "webp")] if named["screen"] else sizes(width, is_cover=bool(named["cover"]))
    return {size: f"{stem}-{size}" for size in found}


def thumbnail_key(key: str) -> str:
    """The smallest JPEG of it: the picture itself where there is no other."""
    return next((found for size, found in beside(key).items() if size.kind == "jpg"), key)


def shown(key: str, address: Callable[[str], str] = lambda key: default_storage.url(key)) -> Shown | None:
    """With an address for each file, which shows it for a while to whoever holds it; None for no picture."""
    if not key:
        return None
    found, whole = beside(key), address(key)
    webp, jpegs = ([(address(at), width) for (width, kind), at in found.items() if kind == each] for each in _KINDS)
    named = _WITH_WIDTH.fullmatch(key)
    if named is None or not jpegs:
        return Shown(whole, _srcset(webp))
    return Shown(jpegs[-1][0], _srcset(webp), _srcset([*jpegs, (whole, int(named["width"]))]))


def _srcset(candidates: list[tuple[str, int]]) -> str:
    return ", ".join(f"{address} {width}w" for address, width in candidates)
