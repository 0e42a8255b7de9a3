"""Every endpoint of ours, from the URL configuration: the tables that name them all cannot forget a new one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from storyforge_site.drf import NothingHere

_OURS = ("/v1/", "/api/", "/health", "/metrics")
_METHODS = ("get", "post", "patch", "put", "delete")


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str  # "GET"
    path: str  # "/v1/books/{job_id}"
    name: str  # "api-job"
    view: Callable[..., Any] | type[Any]  # a class, or a function that answers GET

    @property
    def documented(self) -> dict[str, Any]:
        """What the handler says about itself; nothing for what is not an `ApiView` of ours."""
        said: dict[str, Any] = getattr(self._handler, "documented", {})
        return said

    @property
    def takes_a_key(self) -> bool:
        return getattr(self._handler, "is_idempotent", False) is True

    @property
    def _handler(self) -> Any:
        return getattr(self.view, self.method.lower(), None)


def endpoints() -> Iterator[Endpoint]:
    """All but the pages of the site and what allauth answers."""
    for path, pattern in _walk(get_resolver().url_patterns, "/"):
        view = getattr(pattern.callback, "cls", pattern.callback)
        if path.startswith(_OURS) and view is not NothingHere:
            methods = [name for name in _METHODS if hasattr(view, name)] if isinstance(view, type) else ["get"]
            yield from (Endpoint(method.upper(), path, pattern.name or "", view) for method in methods)


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = before + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield path, pattern
        elif not getattr(pattern.urlconf_module, "__name__", "").startswith("allauth."):
            yield from _walk(pattern.url_patterns, path)
