"""How a POST tried again is answered: with its stored first answer (API.md, "Rules that hold for every endpoint")."""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from django.db.models import CharField
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.written import WrittenInsert, WrittenUpdate, columns
from storyforge_site.models import IdempotencyKey

log = logging.getLogger(__name__)

Handler = Callable[..., Response]
_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's own code
_CLAIM = WrittenInsert(IdempotencyKey, ignore_conflicts=True)
_ANSWERED = WrittenUpdate(
    lambda user_id, key, **answered: (IdempotencyKey.objects.filter(user=user_id, key=key), answered),
    user_id=CharField(),
    **columns(IdempotencyKey, "key", "status", "answer"),
)


def idempotent(handler: Handler) -> Handler:
    """Answer a POST that carries a known `Idempotency-Key` with its stored first answer.

    The key is claimed in the transaction of the work: a second request with it waits on the unique row for a
    moment. When the first commits it replays its answer, when that fails it does the work itself, and when the
    first is still running after `IDEMPOTENCY_WAIT_SECONDS` it is told so (IDEMPOTENCY_IN_FLIGHT).
    """

    @wraps(handler)
    def answer(view: APIView, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key_of(request)
        if key is None:
            with transaction.atomic():
                return handler(view, request, *args, **kwargs)
        return once(request.user.pk, key, _fingerprint(request), lambda: handler(view, request, *args, **kwargs))

    answer.is_idempotent = True  # type: ignore[attr-defined]  # for the schema
    return answer


def once(user_id: str | None, key: str, fingerprint: str, work: Callable[[], Response]) -> Response:
    """What `work` answers, or what it answered when this key came first; `fingerprint` is what was asked for.

    Raises IDEMPOTENCY_MISMATCH or IDEMPOTENCY_IN_FLIGHT.
    """
    with transaction.atomic():
        answered = _claim(user_id, key, fingerprint)
        if answered:
            return _first_answer(answered)
        response = work()
        answer = JSONRenderer().render(response.data).decode()
        _ANSWERED.run(user_id=user_id, key=key, status=response.status_code, answer=answer)
        return response


def asked_once(handler: Handler) -> Handler:
    """For a POST that asks somebody over the network before its `idempotent` part writes down the answer.

    A key that has an answer is answered here, and while the first request with a key is still asking, a second one is
    told so. The mark for that is kept in the shared cache; when that is away both ask, and still only one writes.
    """

    @wraps(handler)
    def answer(view: APIView, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key_of(request)
        if key is None:
            return handler(view, request, *args, **kwargs)
        fingerprint = _fingerprint(request)
        with _asking(f"asking:{request.user.pk}:{hashlib.sha256(key.encode()).hexdigest()}"):
            record = IdempotencyKey.objects.filter(
                user_id=request.user.pk, key=key, created_at__gte=_oldest_answer()
            ).first()
            if record is None:
                return handler(view, request, *args, **kwargs)
            _require_same(record, fingerprint)
            return _first_answer(record)

    answer.is_idempotent = True  # type: ignore[attr-defined]  # for the schema
    return answer


def _first_answer(record: IdempotencyKey) -> Response:
    return Response(json.loads(record.answer) if record.answer else None, status=record.status)


def _key_of(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key", request.headers.get("X-Idempotency-Key"))
    if key is not None and not 1 <= len(key) <= 80:
        raise exceptions.ValidationError({"Idempotency-Key": [_("A key has 1 to 80 characters.")]})
    return key


def _claim(user_id: str | None, key: str, fingerprint: str) -> IdempotencyKey | None:
    """The row with the answer of who came first; None when that is us. A key and its answer are committed together."""
    mine = IdempotencyKey(user_id=user_id, key=key, fingerprint=fingerprint)  # type: ignore[misc]
    known = IdempotencyKey.objects.filter(user_id=user_id, key=key)
    with _waiting_a_moment():
        if _CLAIM.run(mine):
            return None
        record = known.first()
        if record is None or record.created_at < _oldest_answer():
            known.filter(created_at__lt=_oldest_answer()).delete()
            record, _is_new = known.get_or_create(user_id=user_id, key=key, defaults={"fingerprint": fingerprint})
    _require_same(record, fingerprint)
    return record if record.status else None


def _fingerprint(request: Request) -> str:
    body = json.dumps(_body_of(request), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()


def _body_of(request: Request) -> Any:
    """The body as JSON. For a file stands its digest, so that nothing of it is kept."""
    if not isinstance(request.data, QueryDict):
        return request.data
    names = request.data.keys() - request.FILES.keys()
    fields = {name: request.data.getlist(name) for name in names}
    files = {name: [_digest(file) for file in request.FILES.getlist(name)] for name in request.FILES}
    return {"fields": fields, "files": files}


def _digest(file: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():  # begins at the beginning
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _oldest_answer() -> datetime:
    return now() - timedelta(hours=settings.IDEMPOTENCY_HOURS)


def _require_same(record: IdempotencyKey, fingerprint: str) -> None:
    if record.fingerprint != fingerprint:
        raise StoryforgeError(Code.IDEMPOTENCY_MISMATCH)


@contextmanager
def _asking(mark: str) -> Iterator[None]:
    """Raises IDEMPOTENCY_IN_FLIGHT while another request holds `mark`; one that died lets go of it by itself."""
    try:
        is_first = cache.add(mark, True, timeout=settings.IDEMPOTENCY_ASKING_SECONDS)
    except Exception:
        log.exception("cannot mark a request as running; letting it through")
        yield
        return
    if not is_first:
        raise StoryforgeError(Code.IDEMPOTENCY_IN_FLIGHT, retry_after=1)
    try:
        yield
    finally:
        try:
            cache.delete(mark)
        except Exception:
            log.exception("cannot unmark a request; it lets go by itself")


@contextmanager
def _waiting_a_moment() -> Iterator[None]:
    """PostgreSQL waits for a lock for ever unless told otherwise; SQLite has one writer and a time-out of its own."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT before, set_config('lock_timeout', %s, true) FROM current_setting('lock_timeout') AS before",
            [f"{settings.IDEMPOTENCY_WAIT_SECONDS}s"],
        )
        before, _now = cursor.fetchone()
        try:
            yield
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
            raise StoryforgeError(Code.IDEMPOTENCY_IN_FLIGHT, retry_after=1) from error
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])
