"""Pages travel compressed, also where no nginx stands before the house: a phone pays for every packet of them.

Answers of the API stay as they are: they are small, and a processor has better things to do for each of them.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPagesMiddleware(GZipMiddleware):
    """Django's, which adds random bytes so that a page's length tells nothing of what is in it (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
