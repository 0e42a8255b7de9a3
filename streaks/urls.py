"""The site's pages about reading days."""

from django.urls import path

from streaks import views

urlpatterns = [
    path("streak/", views.streak, name="streak"),
    path("streak/today/", views.make_today, name="make-today"),
    path("parents/report/", views.reading_report, name="report"),
]
