"""Every address of the site. With `front`, the only file here that imports the apps."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from storyforge_site import appearance, front, installable
from storyforge_site.drf import NothingHere
from storyforge_site.health import live, ready
from storyforge_site.lib.signed_files import serve_signed_file
from storyforge_site.metrics import metrics

handler500 = "storyforge_site.problems.server_error"

# Swagger's page brings a few rules of its own; scripts it may not.
_with_own_styles = csp_update({"style-src": [UNSAFE_INLINE]})

urlpatterns = [
    path("", front.home, name="home"),
    path("appearance/", appearance.change, name="appearance"),
    path("language/", appearance.change_language, name="set_language"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("sw.js", installable.worker, name="service-worker"),
    path("offline/", installable.offline, name="offline"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("v1/", include("storyforge_site.accounts.api")),
    path("v1/auth/", include("allauth.headless.urls")),
    path("v1/schema", SpectacularAPIView.as_view(), name="schema"),
    path("v1/docs", _with_own_styles(SpectacularSwaggerSplitView.as_view(url_name="schema")), name="docs"),
    path("health", ready, name="health"),
    path("health/ready", ready, name="health-ready"),
    path("health/live", live, name="health-live"),
    path("metrics", metrics, name="metrics"),
    path("v1/", include("books.api.urls")),
    path("v1/", include("credits.api")),
    path("api/", include("books.api.studio")),
    path("v1/", include("streaks.api")),
    path("v1/", include("characters.api.urls")),
    re_path(r"^(?:v1|api)/", NothingHere.as_view()),
    path("", include("storyforge_site.accounts.urls")),
    path("", include("characters.urls")),
    path("", include("credits.urls")),
    path("", include("streaks.urls")),
    path("", include("books.urls")),
    path("", include("streaks.finishing")),
    path("files/<path:name>", serve_signed_file, name="signed-file"),
]
