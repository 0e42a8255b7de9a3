"""What a database raises that is away, was restarted, or ended our session because we were paused inside a transaction.

The last is PostgreSQL's 25P03, which arrives as an InternalError.
"""

from django.db import InterfaceError, InternalError, OperationalError

AWAY = (OperationalError, InterfaceError, InternalError)
