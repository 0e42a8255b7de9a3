"""Pictures, verdicts on them, and voices, put away the moment they arrive.

Painting threads never write to the database, so a bought picture and its verdict go to storage first; a walk
that was killed before it could record them finds them there and buys nothing twice. What cannot be read is as good
as not there.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from books import storage
from books.pipeline.asking import as_json, from_json
from storyforge_site.providers.contracts import ImageResult, SpeechResult, Usage, Verdict, WordTiming


def picture(key: str) -> ImageResult | None:
    stored = storage.find(key) if key else None
    head, _newline, data = (stored or b"").partition(b"\n")
    usage = _read(head)
    return ImageResult(data, Usage(**usage)) if usage and data else None


def keep_picture(key: str, result: ImageResult) -> None:
    if key:
        head = json.dumps(asdict(result.usage)).encode()
        storage.store_patiently(key, head + b"\n" + result.data)


def speech(key: str) -> SpeechResult | None:
    head, _newline, data = (storage.find(key) or b"").partition(b"\n")
    saved = _read(head)
    if not saved or not data:
        return None
    return SpeechResult(data, [WordTiming(**word) for word in saved["words"]], Usage(**saved["usage"]))


def keep_speech(key: str, result: SpeechResult) -> None:
    head = {"words": [asdict(word) for word in result.words], "usage": asdict(result.usage)}
    storage.store_patiently(key, json.dumps(head).encode() + b"\n" + result.data)


def verdict(key: str, data: bytes) -> Verdict | None:
    """On these bytes: another worker's verdict on another picture of the same wish is none on this one."""
    saved = _read(storage.find(_verdict_name(key, data)) or b"") if key else None
    return from_json(saved) if saved else None


def keep_verdict(key: str, data: bytes, found: Verdict) -> None:
    if key:
        storage.store_patiently(_verdict_name(key, data), json.dumps(as_json(found)).encode())


@dataclass(frozen=True, slots=True)
class Ticket:
    """The id of a picture a vendor has begun for us, beside where the picture will be put."""

    key: str

    def read(self, provider: str) -> str:
        return (storage.find(self._name(provider)) or b"").decode(errors="replace")

    def write(self, provider: str, vendor_id: str) -> None:
        storage.store_patiently(self._name(provider), vendor_id.encode())

    def _name(self, provider: str) -> str:
        return f"{self.key}-ticket-{provider}"


def is_bought(key: str, providers: list[str]) -> bool:
    """Whether the picture, or a vendor's promise of it, is there already."""
    return picture(key) is not None or any(Ticket(key).read(provider) for provider in providers)


def _verdict_name(key: str, data: bytes) -> str:
    return f"{key}-verdict-{hashlib.sha256(data).hexdigest()[:16]}"


def _read(saved: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(saved)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
