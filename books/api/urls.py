"""The mobile API of books (API.md, "Books" and "Library")."""

from django.urls import path

from books.api import events, keeping, remaking, shelf, views, voicing

urlpatterns = [
    path("books", views.Books.as_view(), name="api-books"),
    path("books/series", views.Series.as_view(), name="api-series"),
    path("books/<str:job_id>", views.JobDetail.as_view(), name="api-job"),
    path("books/<str:job_id>/events", events.JobEvents.as_view(), name="api-job-events"),
    path(
        "books/<str:job_id>/pages/<int:page_number>/regenerate",
        remaking.RegeneratePage.as_view(),
        name="api-regenerate-page",
    ),
    path(
        "books/<str:book_id>/pages/<int:page_number>/versions",
        remaking.PageVersions.as_view(),
        name="api-page-versions",
    ),
    path(
        "books/<str:book_id>/pages/<int:page_number>/versions/<str:version_id>/restore",
        remaking.RestoreVersion.as_view(),
        name="api-restore-version",
    ),
    path("books/<str:book_id>/retell", remaking.Retell.as_view(), name="api-retell"),
    path("books/<str:book_id>/audio", voicing.ReadAloud.as_view(), name="api-read-aloud"),
    path("books/<str:book_id>/pages/<int:page_number>/audio", voicing.PageAudio.as_view(), name="api-page-audio"),
    path("books/<str:job_id>/cancel", views.CancelJob.as_view(), name="api-cancel"),
    path("books/<str:book_id>/detail", views.BookDetail.as_view(), name="api-book-detail"),
    path("books/<str:book_id>/pdf", views.BookPdf.as_view(), name="api-book-pdf"),
    path("books/<str:book_id>/epub", views.BookEpub.as_view(), name="api-book-epub"),
    path("books/<str:book_id>/editions", keeping.Editions.as_view(), name="api-editions"),
    path("books/<str:book_id>/share", shelf.Share.as_view(), name="api-share"),
    path("books/<str:book_id>/share/revoke", shelf.RevokeShare.as_view(), name="api-share-revoke"),
    path("library", shelf.Library.as_view(), name="api-library"),
    path("library/<str:book_id>", shelf.ShelfBook.as_view(), name="api-shelf-book"),
]
