"""The site's addresses for books."""

from django.urls import include, path

urlpatterns = [
    path("make/", include("books.making.urls")),
    path("", include("books.shelf.urls")),
    path("", include("books.reader.urls")),
]
