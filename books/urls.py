"""The site's pages about books."""

from django.urls import path

from books import views

urlpatterns = [
    path("", views.home, name="home"),
    path("make/", views.make, name="make"),
    path("make/<slug:job_id>/", views.wait, name="wait"),
    path("make/<slug:job_id>/stop/", views.stop, name="stop"),
    path("books/<slug:book_id>/", views.read, name="read"),
    path("shared/<str:token>/", views.shared, name="shared"),
    path("shared/<str:token>/<int:page_number>.jpg", views.shared_picture, name="shared-picture"),
    path("library/", views.library, name="library"),
]
