"""The shelf's pages."""

from django.urls import path

from books.shelf import views

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/being-made/", views.being_made, name="being-made"),
    path("library/<slug:book_id>/love/", views.love, name="love-book"),
    path("library/<slug:book_id>/rename/", views.rename, name="rename-book"),
    path("library/<slug:book_id>/throw-away/", views.throw_away, name="throw-away-book"),
    path("library/<slug:book_id>/take-back/", views.take_back, name="take-back-book"),
]
