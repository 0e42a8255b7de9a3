from django.contrib import admin

from streaks.models import DailyStory, DailyStreak, ReadingLog


@admin.register(DailyStory)
class DailyStoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("date", "language", "theme", "topic", "book")
    list_filter = ("language", "theme")
    search_fields = ("topic",)
    raw_id_fields = ("book",)


@admin.register(DailyStreak)
class DailyStreakAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("user", "current_streak", "longest_streak", "total_days", "last_read_date")
    search_fields = ("user__email", "user__id")
    list_select_related = ("user",)
    raw_id_fields = ("user",)


@admin.register(ReadingLog)
class ReadingLogAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("created_at", "user", "book", "reading_time", "completed")
    search_fields = ("user__email", "user__id")
    list_select_related = ("user", "book")
    raw_id_fields = ("user", "book")
