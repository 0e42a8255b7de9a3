from typing import ClassVar

from django.contrib import admin

from books.models import Spending, StoryDraft, StudioStory
from storyforge_site.lib.admin import LookOnlyAdmin


@admin.register(StoryDraft)
class StoryDraftAdmin(LookOnlyAdmin):
    list_display = ("__str__", "job", "provider", "model", "created_at")
    ids: ClassVar = {"job": "pk"}
    search_fields = ("job__id",)


@admin.register(Spending)
class SpendingAdmin(LookOnlyAdmin):
    list_display = ("day", "scope", "subject", "microdollars")
    list_filter = ("scope", "day")


@admin.register(StudioStory)
class StudioStoryAdmin(LookOnlyAdmin):
    list_display = ("__str__", "user", "genre", "updated_at")
    ids: ClassVar = {"user": "user"}
    person = "user"
    words = ("client_id", "title")
    search_fields = ("client_id", "title", "user__email", "user__id")
    list_select_related = ("user",)
