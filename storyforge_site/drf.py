"""What every endpoint shares: who asks, how much may be sent, how an error looks, how a retry is answered.

The contract is API.md, "Rules that hold for every endpoint".
"""

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

from allauth.headless import app_settings
from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers, status
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from storyforge_site.idempotency import asked_once as asked_once
from storyforge_site.idempotency import idempotent as idempotent
from storyforge_site.lib import ratelimits
from storyforge_site.lib.database import is_about_nothing
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.lib.request_id import request_id
from storyforge_site.lib.storable import is_storable

log = logging.getLogger(__name__)

STATUS_OF: dict[Code, int] = {
    Code.INSUFFICIENT_CREDITS: 402,
    Code.VALIDATION: 422,
    Code.SAFETY_INPUT: 422,
    Code.NOT_FOUND: 404,
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.RATE_LIMITED: 429,
    Code.IDEMPOTENCY_MISMATCH: 422,
    Code.IDEMPOTENCY_IN_FLIGHT: 409,
    Code.NOT_READY: 409,
    Code.BUDGET_EXHAUSTED: 503,
    Code.PROVIDER_UNAVAILABLE: 503,
    Code.PAYMENT_UNVERIFIED: 403,
    Code.PAYLOAD_TOO_LARGE: 413,
    Code.METHOD_NOT_ALLOWED: 405,
    Code.UNSUPPORTED_MEDIA_TYPE: 415,
}


# --- who asks ---------------------------------------------------------------------------------
class BearerAuthentication(JWTTokenAuthentication):  # type: ignore[misc]
    """`Authorization: Bearer <access token>`, as the guest endpoint and allauth's app client give them.

    A token that is made up, too old, or whose session has ended is refused, also where nobody need sign in.
    """

    def __init__(self, find: Callable[[str], Any] | None = None) -> None:
        """`find` is asked first whose a session is (`AppTokens.holder`); whom it does not find is looked for anew."""
        self._find = find

    def authenticate_credentials(self, key: str) -> Any:
        tokens = app_settings.TOKEN_STRATEGY
        found = tokens.holder(key, self._find) if self._find else None
        return found or tokens.holder(key) or super().authenticate_credentials(key)


class CookieAuthentication(SessionAuthentication):
    """The site's own cookie, with CSRF."""


# --- how much may be sent ---------------------------------------------------------------------
# A string, or one bracket. The closing quote is optional so that no input makes the scan start over.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]', re.DOTALL)


