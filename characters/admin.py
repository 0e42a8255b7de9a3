from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from characters.models import Character
from characters.services import LOOKS


@admin.register(Character)
class CharacterAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "kind", "user", "preset_key", "created_at")
    list_filter = ("kind", ("preset_key", admin.EmptyFieldListFilter))
    search_fields = ("id", "name", "preset_key", "user__email", "user__id")
    list_select_related = ("user",)
    readonly_fields = ("id", "preset_key", "sheet", "created_at", "updated_at")
    autocomplete_fields = ("user",)

    def save_model(self, request: HttpRequest, obj: Character, form: Any, change: bool) -> None:
        """As for families: other looks want a new sheet."""
        before = Character.objects.filter(pk=obj.pk).first()
        if before and any(getattr(before, field) != getattr(obj, field) for field in LOOKS):
            obj.sheet = {}
        super().save_model(request, obj, form, change)
