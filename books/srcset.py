"""A picture in the sizes screens ask for. They stand beside it, and its name says so: nothing else remembers them.

Beside `page-01-5fb1c02b9f3e-1024w.jpg`, which is 1024 pixels wide, stands `screen-page-01-5fb1c02b9f3e-768w.webp` and
its like; beside a cover, which is shown small on shelves, smaller ones too. A name without a width is of a picture
stored before there were any, or of one that no page shows.
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import NamedTuple

from django.core.files.storage import default_storage

SCREEN = "screen-"  # the names of these files begin so

_WITH_WIDTH = re.compile(
    rf"(?P<folder>.*/|)(?P<screen>{SCREEN})?(?P<what>(?P<cover>cover-)?[^/]+)-(?P<width>\d+)w\.jpg"
)


class Size(NamedTuple):
    width: int  # pixels
    kind: str

    def __str__(self) -> str:
        return f"{self.width}w.{self.kind}"


# As wide as a phone shows a page. A cover stands on shelves too, and is a thumbnail wherever no WebP is read.
_OF_A_PAGE = (Size(768, "webp"),)
_OF_A_COVER = (Size(400, "webp"), Size(400, "jpg"), *_OF_A_PAGE)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page needs to show a picture.

    `srcset` is WebP. Where `is_wider`, large screens that are sharp get what is under `url`, the picture itself.
    """

    url: str
    srcset: str = ""
    is_wider: bool = False


def _sizes(width: int, *, is_cover: bool) -> list[Size]:
    """What stands beside a picture of this width, the narrowest first: nothing as wide as itself."""
    return [size for size in (_OF_A_COVER if is_cover else _OF_A_PAGE) if size.width < width]


def beside(key: str) -> dict[Size, str]:
    """The keys of what stands beside the picture under `key`, the narrowest first."""
    named = _WITH_WIDTH.fullmatch(key)
    if named is None:
        return {}
    width, stem = int(named["width"]), f"{named['folder']}{SCREEN}{named['what']}"
    found = [Size(width, "webp")] if named["screen"] else _sizes(width, is_cover=bool(named["cover"]))
    return {size: f"{stem}-{size}" for size in found}


def thumbnail_key(key: str, *, unsized: Container[str] = ()) -> str:
    """The smallest JPEG of it: the picture itself where there is no other, or none yet."""
    return key if key in unsized else next((at for size, at in beside(key).items() if size.kind == "jpg"), key)


def shown(
    key: str, address: Callable[[str], str] = lambda key: default_storage.url(key), *, unsized: Container[str] = ()
) -> Shown | None:
    """With an address for each file, which shows it for a while to whoever holds it; None for no picture. Beside those
    that are `unsized` (`Book.unsized`) nothing stands yet."""
    if not key:
        return None
    if key in unsized:
        return Shown(address(key))
    webp = [(address(at), size.width) for size, at in beside(key).items() if size.kind == "webp"]
    is_thumbnail = key.rpartition("/")[2].startswith(SCREEN)
    return Shown(address(key), ", ".join(f"{at} {width}w" for at, width in webp), bool(webp) and not is_thumbnail)
