"""How the C library hands out memory where pictures of some MB come and go: in workers and where the offline ones are
painted."""

import ctypes

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h of glibc
_ARENAS = 2  # else one for each thread, and each keeps what it once held
_NEVER_BYTES = 2**30
_LARGEST_KEPT_BYTES = 32 * 2**20  # the most glibc allows

_library = ctypes.CDLL(None)


def keep_what_is_free() -> None:
    """For the next picture: fresh memory comes a page of 4 KiB at a time, 50,000 of them and a fifth of a book's
    processor time. With glibc; other libraries are left as they are."""
    if hasattr(_library, "mallopt"):
        _library.mallopt(_M_ARENA_MAX, _ARENAS)
        _library.mallopt(_M_MMAP_THRESHOLD, _LARGEST_KEPT_BYTES)
        _library.mallopt(_M_TRIM_THRESHOLD, _NEVER_BYTES)


def give_back_what_is_free() -> None:
    """To the system, in some milliseconds: nothing will need it soon."""
    if hasattr(_library, "malloc_trim"):
        _library.malloc_trim(0)
