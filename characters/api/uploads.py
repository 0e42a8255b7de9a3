"""A photo on its way in: kept in memory only, never in a temporary file, and no byte more than allowed."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

from characters.asking import MAX_PHOTO_BYTES
from storyforge_site.lib.errors import Code, StoryforgeError

_AROUND = 64 * 1024  # the form's other fields, and what holds them together


class InMemory(MemoryFileUploadHandler):
    """Raises PAYLOAD_TOO_LARGE, by the announced length before anything is read, else where it becomes too much."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  (Django's name)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > MAX_PHOTO_BYTES + _AROUND:
            raise StoryforgeError(Code.PAYLOAD_TOO_LARGE)
        self.activated = True  # Django's own would leave anything above its limit to a file
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.taken += len(raw_data)
        if self.taken > MAX_PHOTO_BYTES:
            raise StoryforgeError(Code.PAYLOAD_TOO_LARGE)
        return super().receive_data_chunk(raw_data, start)


def keep_in_memory(request: HttpRequest) -> None:
    """Before anything reads the form: the check of the site's cookie does, to look for its token."""
    request.upload_handlers = [InMemory(request)]
