"""A listener on loopback that nobody may ever reach."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Canary:
    port: int
    reached: list[Any] = field(default_factory=list)


def listening() -> Iterator[Canary]:
    """For a fixture: `yield from listening()`."""
    listener = socket.create_server(("127.0.0.1", 0))
    canary = Canary(listener.getsockname()[1])

    def listen() -> None:
        while True:
            try:
                connection, who = listener.accept()
            except OSError:
                return
            canary.reached.append(who)
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield canary
    listener.close()
