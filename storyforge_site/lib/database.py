"""Transactions that are tried again, or only look; and what a database raises that is not there for us.

That is one that is away, was restarted, or ended our session because we were paused inside a transaction: the last is
PostgreSQL's 25P03, which arrives as an InternalError.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import Error, InterfaceError, InternalError, OperationalError, connection, transaction

log = logging.getLogger(__name__)

_TRIES = 5
_DEADLOCK, _NO_SUCH_ROW = "40P01", "23503"  # PostgreSQL's own codes

AWAY = (OperationalError, InterfaceError, InternalError)


def despite_deadlocks(act: Callable[[], None]) -> None:
    """Run whole transactions, and again where PostgreSQL ended one because we and others waited for each other."""
    for more_tries in reversed(range(_TRIES)):
        try:
            act()
        except OperationalError as error:
            if not more_tries or _code_of(error) != _DEADLOCK:
                raise
            log.warning("somebody else was at work on the same rows; once more")
        else:
            return


@contextmanager
def of_one_moment() -> Iterator[None]:
    """A transaction that only looks and sees nothing of what others write meanwhile. Inside another it is that one."""
    is_ours = not connection.in_atomic_block
    with transaction.atomic():
        if is_ours and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def is_about_nothing(error: Exception) -> bool:
    """Whether a row was written about another that was deleted this moment."""
    return _code_of(error) == _NO_SUCH_ROW


def _code_of(error: Exception) -> str:
    return getattr(error.__cause__, "sqlstate", None) or "" if isinstance(error, Error) else ""
