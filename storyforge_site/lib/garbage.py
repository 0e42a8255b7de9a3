"""How often Python looks for objects that hold only one another.

By itself it looks whenever 700 more were made than thrown away: over and over while modules are loaded, a fifth of the
time until Django stands. But who works for days must look often: looked for seldom, what one book leaves behind made
workers 40 MB larger each in half an hour.
"""

import gc

_USUAL = gc.get_threshold()
_SELDOM = (50_000, *_USUAL[1:])


def look_seldom() -> None:
    gc.set_threshold(*_SELDOM)


def look_as_usual() -> None:
    gc.set_threshold(*_USUAL)


def leave_alone_what_is_loaded() -> None:
    """Before a fork: looking through what is shared would copy it."""
    gc.collect()
    gc.freeze()
