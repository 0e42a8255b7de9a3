"""The site's pages about credits."""

from django.urls import path

from credits import views

urlpatterns = [
    path("credits/", views.overview, name="credits"),
    path("credits/cancel-plan/", views.cancel, name="cancel-plan"),
]
