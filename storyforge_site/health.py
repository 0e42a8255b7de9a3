"""Does the process answer; and could it make a book now."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from storyforge_site.lib.deadlines import Deadline
from storyforge_site.lib.ids import new_id
from storyforge_site.models import QUEUE, Pulse
from storyforge_site.providers import registry, switches

log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 5.0


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """503 names the parts that fail. All are asked at once and given a few seconds: one that hangs has failed."""
    asked = {name: _ASKERS[name].submit(check) for name, check in CHECKS.items()}
    deadline = Deadline.after(_PATIENCE_SECONDS)
    parts = {}
    for name, answer in asked.items():
        try:
            parts[name] = "ok" if answer.result(timeout=deadline.left()) else "failed"
        except (Exception, TookTooLong) as error:
            answer.cancel()
            log.warning("health: %s: %r", name, error)
            parts[name] = "failed"
    is_ready = set(parts.values()) == {"ok"}
    return JsonResponse({"status": "ok" if is_ready else "failed", "parts": parts}, status=200 if is_ready else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() is not None
    finally:
        connection.close()


def _queue() -> bool:
    """Whether a worker has lately answered the watchdog."""
    try:
        return Pulse.objects.is_alive(QUEUE, seconds=settings.QUEUE_SILENCE_SECONDS)
    finally:
        connection.close()


def _storage() -> bool:
    """Written, read and removed again."""
    name = default_storage.save(f"health/{new_id('probe')}", ContentFile(b"ok"))
    try:
        with default_storage.open(name) as probe:
            return bool(probe.read() == b"ok")
    finally:
        default_storage.delete(name)


def _providers() -> bool:
    try:
        switches.refresh()
    finally:
        connection.close()
    return registry.every_kind_has_an_open_provider()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "queue": _queue,
    "storage": _storage,
    "providers": _providers,
}

# One thread a part: a part that hangs holds up itself alone.
_ASKERS = {name: ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"health-{name}") for name in CHECKS}
