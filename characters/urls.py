"""The site's pages about heroes."""

from django.urls import path

from characters import views

urlpatterns = [
    path("heroes/", views.heroes, name="heroes"),
    path("heroes/new/", views.new_hero, name="new-hero"),
    path("heroes/new/sentence/", views.from_sentence, name="hero-from-sentence"),
    path("heroes/new/photo/", views.from_photo, name="hero-from-photo"),
    path("heroes/new/preset/<slug:preset_key>/", views.from_preset, name="hero-from-preset"),
    path("heroes/<slug:hero_id>/", views.hero, name="hero"),
    path("heroes/<slug:hero_id>/edit/", views.edit_hero, name="edit-hero"),
    path("heroes/<slug:hero_id>/throw-away/", views.throw_away, name="throw-away-hero"),
    path("heroes/<slug:hero_id>/take-back/", views.take_back, name="take-back-hero"),
]
