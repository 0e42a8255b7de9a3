"""System checks: what would hurt later stops the start now, with a sentence that says what to set."""

import math
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=False)
def production_is_safe(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Nothing of the laptop's defaults may reach production (`DEBUG=false`)."""
    if settings.DEBUG:
        return []
    found: list[CheckMessage] = []
    if settings.SECRET_KEY == "laptop-only-not-a-secret" or len(settings.SECRET_KEY) < 32:
        found.append(Error("Set SECRET_KEY (or SECRET_KEY_FILE) to at least 32 random characters.", id="storyforge.E001"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(Error("Name the hosts in ALLOWED_HOSTS; '*' lets anybody choose the host.", id="storyforge.E002"))
    if not settings.REDIS_URL:
        found.append(
            Error("Set REDIS_URL: limits kept in the memory of one process do not hold for several.", id="storyforge.E003")
        )
    return found


@register()
def queue_cannot_run_a_task_twice(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """`retry` counts from the prefetch: a waiting task and a running one must both fit before it."""
    queue = settings.Q_CLUSTER
    rounds = 1 + math.ceil((queue["queue_limit"] + 1) / queue["workers"])
    least = (queue["timeout"] + 4) * rounds
    if queue["retry"] > least:
        return []
    return [
        Error(
            f"TASK_RETRY_SECONDS is {queue['retry']} but must be more than {least} "
            f"for TASK_TIMEOUT_SECONDS={queue['timeout']} and Q_WORKERS={queue['workers']}, or a task may run twice.",
            id="storyforge.E004",
        )
    ]


@register()
def lease_outlives_a_task(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    if settings.JOB_LEASE_SECONDS > settings.JOB_WALK_SECONDS and settings.JOB_WALK_SECONDS < settings.TASK_TIMEOUT_SECONDS:
        return []
    return [
        Error(
            "JOB_WALK_SECONDS must be less than both JOB_LEASE_SECONDS and TASK_TIMEOUT_SECONDS.",
            id="storyforge.E005",
        )
    ]