class BoundedJSONParser(BaseParser):
    """JSON of at most `API_MAX_BODY_BYTES` and `API_MAX_JSON_DEPTH`, measured before anything is built."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        body = stream.read(settings.API_MAX_BODY_BYTES + 1)
        if len(body) > settings.API_MAX_BODY_BYTES:
            raise StoryforgeError(Code.PAYLOAD_TOO_LARGE)
        return bounded_json(body)


def bounded_json(body: bytes) -> Any:
    """The value in `body`, which must be UTF-8: in another encoding brackets look like something else.

    Raises ValidationError.
    """
    if _deeper_than(body, settings.API_MAX_JSON_DEPTH):
        raise exceptions.ValidationError(_("The JSON is nested too deeply."))
    try:
        data = json.loads(body.decode("utf-8-sig"))
    except ValueError as error:  # also UnicodeDecodeError
        raise exceptions.ValidationError(_("This is not valid JSON.")) from error
    if not is_storable(data):
        raise exceptions.ValidationError(_("The text holds characters that cannot be stored."))
    return data


def _deeper_than(body: bytes, limit: int) -> bool:
    depth = 0
    for token in _TOKEN.finditer(body):
        first = token[0][:1]
        if first in b"[{":
            depth += 1
            if depth > limit:
                return True
        elif first in b"]}":
            depth -= 1
    return False


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know, by name, and in JSON what is of another type than the schema says."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise exceptions.ValidationError({str(name): [_("There is no such field.")] for name in unknown})
            if isinstance(data, QueryDict):
                self._require_plain(data)
            else:
                self._require_types(data)
        return super().to_internal_value(data)

    def _require_plain(self, data: QueryDict) -> None:
        """In an address or a form everything is a string, of which the library reads more than the schema says."""
        single = {name: field for name, field in self.fields.items() if name in data and not _is_list(field)}
        twice = {name: [_("Say this once.")] for name in single if len(data.getlist(name)) > 1}
        odd = {name: _not_of(field) for name, field in single.items() if not _reads(field, data[name])}
        if twice or odd:
            raise exceptions.ValidationError({**odd, **twice})

    def _require_types(self, data: Mapping[str, Any]) -> None:
        wrong = {name: field for name, field in self.fields.items() if name in data and not _is_of(field, data[name])}
        if wrong:
            raise exceptions.ValidationError({name: _not_of(field) for name, field in wrong.items()})


_TYPES: tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], tuple[type, ...]], ...] = (
    (serializers.CharField, (str,)),
    (serializers.BooleanField, (bool,)),
    (serializers.IntegerField, (int,)),
    (serializers.FloatField, (int, float)),
)


def _reads(field: serializers.Field[Any, Any, Any, Any], value: Any) -> bool:
    """1.0, a blank around it or nothing at all are no whole number, "yes" is no truth value."""
    if isinstance(field, serializers.IntegerField):
        return re.fullmatch(r"-?[0-9]+", value) is not None
    if isinstance(field, serializers.BooleanField):
        return value in ("true", "false") or (field.allow_null and value in ("null", ""))
    return True


def _is_list(field: serializers.Field[Any, Any, Any, Any]) -> bool:
    return isinstance(field, (serializers.ListField, serializers.MultipleChoiceField))


def _not_of(field: serializers.Field[Any, Any, Any, Any]) -> list[Any]:
    return [field.error_messages.get("invalid") or _("This is of another type.")]


def _is_of(field: serializers.Field[Any, Any, Any, Any], value: Any) -> bool:
    """The library would read 5 as "5" and "yes" as true; null is left to it."""
    if value is None:
        return True
    if isinstance(field, serializers.ListField):
        return isinstance(value, list) and all(_is_of(field.child, item) for item in value)
    for kind, types in _TYPES:
        if isinstance(field, kind):
            return isinstance(value, types) and (kind is serializers.BooleanField or not isinstance(value, bool))
    return True


def require_no_fields(request: Request) -> None:
    """For a POST that says everything by its address."""
    StrictSerializer(data=request.data).is_valid(raise_exception=True)


# --- lists ------------------------------------------------------------------------------------
class PageQuery(StrictSerializer):
    """`limit` 1–100 (20) and `offset`."""

    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)
    offset = serializers.IntegerField(min_value=0, max_value=10_000_000, default=0)

    @classmethod
    def of(cls, request: Request) -> Self:
        """What the address asks for. Raises ValidationError."""
        query = cls(data=request.query_params)
        query.is_valid(raise_exception=True)
        return query

    @property
    def window(self) -> slice:
        """What to cut out of the whole list."""
        offset: int = self.validated_data["offset"]
        return slice(offset, offset + self.validated_data["limit"])

    def total(self, found: Sequence[Any], everything: "QuerySet[Any]") -> int:
        """How many there are in all when the window showed `found`. Nothing is counted when it shows the end."""
        window = self.window
        is_the_end = len(found) < window.stop - window.start and (found or window.start == 0)
        return window.start + len(found) if is_the_end else everything.count()


# --- every endpoint ---------------------------------------------------------------------------
class ApiView(APIView):
    """The base of our endpoints: signed-in people only unless a view says otherwise, counted in `RateLimit-*`."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (BearerAuthentication, CookieAuthentication)
    permission_classes: Sequence[type[BasePermission]] = (IsAuthenticated,)
    parser_classes: Sequence[type[BaseParser]] = (BoundedJSONParser,)
    renderer_classes = (JSONRenderer,)
    rate_group: ClassVar[str] = ratelimits.API

    def get_exception_handler(self) -> Callable[[Exception, Mapping[str, Any]], Response | None]:
        return problem_response

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Each endpoint has one form of answer, JSON or a file, whatever was accepted."""
        [renderer] = self.get_renderers()
        return renderer, renderer.media_type

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not all(map(is_storable, kwargs.values())):
            raise Http404  # no database would even look for it

    def check_throttles(self, request: Request) -> None:
        self.count_in(request, self.rate_group if request.method == "POST" else ratelimits.API)

    def count_in(self, request: Request, group: str) -> None:
        """Remembered before it is judged: a refusal says in its headers what is left, too."""
        self.usage = ratelimits.count(request, group=group)
        ratelimits.require_within(self.usage)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        usage = getattr(self, "usage", None)
        if usage:
            response["RateLimit-Limit"] = str(usage.limit)
            response["RateLimit-Remaining"] = str(usage.remaining)
            response["RateLimit-Reset"] = str(usage.reset_seconds)
        return response


class NothingHere(ApiView):
    """Every address under the API's that leads nowhere: a problem like any other, not a page."""

    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404


