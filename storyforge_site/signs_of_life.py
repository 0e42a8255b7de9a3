"""Every task that ends is a sign of life, as the canary's song is: in a long queue the canary waits for its turn."""

import logging
from typing import Any

from django.db import Error, connection
from django_q.signals import post_execute

from storyforge_site.lib.clock import monotonic
from storyforge_site.models import QUEUE, Pulse

log = logging.getLogger(__name__)

_EVERY_SECONDS = 1.0


class Listener:
    """In the process that notes what ended; a database that is away must not end it."""

    def __init__(self) -> None:
        self.deaf_until = 0.0

    def __call__(self, **_task: Any) -> None:
        if monotonic() < self.deaf_until:
            return
        self.deaf_until = monotonic() + _EVERY_SECONDS
        try:
            Pulse.objects.beat(QUEUE)
        except Error as error:
            log.warning("a sign of life was missed: %s", error)
            connection.close()


post_execute.connect(Listener(), weak=False)
