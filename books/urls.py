"""The site's pages about books."""

from django.urls import path

from books import views

urlpatterns = [
    path("", views.home, name="home"),
    path("make/", views.make, name="make"),
    path("make/<str:job_id>/", views.wait, name="wait"),
    path("make/<str:job_id>/stop/", views.stop, name="stop"),
    path("books/<str:book_id>/", views.read, name="read"),
    path("library/", views.library, name="library"),
]
