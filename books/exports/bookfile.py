"""A book as a file to take along, with the name a person would give it."""

import io
import re
from dataclasses import dataclass

from books.models import Book


@dataclass(frozen=True, slots=True)
class BookFile:
    data: bytes
    filename: str
    content_type: str

    @property
    def ending(self) -> str:
        return self.filename.rpartition(".")[2]

    @property
    def stream(self) -> io.BytesIO:
        return io.BytesIO(self.data)


def filename(book: Book, ending: str, note: str = "") -> str:
    """The title without what file systems dislike; `note` tells two files of one book apart."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", book.title).strip(" .") or "Storyforge"
    name = " ".join(plain.split())[:80]
    return f"{name} ({note}).{ending}" if note else f"{name}.{ending}"
