"""The vendors of a book, played over real HTTP: `python -m benchmarks.vendors 2 6 0.3`.

One process that mostly waits and speaks OpenAI's wire. Its answers are made before anybody asks, so that next to
nothing of the processor goes to them; the pictures are real ones, painted by our own illustrator.
"""

import asyncio
import base64
import io
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from PIL import Image

from benchmarks.house import ROOT
from books.tests.pipeline.openai_house import a_scene, a_sheet, a_story
from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.offline.illustrator.model import OfflineImageModel
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet

_PAGES = re.compile(rb"exactly (\d+) pages")
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_PICTURES = 4  # different ones


@dataclass(frozen=True, slots=True)
class Delays:
    """Seconds a vendor takes for one answer."""

    text: float = 2.0
    picture: float = 6.0
    moderation: float = 0.3


AT_ONCE = Delays(0.0, 0.0, 0.0)


@contextmanager
def street(delays: Delays) -> Iterator[dict[str, str]]:
    """The environment that sends everybody there, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.vendors", *map(str, (delays.text, delays.picture, delays.moderation))],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        here = f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        models = {"LLM_MODEL": "gpt-5-mini", "IMAGE_MODEL": "gpt-image-1-mini"}
        kinds = ("LLM", "IMAGE", "MODERATION")
        yield {
            **models,
            **{f"{kind}_PROVIDER": "openai" for kind in kinds},
            **{f"{kind}_BASE_URL": here for kind in kinds},
            **{f"{kind}_API_KEY": "a-key" for kind in kinds},
        }
    finally:
        process.terminate()
        process.wait()


class _Street(asyncio.Protocol):
    """A connection that stays open: one question after another."""

    def __init__(self, delays: Delays, pictures: list[bytes]) -> None:
        self.delays, self.pictures, self.read = delays, pictures, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.read += data
        head, _blank, body = self.read.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if _blank and len(body) >= int(length[1] if length else 0):
            self.read = b""
            delay, answer = self._answer(head.split(b" ", 2)[1], body)
            asyncio.get_running_loop().call_later(delay, self._send, answer)

    def _answer(self, path: bytes, body: bytes) -> tuple[float, bytes]:
        if path.endswith(b"/moderations"):
            return self.delays.moderation, _HARMLESS
        if b"/images/" in path:
            return self.delays.picture, random.choice(self.pictures)
        if b"<cast>" in body:
            return self.delays.text, _said({"sheets": [a_sheet()]})
        pages = _PAGES.search(body)
        return self.delays.text, _said(a_story(int(pages[1]) if pages else 8))

    def _send(self, answer: bytes) -> None:
        with suppress(OSError):
            self.transport.write(answer)


def _http(answer: Any) -> bytes:
    body = json.dumps(answer).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def _said(data: Any) -> bytes:
    choice = {"message": {"content": json.dumps(data)}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 900, "completion_tokens": 1800}
    return _http({"id": "chat", "model": "small", "choices": [choice], "usage": usage})


_HARMLESS = _http({"id": "m", "results": [{"flagged": False, "category_scores": {"violence": 0.0}}]})


def _painted() -> Iterator[bytes]:
    """As the JPEGs that we ask OpenAI for."""
    scene, sheets = Scene.from_dict(a_scene()), [CharacterSheet.from_dict(a_sheet())]
    for seed in range(_PICTURES):
        painted = OfflineImageModel().generate(ImageRequest("", "", "watercolor", seed, scene, sheets)).data
        jpeg = io.BytesIO()
        Image.open(io.BytesIO(painted)).save(jpeg, "JPEG", quality=95)
        yield _http({"created": 0, "data": [{"b64_json": base64.b64encode(jpeg.getvalue()).decode()}]})


async def _serve(delays: Delays, pictures: list[bytes]) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Street(delays, pictures), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Delays(*map(float, sys.argv[1:])), list(_painted())))
