"""Every request is a span and a figure, by the address's pattern: what stands in it belongs to a family."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from opentelemetry.trace import SpanKind, Status, StatusCode

from storyforge_site.lib import meters, tracing

_UNWATCHED = ("/health", "/metrics", "/static/")


class ObservedMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_UNWATCHED):
            return self.get_response(request)
        began, method = time.perf_counter(), str(request.method)
        with (
            tracing.going_on(request.headers.get("traceparent", "")),
            tracing.span(method, span_kind=SpanKind.SERVER) as span,
        ):
            response = self.get_response(request)
            route = request.resolver_match.route if request.resolver_match else "none"
            span.update_name(f"{method} {route}")
            span.set_attribute("http.response.status_code", response.status_code)
            if response.status_code >= 500:
                span.set_status(Status(StatusCode.ERROR))
        meters.request_answered(method, route, response.status_code, time.perf_counter() - began)
        return response
