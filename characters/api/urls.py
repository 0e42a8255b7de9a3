"""The mobile API of characters (API.md, "Characters")."""

from django.urls import path

from characters.api import views

urlpatterns = [
    path("characters", views.Characters.as_view(), name="api-characters"),
    path("characters/presets", views.Presets.as_view(), name="api-character-presets"),
    path("characters/from-preset", views.FromPreset.as_view(), name="api-character-from-preset"),
    path("characters/from-text", views.FromText.as_view(), name="api-character-from-text"),
    path("characters/from-photo", views.FromPhoto.as_view(), name="api-character-from-photo"),
    path("characters/<str:character_id>", views.CharacterDetail.as_view(), name="api-character"),
]
