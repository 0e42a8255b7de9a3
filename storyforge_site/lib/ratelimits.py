"""Limits on how often somebody may ask, by django-ratelimit on the shared cache.

Wrapped once, because inside a REST view the library would answer 403 without headers, and 500 when the
cache is away. A cache that is away lets requests through: a family should not wait for our cache.
"""

import logging
from dataclasses import dataclass

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest
from django_ratelimit.core import get_usage

from storyforge_site.lib.errors import Code, StoryforgeError

log = logging.getLogger(__name__)

GENERATE, API, GUEST, EXPORT = "generate", "api", "guest", "export"


@dataclass(frozen=True, slots=True)
class Usage:
    limit: int
    remaining: int
    reset_seconds: int
    exceeded: bool


def enforce(request: HttpRequest, *, group: str) -> None:
    """Count this request and raise RATE_LIMITED when it is one too many."""
    require_within(count(request, group=group))


def require_within(usage: Usage | None) -> None:
    """Raises RATE_LIMITED."""
    if usage and usage.exceeded:
        raise StoryforgeError(Code.RATE_LIMITED, retry_after=usage.reset_seconds)


def count(request: HttpRequest, *, group: str) -> Usage | None:
    """For its user, or its address when nobody is signed in. None when nothing is counted.

    The rate of a group is the setting of its name: RATE_GENERATE ("10/m") for "generate".

    allauth knows the address: behind `TRUSTED_PROXY_COUNT` proxies, and of IPv6 the network that one household has.
    """
    if not settings.RATELIMIT_ENABLE:
        return None
    try:
        who = f"user:{request.user.pk}" if request.user.is_authenticated else f"ip:{get_ip(request)}"
        rate = getattr(settings, f"RATE_{group.upper()}")
        usage = get_usage(request, group=group, key=lambda *_: who, rate=rate, increment=True)
    except Exception:
        log.exception("cannot count requests; letting this one through")
        return None
    if usage is None:
        return None
    return Usage(
        limit=usage["limit"],
        remaining=max(0, usage["limit"] - usage["count"]),
        reset_seconds=max(1, usage["time_left"]),
        exceeded=usage["should_limit"],
    )
