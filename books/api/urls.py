"""The mobile API of books (API.md, "Books" and "Library")."""

from django.urls import path

from books.api import views

urlpatterns = [
    path("books", views.Books.as_view(), name="api-books"),
    path("books/<str:job_id>", views.JobDetail.as_view(), name="api-job"),
    path("books/<str:job_id>/cancel", views.CancelJob.as_view(), name="api-cancel"),
    path("books/<str:book_id>/detail", views.BookDetail.as_view(), name="api-book-detail"),
    path("books/<str:book_id>/pdf", views.BookPdf.as_view(), name="api-book-pdf"),
    path("library", views.Library.as_view(), name="api-library"),
]
