"""A vendor on loopback: answers what a test scripted, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

    @property
    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    method: str = "POST"


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
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            one = Asked(self.path, headers, json.loads(raw or b"{}"), self.command)
            with lock:
                before = len(playing.asked)
                playing.asked.append(one)
            answer = script(one, before)
            time.sleep(answer.delay)
            try:
                if answer.drip:
                    self._drip(answer)
                    return
                self.send_response(answer.status)
                for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.data)))
                self.end_headers()
                self.wfile.write(answer.data)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client had enough

        def _drip(self, answer: Answer) -> None:
            self.close_connection = True
            for byte in b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + answer.data:
                self.wfile.write(bytes([byte]))
                time.sleep(answer.drip)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    playing = Vendor(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield playing
    finally:
        server.shutdown()
        server.server_close()
