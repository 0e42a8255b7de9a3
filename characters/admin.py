from django.contrib import admin

from characters.models import Character


@admin.register(Character)
class CharacterAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "kind", "user", "created_at")
    list_filter = ("kind",)
    search_fields = ("id", "name", "user__email", "user__id")
    list_select_related = ("user",)
    readonly_fields = ("id", "created_at", "updated_at")
    autocomplete_fields = ("user",)
