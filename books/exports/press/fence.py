"""A fence round the press: what a library may do there, whatever a text might bring it to.

It holds a library that reads what it is told to read, so that an escape forgotten in a template costs nothing. The
kernel's limits hold the rest, also when the process that waits for this one is gone.
"""

import contextlib
import mimetypes
import os
import resource
import sys
from pathlib import Path
from typing import Any

from books.exports.typefaces import FOLDER as FONTS

_CPU_SECONDS = 60
_MEMORY_BYTES = 1536 * 1024 * 1024
_FILE_BYTES = 512 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[3]  # of our own code, with our settings and perhaps the database
# https://docs.python.org/3/library/audit_events.html
_OTHER_PROCESSES = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn")


def limit(*, cpu_seconds: int = _CPU_SECONDS, memory_bytes: int = _MEMORY_BYTES) -> None:
    _limit(resource.RLIMIT_CPU, cpu_seconds)
    _limit(resource.RLIMIT_AS, memory_bytes)
    _limit(resource.RLIMIT_FSIZE, _FILE_BYTES)
    _limit(resource.RLIMIT_CORE, 0)


def close(folder: Path) -> None:
    """From now on files are read in `folder`, among our fonts and in libraries, and written in `folder`.

    Nothing is reached over a network and no process begun; an attempt raises PermissionError. There is no opening it
    again: import first what is needed.
    """
    mimetypes.init()  # from lists of the system's, which are outside
    written = _as_prefixes([str(folder)])
    libraries = [entry for entry in sys.path if entry and Path(entry).resolve() != _ROOT]
    read = (*written, *_as_prefixes([str(FONTS), *libraries]))

    def watch(event: str, told: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = told
            _watch_file(path, written if _is_written(mode, flags) else read)
        elif event.startswith("socket.") or event in _OTHER_PROCESSES:
            raise PermissionError(f"the press does not do this: {event}")

    sys.addaudithook(watch)


def _watch_file(path: object, within: tuple[str, ...]) -> None:
    if isinstance(path, str | bytes) and not (os.path.realpath(os.fsdecode(path)) + os.sep).startswith(within):
        raise PermissionError(f"outside the press: {path!r}")


def _is_written(mode: str | None, flags: int) -> bool:
    return bool(set(mode or "") & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _as_prefixes(folders: list[str]) -> tuple[str, ...]:
    return tuple(os.path.realpath(folder) + os.sep for folder in folders)


def _limit(kind: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some of them
        resource.setrlimit(kind, (most, most))
