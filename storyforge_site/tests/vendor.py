"""A vendor on loopback: answers what a test scripted, and remembers what it was asked."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0  # seconds between one byte of the answer, head and all, and the next
    is_reset: bool = False  # the connection is torn down instead

    @property
    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]  # empty where no JSON object was sent
    method: str = "POST"
    raw: bytes = field(default=b"", repr=False)


Script = Callable[[Asked, int], Answer]


@dataclass(slots=True)
class Vendor:
    url: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1].partition("/")[0])

    def asked_at(self, path: str) -> list[Asked]:
        return [one for one in self.asked if one.path == path]


@contextmanager
def vendor(script: Script, *, port: int = 0) -> Iterator[Vendor]:
    """Serve `script(request, how_many_before)` until the block ends, on a free port or the one named."""
    server = _Server(script, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.playing
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def __init__(self, script: Script, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.script = script
        self.playing = Vendor(f"http://127.0.0.1:{self.server_port}/v1")
        self._lock = threading.Lock()

    def answer(self, asked: Asked) -> Answer:
        with self._lock:
            before = len(self.playing.asked)
            self.playing.asked.append(asked)
        return self.script(asked, before)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        is_json = headers.get("content-type", "").startswith(("application/json", "application/x-amz-json"))
        answer = self.server.answer(Asked(self.path, headers, json.loads(raw) if is_json else {}, self.command, raw))
        time.sleep(answer.delay)
        send = self._tear_down if answer.is_reset else self._drip if answer.drip else self._send
        with suppress(BrokenPipeError, ConnectionResetError):  # the client had enough
            send(answer)

    do_GET = do_PUT = do_POST  # noqa: N815  (the library's names)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.data)))
        self.end_headers()
        self.wfile.write(answer.data)

    def _tear_down(self, answer: Answer) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with RST
        self.connection.close()

    def _drip(self, answer: Answer) -> None:
        self.close_connection = True
        for byte in b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + answer.data:
            self.wfile.write(bytes([byte]))
            time.sleep(answer.drip)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""
