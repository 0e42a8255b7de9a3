"""Every address of the site. The only file here that imports the apps."""

from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from storyforge_site.drf import NothingHere
from storyforge_site.health import live, ready
from storyforge_site.lib.signed_files import serve_signed_file

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("v1/", include("storyforge_site.accounts.api")),
    path("v1/auth/", include("allauth.headless.urls")),
    path("v1/schema", SpectacularAPIView.as_view(), name="schema"),
    path("v1/docs", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("health", ready, name="health"),
    path("health/ready", ready, name="health-ready"),
    path("health/live", live, name="health-live"),
    path("v1/", include("books.api.urls")),
    path("v1/", include("credits.api")),
    path("api/", include("books.api.studio")),
    path("v1/", include("streaks.api")),
    path("v1/", include("characters.api.urls")),
    re_path(r"^(?:v1|api)/", NothingHere.as_view()),
    path("", include("books.urls")),
    path("files/<path:name>", serve_signed_file, name="signed-file"),
]
