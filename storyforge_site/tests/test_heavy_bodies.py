"""Bodies made to fill the memory of a web process, sent to a real one: refused, in little of it."""

import socket
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from books.tests.chaos.servers import answers, free_port
from books.tests.processes import wait_until, worker
from storyforge_site.accounts import tokens
from storyforge_site.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]

MIB = 1024 * 1024


def sent(port: int, token: str, size: int, chunks: Iterator[bytes]) -> str:
    """The status line. The server may well hang up before all is sent."""
    head = f"POST /v1/books HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(head.encode())
        try:
            for chunk in chunks:
                connection.sendall(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            return connection.recv(200).decode(errors="replace").split("\r\n")[0]
        except ConnectionResetError:
            return "reset"


@pytest.mark.parametrize(
    ("size", "piece", "expected"),
    [
        (50 * MIB, b" " * MIB, ("413", "reset")),
        (50 * MIB, b'{"a":' * (MIB // 5), ("413", "reset")),
        (100_000, b"[" * 100_000, ("422",)),
        (600_000, b'{"a":' * 100_000 + b" " * 100_000, ("422",)),
    ],
    ids=["50 MB of nothing", "50 MB of depth", "100,000 lists deep", "100,000 objects deep"],
)
def test_it_is_refused_in_little_memory(settings: Any, size: int, piece: bytes, expected: tuple[str, ...]) -> None:
    reader = User.objects.create_user("reader@example.org", "a-long-password")
    token = tokens.sign_in(reader)["access_token"]
    port = free_port()
    web = ("-m", "gunicorn", "storyforge_site.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "1")
    with worker(*web, MEDIA_ROOT=settings.MEDIA_ROOT) as server:
        wait_until(lambda: answers(port))
        sent(port, token, 2, iter([b"{}"]))  # what a first request loads is not the body's fault
        before = _memory(server.pid)
        status = sent(port, token, size, (piece for _piece in range(max(1, size // len(piece)))))
        grown = _memory(server.pid) - before

    assert any(word in status for word in expected), status
    assert grown < 20


def _memory(server: int) -> int:
    """MiB of the server and its workers, all of their own."""
    processes = [psutil.Process(server), *psutil.Process(server).children(recursive=True)]
    return int(sum(process.memory_full_info().uss for process in processes) // MIB)
