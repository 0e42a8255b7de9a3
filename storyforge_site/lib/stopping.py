"""Whether this process, or the one it was forked from, was told to stop.

One byte of memory that a fork shares: the main process of a worker sets it in its signal handler, and the
processes that do the work read it between two checkpoints. It needs no lock and cannot hang.
"""

import mmap

_told = mmap.mmap(-1, 1)


def announce() -> None:
    _told[0] = 1


def announced() -> bool:
    return _told[0] == 1


def forget() -> None:
    _told[0] = 0
