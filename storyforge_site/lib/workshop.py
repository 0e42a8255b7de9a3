"""Work in a process of its own, which can be killed and sees none of our settings or secrets.

Starting Python and importing takes longer than many an order. So a workbench is opened with the first order, imports
what is needed, and works on each order in a fork of itself; idle for a minute it is gone until it is needed again.
"""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from storyforge_site.lib.clock import monotonic
from storyforge_site.lib.workbench import ANSWER, ORDER, received

_ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "LANG", "SYSTEMROOT")  # of our environment
_GRACE_SECONDS = 5.0  # for a workbench to be opened


class WorkFailed(Exception):
    """The message is for the log."""


class TookTooLong(WorkFailed):
    """The order was given up."""


class Workshop:
    """Orders to `module`, whose main part calls `workbench.serve`. Safe to share between threads."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._opening = threading.Lock()
        self._bench: tuple[subprocess.Popen[bytes], socket.socket] | None = None

    def order(self, order: bytes, *, seconds: float) -> bytes:
        """What is made of it. Raises WorkFailed, or TookTooLong after `seconds`."""
        began = monotonic()
        connection = self._handed_in()
        with connection:
            connection.settimeout(seconds + _GRACE_SECONDS)
            try:
                connection.sendall(ORDER.pack(seconds) + order)
                connection.shutdown(socket.SHUT_WR)
                answer = received(connection)
            except TimeoutError as error:
                with self._opening:
                    self._close()
                raise TookTooLong("the workbench does not answer") from error
            except OSError as error:
                raise WorkFailed(f"the workbench is gone: {error}") from error
        return _made(answer, is_late=monotonic() - began >= seconds)

    def _handed_in(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs, self._opening:
            for _attempt in range(2):
                bench = self._bench = self._bench or self._opened()
                try:
                    socket.send_fds(bench[1], [b"."], [theirs.fileno()])
                    return ours
                except OSError:  # it was idle, or something killed it
                    self._close()
        ours.close()
        raise WorkFailed("the workbench cannot be opened")

    def _opened(self) -> tuple["subprocess.Popen[bytes]", socket.socket]:
        door, theirs = socket.socketpair()
        environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment | {"PYTHONPATH": str(_ROOT)},
            )
        return process, door

    def _close(self) -> None:
        bench, self._bench = self._bench, None
        if bench:
            process, door = bench
            door.close()
            process.kill()
            process.wait()


def _made(answer: bytes, *, is_late: bool) -> bytes:
    if len(answer) < ANSWER.size:
        raise TookTooLong("it was stopped") if is_late else WorkFailed("it ended without an answer")
    worked, length = ANSWER.unpack_from(answer)
    made = answer[ANSWER.size :]
    if len(made) != length:
        raise WorkFailed("its answer broke off")
    if not worked:
        raise WorkFailed(made.decode(errors="replace"))
    return made
