"""Where a workshop's orders are worked on: a process that imports what they need once, and forks for each.

A fork sees nothing of the orders before it, and whatever it does to itself, limits and a fence among it, ends with it.
"""

import os
import select
import signal
import socket
import struct
from collections.abc import Callable
from typing import NoReturn

# An order begins with the seconds it may take and ends with the sender's side of the connection; an answer begins
# with whether it worked and with its length, so that one broken off is told from a whole one.
ORDER, ANSWER = struct.Struct("!d"), struct.Struct("!?Q")

_IDLE_SECONDS = 60.0  # after which the memory is given back
_NOTE = 400  # letters of what went wrong
_CHUNK = 1 << 20

Work = Callable[[bytes], bytes]


def serve(work: Work) -> None:
    """A fork for each connection that is handed in by standard input, until that is closed or nothing comes."""
    with socket.socket(fileno=0) as door:
        while handed_in := _next(door):
            _reap()
            with socket.socket(fileno=handed_in) as connection:
                if os.fork() == 0:
                    door.close()
                    _work(connection, work)


def _next(door: socket.socket) -> int | None:
    if not select.select([door], [], [], _IDLE_SECONDS)[0]:
        door.shutdown(socket.SHUT_RD)  # whoever comes now finds it shut; whoever has just come is still served
    _message, handed_in, _flags, _address = socket.recv_fds(door, 1, 1)
    return handed_in[0] if handed_in else None


def _work(connection: socket.socket, work: Work) -> NoReturn:
    try:
        order = received(connection)
        (seconds,) = ORDER.unpack_from(order)
        signal.setitimer(signal.ITIMER_REAL, seconds)  # ends us, wherever we are
        try:
            worked, answer = True, work(order[ORDER.size :])
        except Exception as error:
            worked, answer = False, repr(error)[-_NOTE:].encode()
        connection.sendall(ANSWER.pack(worked, len(answer)) + answer)
    finally:
        os._exit(0)


def received(connection: socket.socket) -> bytes:
    """All that comes until the other side has said everything."""
    parts = []
    while part := connection.recv(_CHUNK):
        parts.append(part)
    return b"".join(parts)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
