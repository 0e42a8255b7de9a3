"""Books, as staff see them: cover and pages as a family reads them, and what can be done about them."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from books import staff
from books.models import Book, Page, Visibility
from books.pages import reading_pages
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.acts import Act, ActingAdmin


class PageForm(forms.ModelForm):  # type: ignore[type-arg]
    def save(self, commit: bool = True) -> Page:
        """Staff may mend a page's words; a voice that reads the old ones goes."""
        if "text" in self.changed_data:
            for name, value in self.instance.without_voice().items():
                setattr(self.instance, name, value)
        page: Page = super().save(commit)
        return page


class PageInline(admin.TabularInline):  # type: ignore[type-arg]
    """To mend words; who only looks sees the pages above."""

    model = Page
    form = PageForm
    extra = 0
    fields = ("page_number", "text", "alt_text")
    readonly_fields = ("page_number",)
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


def _hide(request: HttpRequest, book: Book, said: dict[str, Any]) -> Any:
    staff.show(signed_in(request), book, Visibility.PRIVATE, reason=said["reason"])
    return _("Nobody finds it any more.")


def _show(request: HttpRequest, book: Book, said: dict[str, Any]) -> Any:
    staff.show(signed_in(request), book, Visibility.PUBLIC, reason=said["reason"])
    return _("Everybody may read it.")


def _discard(request: HttpRequest, book: Book, said: dict[str, Any]) -> Any:
    staff.discard(signed_in(request), book, reason=said["reason"])
    return _("The book is gone, and its files.")


def _is_shown_by_the_house(book: Book) -> bool:
    return book.user.is_house and book.visibility == Visibility.PUBLIC


def _is_kept_by_the_house(book: Book) -> bool:
    return book.user.is_house and book.visibility == Visibility.PRIVATE


@admin.register(Book)
class BookAdmin(ActingAdmin):
    ids: ClassVar = {"book": "pk", "user": "user", "series": "series_id", "char": "character"}
    person = "user"
    words = ("title", "topic")
    list_display = ("__str__", "user", "language", "target_age", "style", "visibility", "created_at", "published_at")
    list_filter = ("language", "target_age", "style", "visibility")
    list_select_related = ("user",)
    fields = (
        *("id", "user", "title", "topic", "theme", "language", "target_age", "style", "character"),
        *("series_id", "volume", "summary", "cover_alt_text", "storyteller", "illustrator"),
        *("visibility", "created_at", "published_at", "thrown_away_at"),
    )
    readonly_fields = tuple(name for name in fields if name not in ("title", "summary", "cover_alt_text"))
    inlines = (PageInline,)
    change_form_template = "admin/book.html"
    acts: ClassVar = {
        "hide": Act(
            _("Take out of sight"),
            "books.change_book",
            _hide,
            explanation=_("Samples and stories of the day: nobody finds it any more."),
            is_offered=_is_shown_by_the_house,
        ),
        "show": Act(
            _("Show to everybody"),
            "books.change_book",
            _show,
            explanation=_("A book of the house: everybody may read it."),
            is_offered=_is_kept_by_the_house,
        ),
        "discard": Act(
            _("Discard"),
            "books.delete_book",
            _discard,
            explanation=_("The book, its files and its jobs are gone for good; a credit still held comes back."),
            is_grave=True,
        ),
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the act alone, which asks why."""
        return False

    def save_model(self, request: HttpRequest, obj: Book, form: "forms.ModelForm[Book]", change: bool) -> None:
        if "title" in form.changed_data:
            obj.audio_key = ""  # which begins with the old one
        super().save_model(request, obj, form, change)

    def beside(self, request: HttpRequest, row: Book) -> dict[str, Any]:
        return {"book": row, "pages": reading_pages(row)}