# --- how an error looks -----------------------------------------------------------------------
def problem_response(error: Exception, context: Mapping[str, Any]) -> Response:
    """Any exception as `application/problem+json`. Unexpected ones are logged here, once."""
    request = context["request"]
    problem = _as_storyforge_error(error)
    if problem.code is Code.UNKNOWN:
        log.error("unexpected error", exc_info=error)
    status_code = STATUS_OF.get(problem.code, 500)
    body: dict[str, Any] = {
        "type": f"https://storyforge.invalid/problems/{problem.code.lower().replace('_', '-')}",
        "title": problem.code.replace("_", " ").capitalize(),
        "status": status_code,
        "detail": problem.sentence,
        "code": str(problem.code),
        "request_id": request_id(request._request),
    }
    if problem.fields:
        body["errors"] = [{"field": item.field, "message": item.message} for item in problem.fields]
    response = Response(body, status=status_code, content_type="application/problem+json")
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    if status_code == status.HTTP_401_UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def problem_page(error: Exception, request: HttpRequest) -> HttpResponse:
    """The same outside of an endpoint of ours."""
    response: Any = problem_response(error, {"request": Request(request)})
    response.accepted_renderer, response.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
    response.renderer_context = {}
    page: HttpResponse = response.render()
    return page


_CODES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Code], ...] = (
    ((Http404, exceptions.NotFound, ObjectDoesNotExist), Code.NOT_FOUND),
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), Code.UNAUTHENTICATED),
    ((PermissionDenied, exceptions.PermissionDenied), Code.FORBIDDEN),
    (exceptions.MethodNotAllowed, Code.METHOD_NOT_ALLOWED),
    (exceptions.UnsupportedMediaType, Code.UNSUPPORTED_MEDIA_TYPE),
    (RequestDataTooBig, Code.PAYLOAD_TOO_LARGE),
    ((exceptions.ParseError, MultiPartParserError, SuspiciousOperation), Code.VALIDATION),
)


def _as_storyforge_error(error: Exception) -> StoryforgeError:
    if isinstance(error, StoryforgeError):
        return error
    if isinstance(error, exceptions.ValidationError):
        return validation_error(error)
    if is_about_nothing(error):
        return StoryforgeError(Code.NOT_FOUND, str(error))
    for types, code in _CODES:
        if isinstance(error, types):
            return StoryforgeError(code)
    return StoryforgeError(Code.UNKNOWN, str(error))


def validation_error(error: exceptions.ValidationError) -> StoryforgeError:
    """A serializer's refusal as ours, each field by its dotted path."""
    fields = [FieldError(path, message) for path, message in _flatten(error.detail, "")]
    return StoryforgeError(Code.VALIDATION, fields=fields)


def _flatten(detail: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else str(name)
            yield from _flatten(inner, ".".join(part for part in (path, step) if part))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, (Mapping, list))
            yield from _flatten(inner, f"{path}.{index}" if nested and path else path)
    else:
        yield path, str(detail)
