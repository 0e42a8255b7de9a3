"""Files on a local disk behind signed, expiring addresses, as an S3 store would hand them out.

Whoever may see a page is given the address of its picture; the address stops working after
`FILE_URL_LIFETIME_HOURS`. The signed moment is rounded, so an address stays the same long enough to be cached.
"""

import mimetypes
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core import signing
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare

from storyforge_site.lib.clock import now

_SALT = "storyforge.files"
DISPOSITION = "ResponseContentDisposition"


class SignedFileSystemStorage(FileSystemStorage):
    def __init__(self, location: str | None = None) -> None:
        super().__init__(location=location, base_url=settings.FILES_URL, allow_overwrite=True)

    def _save(self, name: str, content: "File[Any]") -> str:
        """Whole or not at all: under a name of its own first, so that a kill or a full disk leaves no half file."""
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(half).chmod(0o644)
            Path(half).replace(path)
        except BaseException:
            Path(half).unlink(missing_ok=True)
            raise
        return name

    def url(self, name: str | None, parameters: dict[str, str] | None = None) -> str:
        """The address of `name`, good for at least half of the configured lifetime.

        Of S3's `parameters` it knows `ResponseContentDisposition`: under which name the file is handed out.
        """
        return _address(name or "", str(_rounded_expiry()), (parameters or {}).get(DISPOSITION, ""))


def serve_signed_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with the file, or 404 when the signature is wrong or old or the file is gone."""
    expires = request.GET.get("expires", "")
    signature = request.GET.get("signature", "")
    disposition = request.GET.get(DISPOSITION, "")
    if not constant_time_compare(signature, _signature(name, expires, disposition)):
        raise Http404  # what we did not sign need not be a number
    if int(expires) < now().timestamp() or not default_storage.exists(name):
        raise Http404
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(name), content_type=content_type)
    response["Cache-Control"] = f"private, max-age={_half_a_lifetime()}"
    response["X-Content-Type-Options"] = "nosniff"
    if disposition:
        response["Content-Disposition"] = disposition
    return response


@lru_cache(maxsize=2048)
def _address(name: str, expires: str, disposition: str) -> str:
    """Kept: whoever waits for a book or looks at a shelf asks for the same addresses again and again."""
    query = {"expires": expires, "signature": _signature(name, expires, disposition)}
    if disposition:
        query[DISPOSITION] = disposition
    return f"{settings.FILES_URL}{quote(name)}?{urlencode(query)}"


def _half_a_lifetime() -> int:
    """In seconds."""
    return int(settings.FILE_URL_LIFETIME_HOURS * 1800)


def _rounded_expiry() -> int:
    seconds = _half_a_lifetime()
    return (int(now().timestamp()) // seconds + 2) * seconds


def _signature(name: str, expires: str, disposition: str) -> str:
    return signing.Signer(salt=_SALT).signature("\n".join((name, expires, disposition)))
