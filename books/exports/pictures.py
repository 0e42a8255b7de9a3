"""A book's pictures: made safe and small as they come from a vendor, and marked for what they are."""

from dataclasses import dataclass
from functools import cache, partial

from PIL import Image

from books import srcset, storage
from storyforge_site.lib import marking
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.pictures import Limits, NotAPicture, as_jpeg, as_webp, decoded, our_own

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


@dataclass(frozen=True, slots=True)
class Unsized:
    """A picture of ours under `key`, with nothing beside it yet."""

    key: str
    image: Image.Image
    xmp: bytes

    def put_sizes_beside(self) -> None:
        """What screens ask for (`srcset.py`), stored patiently. Each says what made it as well."""
        narrowed = cache(self._narrowed)
        for size, at in srcset.beside(self.key).items():
            storage.store_patiently(at, _ON_SCREENS[size.kind](narrowed(size.width), xmp=self.xmp))

    def _narrowed(self, width: int) -> Image.Image:
        height = max(1, round(self.image.height * width / self.image.width))
        # Nobody sees that it is not Lanczos, which takes twice the time.
        return self.image.resize((width, height), Image.Resampling.HAMMING, reducing_gap=1.0)


def put_away(picture: Picture, jpeg: bytes, folder: str, page_number: int, *, by_model: bool) -> str:
    """Store it, as this JPEG, with its sizes for screens. Gives back its key."""
    unsized = _named(picture, jpeg, folder, page_number, by_model=by_model)
    unsized.put_sizes_beside()  # first: where the picture is, its sizes are
    return storage.store_patiently(unsized.key, jpeg)


def put_away_unsized(picture: Picture, jpeg: bytes, folder: str, page_number: int, *, by_model: bool) -> Unsized:
    """Store it without them."""
    unsized = _named(picture, jpeg, folder, page_number, by_model=by_model)
    storage.store_patiently(unsized.key, jpeg)
    return unsized


def find_unsized(key: str) -> Unsized | None:
    """As it was stored; patient. None where it is gone or was spoiled. Raises STORAGE_UPLOAD_FAILED."""
    jpeg = storage.find(key)
    try:
        return Unsized(key, *our_own(jpeg)) if jpeg else None
    except NotAPicture:
        return None


def _named(picture: Picture, jpeg: bytes, folder: str, page_number: int, *, by_model: bool) -> Unsized:
    name = storage.picture_name(page_number, jpeg, width=picture.image.width)
    return Unsized(f"{folder}/{name}", picture.image, marking.xmp(by_model=by_model).encode())


def clean_picture(data: bytes) -> Picture:
    """Decode untrusted bytes. Raises IMAGE_FAILED, which another try may mend, for anything but a sane picture."""
    try:
        return Picture(decoded(data, _LIMITS, kept_side=_KEPT_SIDE))
    except NotAPicture as error:
        note = f"not a picture we accept: {error}"
        raise StoryforgeError(Code.IMAGE_FAILED, note, kind=Kind.RETRYABLE) from error


def thumbnail(jpeg: bytes, *, side: int) -> bytes:
    """At most `side` pixels long, with the original's marking."""
    small, xmp = our_own(jpeg)
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return as_jpeg(small, quality=_JPEG_QUALITY, xmp=xmp)
