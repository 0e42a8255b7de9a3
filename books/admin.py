from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from books import services
from books.models import Book, ImagePrompt, Job, Page, ProviderCall, Spending, StoryDraft, StudioStory
from storyforge_site.lib.admin import LookOnlyAdmin
from storyforge_site.lib.queue import enqueue


class PageForm(forms.ModelForm):  # type: ignore[type-arg]
    def save(self, commit: bool = True) -> Page:
        """Staff may mend a page's words; a voice that reads the old ones goes."""
        if "text" in self.changed_data:
            for name, value in self.instance.without_voice().items():
                setattr(self.instance, name, value)
        page: Page = super().save(commit)
        return page


class PageInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Page
    form = PageForm
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
    readonly_fields = ("id", "created_at", "published_at", "cover_image_key", "cover_thumbnail_key", "audio_key")
    inlines = (PageInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Book, form: "forms.ModelForm[Book]", change: bool) -> None:
        if "title" in form.changed_data:
            obj.audio_key = ""  # which begins with the old one
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Book) -> None:
        """With its files; a job of it that is still open is stopped and its credit returns."""
        services.discard_book(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Book]) -> None:
        for book in queryset:
            services.discard_book(book)


class ImagePromptInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ImagePrompt
    extra = 0
    can_delete = False
    fields = readonly_fields = ("page_number", "prompt", "seed", "image_key", "provider", "model", "moderation")


class ProviderCallInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ProviderCall
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        *("created_at", "step", "page_number", "status", "provider", "model"),
        *("cost_microdollars", "latency_ms", "tries", "error_code"),
    )


@admin.register(Job)
class JobAdmin(LookOnlyAdmin):
    list_display = ("id", "user", "kind", "status", "current_step", "progress", "error_code", "created_at")
    list_filter = ("status", "current_step", "error_code", "kind")
    search_fields = ("id", "book__id", "user__email", "user__id")
    list_select_related = ("user",)
    inlines = (ImagePromptInline, ProviderCallInline)
    actions = ("clean_up_stuck_jobs",)

    def has_clean_up_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("books.change_job")

    @admin.action(description=_("Clean up stuck jobs now"), permissions=["clean_up"])
    def clean_up_stuck_jobs(self, request: HttpRequest, queryset: object) -> None:
        """What the watchdog does, at once and for all jobs, whichever are ticked."""
        enqueue("books.pipeline.tasks.sweep", str(request.user.pk))
        self.message_user(request, _("A worker is looking at all jobs now."))


@admin.register(StoryDraft)
class StoryDraftAdmin(LookOnlyAdmin):
    list_display = ("__str__", "job", "provider", "model", "created_at")
    search_fields = ("job__id",)


@admin.register(Spending)
class SpendingAdmin(LookOnlyAdmin):
    list_display = ("day", "scope", "subject", "microdollars")
    list_filter = ("scope", "day")


@admin.register(StudioStory)
class StudioStoryAdmin(LookOnlyAdmin):
    list_display = ("__str__", "user", "genre", "updated_at")
    search_fields = ("client_id", "title", "user__email", "user__id")
    list_select_related = ("user",)
