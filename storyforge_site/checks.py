"""System checks: what would hurt later stops the start now, with a sentence that says what to set."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from storyforge_site.providers import registry

_SECRET_LENGTH = 32
_AFTER_A_CALL_SECONDS = 10  # to look at a picture and put it away


@register(Tags.security, deploy=False)
def production_is_safe(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Nothing of the laptop's defaults may reach production (`DEBUG=false`)."""
    if settings.DEBUG:
        return []
    found: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < _SECRET_LENGTH:  # the laptop's default is shorter
        found.append(_error("E001", f"Set SECRET_KEY (or SECRET_KEY_FILE) to {_SECRET_LENGTH} random characters."))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(_error("E002", "Name the hosts in ALLOWED_HOSTS; '*' lets anybody choose the host."))
    if not settings.REDIS_URL:
        found.append(
            Error(
                "Set REDIS_URL: limits kept in the memory of one process do not hold for several.", id="storyforge.E003"
            )
        )
    return found


@register(Tags.security)
def other_sites_are_named(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A wildcard would let any page in the world read what a token in it may read."""
    wild = [origin for origin in settings.CORS_ALLOWED_ORIGINS if "*" in origin]
    return [_error("E010", f"Name whole origins in STORYFORGE_CORS_ORIGINS, not {', '.join(wild)}.")] if wild else []


@register()
def queue_cannot_run_a_task_twice(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """`retry` counts from the prefetch: a waiting task and a running one must both fit before it."""
    if settings.Q_BROKER not in ("orm", "redis") or (settings.Q_BROKER == "redis" and not settings.REDIS_URL):
        return [_error("E008", "Set Q_BROKER to orm, or to redis with REDIS_URL.")]
    queue = settings.Q_CLUSTER
    rounds = 1 + math.ceil((queue["queue_limit"] + 1) / queue["workers"])
    least = (queue["timeout"] + 4) * rounds
    if queue["retry"] > least:
        return []
    sentence = (
        f"TASK_RETRY_SECONDS is {queue['retry']} but must be more than {least} "
        f"for TASK_TIMEOUT_SECONDS={queue['timeout']} and Q_WORKERS={queue['workers']}, or a task may run twice."
    )
    return [_error("E004", sentence)]


@register()
def lease_outlives_a_task(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A walk ends before the queue kills its task, and a job after several; a vendor's answer fits into one walk."""
    walk = ["JOB_WALK_SECONDS", "JOB_WALK_LIMIT_SECONDS", "TASK_TIMEOUT_SECONDS"]
    ordered = [*walk, "JOB_SOFT_LIMIT_SECONDS", "JOB_HARD_LIMIT_SECONDS"]
    values = [getattr(settings, name) for name in ordered]
    found: list[CheckMessage] = []
    if not all(first < second for first, second in pairwise(values)):
        found.append(_error("E005", f"Each of these must be less than the next: {', '.join(ordered)}."))
    timeouts = ("LLM_TIMEOUT", "IMAGE_TIMEOUT", "TTS_TIMEOUT", "MODERATION_TIMEOUT")
    slow = [name for name in timeouts if getattr(settings, name) >= _longest_call()]
    if slow:
        sentence = f"{' and '.join(slow)} must be under {_longest_call()} s, for an answer to fit into one walk."
        found.append(_error("E009", sentence))
    return found


def _longest_call() -> int:
    return int(settings.JOB_WALK_LIMIT_SECONDS) - _AFTER_A_CALL_SECONDS


@register()
def providers_are_known(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Every name in a chain is a provider."""
    found: list[CheckMessage] = []
    named = {
        "LLM_PROVIDER": (settings.LLM_PROVIDER, registry.STORY_MODELS),
        "IMAGE_PROVIDER": (settings.IMAGE_PROVIDER, registry.IMAGE_MODELS),
        "TTS_PROVIDER": (settings.TTS_PROVIDER, registry.SPEECH_MODELS),
        "MODERATION_PROVIDER": (settings.MODERATION_PROVIDER, registry.MODERATORS),
    }
    if settings.PICTURE_MODERATION_PROVIDER:
        named["PICTURE_MODERATION_PROVIDER"] = (settings.PICTURE_MODERATION_PROVIDER, registry.MODERATORS)
    for setting, (names, table) in named.items():
        unknown = [name for name in names if name not in table]
        if unknown or not names:
            found.append(
                _error("E006", f"{setting} names {', '.join(unknown) or 'nothing'}; known: {', '.join(table)}.")
            )
    return found


@register()
def somebody_looks(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Pictures from a vendor have a moderator that sees, and texts one that reads."""
    found: list[CheckMessage] = []
    if set(settings.IMAGE_PROVIDER) - {"offline"} and not registry.picture_moderators():
        sentence = (
            "Pictures from a vendor need a moderator that sees: set MODERATION_PROVIDER=openai and its key, "
            "or PICTURE_MODERATION_PROVIDER."
        )
        found.append(_error("E007", sentence))
    if "rekognition" in settings.MODERATION_PROVIDER:
        sentence = "Rekognition reads no texts: name it in PICTURE_MODERATION_PROVIDER, not in MODERATION_PROVIDER."
        found.append(_error("E007", sentence))
    if "rules" in settings.PICTURE_MODERATION_PROVIDER:
        found.append(_error("E007", "Our rules have no eyes: PICTURE_MODERATION_PROVIDER names a moderator that sees."))
    judging = {*settings.MODERATION_PROVIDER, *settings.PICTURE_MODERATION_PROVIDER}
    if "model" in judging and not set(settings.LLM_PROVIDER) - {"offline"}:
        found.append(_error("E007", "The moderator `model` asks the text model: LLM_PROVIDER names none that judges."))
    return found


def _error(number: str, sentence: str) -> Error:
    return Error(sentence, id=f"storyforge.{number}")
