"""How often Python looks for objects that hold only one another.

By itself it looks whenever 700 more were made than thrown away: over and over while modules are loaded, a fifth of the
time until Django stands.
"""

import gc

_MORE_OBJECTS = 50_000


def look_seldom() -> None:
    gc.set_threshold(_MORE_OBJECTS, *gc.get_threshold()[1:])


def leave_alone_what_is_loaded() -> None:
    """Before a fork: looking through what is shared would copy it."""
    gc.collect()
    gc.freeze()
