"""The package document of an e-book: what it is, who can read it how, its files and the order of its pages."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max

from books.exports.overlay import Overlay, clock
from books.models import Book, Job, JobKind, JobStatus, PageVersion

_MEDIA_TYPES = {
    "xhtml": "application/xhtml+xml",
    "smil": "application/smil+xml",
    "css": "text/css",
    "jpg": "image/jpeg",
    "mp3": "audio/mpeg",
    "ttf": "font/ttf",
    "txt": "text/plain",
}
_PROPERTIES = {"nav.xhtml": "nav", "images/cover.jpg": "cover-image"}


def of(book: Book, content: Mapping[str, bytes], order: list[str], overlays: Mapping[str, Overlay]) -> dict[str, Any]:
    """`content` by its paths; `order` and `overlays` name leaves, which are paths without an ending."""
    durations = [(_id(f"{name}.smil"), overlay.end) for name, overlay in overlays.items()]
    return {
        "identifier": f"urn:storyforge:{book.pk}",
        "modified": _last_change(book).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "published": (book.published_at or book.created_at).strftime("%Y-%m-%d"),
        "items": [_item(name, content) for name in content],
        "spine": [_id(f"{name}.xhtml") for name in order],
        "durations": durations,
        "duration": clock(sum(overlay.milliseconds for overlay in overlays.values())),
    }


def _last_change(book: Book) -> datetime:
    """A page that was made anew keeps what it was until then, with the moment."""
    remade: datetime | None = PageVersion.objects.filter(page__book=book).aggregate(last=Max("created_at"))["last"]
    readings = Job.objects.filter(book=book, kind=JobKind.AUDIO, status=JobStatus.DONE)
    read: datetime | None = readings.aggregate(last=Max("finished_at"))["last"]
    return max(filter(None, (book.published_at, book.created_at, remade, read)))


def _item(name: str, content: Mapping[str, bytes]) -> dict[str, str]:
    leaf, _dot, ending = name.rpartition(".")
    overlay = f"{leaf}.smil"
    return {
        "id": _id(name),
        "href": name,
        "media_type": _MEDIA_TYPES[ending],
        "properties": _PROPERTIES.get(name, ""),
        "overlay": _id(overlay) if ending == "xhtml" and overlay in content else "",
    }


def _id(name: str) -> str:
    return re.sub(r"[^\w-]", "-", name)
