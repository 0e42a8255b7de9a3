"""The site's pages from a wish to a book."""

from django.urls import path

from books.making import photo, views, waiting

urlpatterns = [
    path("", views.make, name="make"),
    path("ideas/", views.more_ideas, name="make-ideas"),
    path("enter/", views.enter, name="make-enter"),
    path("photo/", photo.photo, name="make-photo"),
    path("hero/<slug:character_id>/", photo.look_over, name="make-hero"),
    path("<slug:job_id>/", waiting.wait, name="wait"),
    path("<slug:job_id>/again/", views.again, name="make-again"),
    path("<slug:job_id>/stop/", waiting.stop, name="stop"),
]
