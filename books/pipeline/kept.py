"""Answers about a picture, put away the moment they arrive.

Painting threads never write to the database, so a bought picture and its verdict go to storage first; a walk
that was killed before it could record them finds them there and buys nothing twice.
"""

import json
from dataclasses import asdict, dataclass

from books import storage
from books.pipeline.asking import as_json, from_json
from storyforge_site.providers.contracts import ImageResult, Usage, Verdict

BEGINNING = "raw-"


def picture(key: str) -> ImageResult | None:
    if not key or not storage.exists(key):
        return None
    head, _newline, data = storage.read(key).partition(b"\n")
    return ImageResult(data, Usage(**json.loads(head)))


def keep_picture(key: str, result: ImageResult) -> None:
    if key:
        head = json.dumps(asdict(result.usage)).encode()
        storage.store_patiently(key, head + b"\n" + result.data)


@dataclass(frozen=True, slots=True)
class Ticket:
    """The id of a picture a vendor has begun for us, beside where the picture will be put."""

    key: str

    def read(self, provider: str) -> str:
        name = f"{self.key}-ticket-{provider}"
        return storage.read(name).decode() if storage.exists(name) else ""

    def write(self, provider: str, vendor_id: str) -> None:
        storage.store_patiently(f"{self.key}-ticket-{provider}", vendor_id.encode())


def verdict(key: str) -> Verdict | None:
    if not key or not storage.exists(f"{key}-verdict"):
        return None
    return from_json(json.loads(storage.read(f"{key}-verdict")))


def keep_verdict(key: str, found: Verdict) -> None:
    if key:
        storage.store_patiently(f"{key}-verdict", json.dumps(as_json(found)).encode())
