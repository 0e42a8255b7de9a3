"""A book's pictures: made safe and small as they come from a vendor, and marked for what they are."""

import io
from dataclasses import dataclass
from functools import partial

from PIL import Image

from books import srcset, storage
from storyforge_site.lib import marking
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.pictures import Limits, NotAPicture, as_jpeg, as_webp, decoded

_LIMITS = Limits(max_bytes=25 * 1024 * 1024, min_side=256, max_side=4096, max_whole_pixels=4096 * 4096)
_KEPT_SIDE = 1536
_JPEG_QUALITY = 88
_ON_SCREENS = {"jpg": partial(as_jpeg, quality=82), "webp": partial(as_webp, quality=78)}


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded RGB picture that we may show."""

    image: Image.Image

    def marked(self, *, by_model: bool) -> bytes:
        """A JPEG that says, machine-readably, that a trained model or an algorithm made it."""
        return as_jpeg(self.image, quality=_JPEG_QUALITY, xmp=marking.xmp(by_model=by_model).encode())

    def on_screens(self, *, by_model: bool, is_cover: bool) -> dict[srcset.Size, bytes]:
        """What stands beside the picture when it is stored. Each says what made it as well."""
        xmp = marking.xmp(by_model=by_model).encode()
        wanted = srcset.sizes(self.image.width, is_cover=is_cover)
        drawn = {width: self._narrowed(width) for width in {size.width for size in wanted}}
        return {size: _ON_SCREENS[size.kind](drawn[size.width], xmp=xmp) for size in wanted}

    def _narrowed(self, width: int) -> Image.Image:
        height = max(1, round(self.image.height * width / self.image.width))
        # Nobody sees that it is not Lanczos, which takes twice the time.
        return self.image.resize((width, height), Image.Resampling.HAMMING, reducing_gap=1.0)


def put_away(picture: Picture, jpeg: bytes, folder: str, page_number: int, *, by_model: bool) -> str:
    """Store it, as this JPEG, with its sizes for screens. Gives back its key."""
    on_screens = picture.on_screens(by_model=by_model, is_cover=page_number == 0)
    name = storage.picture_name(page_number, jpeg, width=picture.image.width)
    return storage.store_picture(f"{folder}/{name}", jpeg, on_screens)


def clean_picture(data: bytes) -> Picture:
    """Decode untrusted bytes. Raises IMAGE_FAILED, which another try may mend, for anything but a sane picture."""
    try:
        return Picture(decoded(data, _LIMITS, kept_side=_KEPT_SIDE))
    except NotAPicture as error:
        note = f"not a picture we accept: {error}"
        raise StoryforgeError(Code.IMAGE_FAILED, note, kind=Kind.RETRYABLE) from error


def thumbnail(jpeg: bytes, *, side: int) -> bytes:
    """At most `side` pixels long, with the original's marking."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        xmp = opened.info.get("xmp", b"")
        small = opened.convert("RGB")
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return as_jpeg(small, quality=_JPEG_QUALITY, xmp=xmp)
