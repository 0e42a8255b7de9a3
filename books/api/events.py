"""`GET /v1/books/{job_id}/events`: the status of a job as server-sent events, until it has ended.

A stream holds a thread of the web process, so there are only so many at once and each ends after a while; the
client comes back by itself, as the standard has it. Beyond that number a stream is one event and its end: slower
news, but news (https://html.spec.whatwg.org/multipage/server-sent-events.html).
"""

import json
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from books.api import representation, shapes
from books.api.told import Told
from books.models import Job
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView
from storyforge_site.lib.deadlines import Deadline
from storyforge_site.schema import documented

_LOOK_SECONDS = 1.0
_BACK_AFTER_MS = 2000
_COMMENT_EVERY_LOOKS = 10  # so that a proxy does not think us dead

_open = threading.BoundedSemaphore(settings.EVENT_STREAMS)


class JobEvents(ApiView):
    @documented("The status of a job as server-sent events", {(200, "text/event-stream"): shapes.StatusEvents})
    def get(self, request: Request, job_id: str) -> StreamingHttpResponse:
        jobs = Job.objects.all().of_books().followed_by(signed_in(request))
        get_object_or_404(jobs, pk=job_id)
        news = iter(()) if request.method == "HEAD" else _stream(job_id)  # nobody reads what follows the headers
        answer = StreamingHttpResponse(news, content_type="text/event-stream")
        answer["Cache-Control"] = "no-store"
        answer["X-Accel-Buffering"] = "no"
        return answer


def _stream(job_id: str) -> Iterator[str]:
    yield f"retry: {_BACK_AFTER_MS}\n\n"
    may_stay = _open.acquire(blocking=False)
    try:
        yield from _news(job_id, Deadline.after(settings.EVENT_STREAM_SECONDS if may_stay else 0))
    finally:
        if may_stay:
            _open.release()


def _news(job_id: str, deadline: Deadline) -> Iterator[str]:
    """An event whenever the status reads differently, a comment now and then, the end when the job has ended."""
    last, looks = "", 0
    while True:
        told = Told.now(job_id)
        if told is None:
            return
        status = json.dumps(representation.job_status(told), cls=JSONEncoder, ensure_ascii=False)
        if status != last:
            last = status
            yield f"event: status\ndata: {status}\n\n"
        elif looks % _COMMENT_EVERY_LOOKS == 0:
            yield ": still here\n\n"
        looks += 1
        if not told.job.is_open or not deadline.left():
            return
        time.sleep(_LOOK_SECONDS)
