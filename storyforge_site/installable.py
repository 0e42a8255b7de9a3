"""What makes the site an app on a phone: its manifest, its service worker, and the page shown without a network."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

_WORKER = Path(settings.BASE_DIR) / "static/site/js/worker.js"
_SHELL = (
    "site/site.css",
    "site/js/offline.js",
    "site/icon.svg",
    "site/fonts/andika-regular.woff2",
    "site/fonts/andika-bold.woff2",
    "site/fonts/baloo-bold.woff2",
)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    body: dict[str, Any] = {
        "id": "/",
        "name": "Storyforge",
        "short_name": "Storyforge",
        "description": _("From a child’s idea to an illustrated picture book."),
        "lang": get_language(),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fdf7ec",
        "theme_color": "#fdf7ec",
        "categories": ["books", "education", "kids"],
        "icons": [
            {"src": static("site/icons/192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("site/icons/512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": static("site/icons/maskable.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": _("Make a book"), "url": reverse("make")},
            {"name": _("My shelf"), "url": reverse("library")},
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The file itself below one line of what only the server knows. Asked for anew each time, so that it can change."""
    source = _WORKER.read_text()
    house: dict[str, Any] = {
        "shell": [static(name) for name in _SHELL],
        "offline": reverse("offline"),
        "signOut": reverse("account_logout"),
        "files": settings.FILES_URL,
        "statics": settings.STATIC_URL,
        "named": not settings.DEBUG,  # a file's name says what is in it
    }
    house["version"] = hashlib.sha256(f"{json.dumps(house)}{source}".encode()).hexdigest()[:12]
    response = HttpResponse(f"self.HOUSE = {json.dumps(house)};\n{source}", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Kept on the device for everybody, so it says nothing of whoever asks."""
    return render(request, "house/offline.html", {"reader_key": ""})
