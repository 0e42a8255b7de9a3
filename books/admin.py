from django.contrib import admin

from books.models import Book, ImagePrompt, Job, Page, StoryDraft


class PageInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Page
    extra = 0
    fields = ("page_number", "text", "alt_text", "image_key")
    readonly_fields = ("image_key",)


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("__str__", "user", "language", "target_age", "style", "visibility", "published_at")
    list_filter = ("language", "target_age", "style", "visibility")
    search_fields = ("id", "title", "topic", "user__email", "user__id")
    list_select_related = ("user",)
    raw_id_fields = ("user", "character")
    readonly_fields = ("id", "created_at", "published_at", "cover_image_key", "cover_thumbnail_key")
    inlines = (PageInline,)


class ImagePromptInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ImagePrompt
    extra = 0
    can_delete = False
    fields = readonly_fields = ("page_number", "prompt", "seed", "image_key", "provider", "model", "moderation")


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "user", "kind", "status", "current_step", "progress", "error_code", "created_at")
    list_filter = ("status", "current_step", "error_code", "kind")
    search_fields = ("id", "book__id", "user__email", "user__id")
    list_select_related = ("user",)
    raw_id_fields = ("user", "book")
    readonly_fields = tuple(field.name for field in Job._meta.fields)
    inlines = (ImagePromptInline,)


@admin.register(StoryDraft)
class StoryDraftAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("__str__", "job", "provider", "model", "created_at")
    search_fields = ("job__id",)
    raw_id_fields = ("job",)
