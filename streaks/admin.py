from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from storyforge_site.lib.admin import LookOnlyAdmin
from streaks.models import DailyStory, DailyStreak, ReadingLog


@admin.register(DailyStory)
class DailyStoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows are planned by code. Staff may choose another theme or topic until its book is begun."""

    list_display = ("date", "language", "theme", "topic", "book", "tries")
    list_filter = ("language", "theme")
    list_select_related = ("book",)
    search_fields = ("topic",)
    date_hierarchy = "date"
    fields = ("date", "language", "theme", "topic", "book", "tries")
    planned_by_code: ClassVar[tuple[str, ...]] = ("date", "language", "book", "tries")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: DailyStory | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: DailyStory | None = None) -> tuple[str, ...]:
        return self.planned_by_code if obj and obj.book_id is None else self.fields

    def save_model(self, request: HttpRequest, obj: DailyStory, form: Any, change: bool) -> None:
        """Only what was chosen: the book may have been ordered while the page stood open."""
        obj.save(update_fields=form.changed_data)


@admin.register(DailyStreak)
class DailyStreakAdmin(LookOnlyAdmin):
    list_display = ("user", "current_streak", "longest_streak", "total_days", "last_read_date", "counted_time_zone")
    search_fields = ("user__email", "user__id")
    list_select_related = ("user",)


@admin.register(ReadingLog)
class ReadingLogAdmin(LookOnlyAdmin):
    list_display = ("created_at", "user", "book", "local_date", "reading_time", "completed")
    list_filter = ("completed",)
    search_fields = ("user__email", "user__id")
    list_select_related = ("user", "book")
