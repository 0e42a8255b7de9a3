"""A book's files to take along: which there are, and have one made while the page waits."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from books import keeping, storage
from books.keeping import State
from books.models import Book, Edition
from books.progress import words_for
from books.reader.own import say
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import StoryforgeError

_GROUPS: tuple[tuple[Promise, Promise, tuple[Edition, ...]], ...] = (
    (
        _("To read and to hear"),
        _("The e-book reads itself aloud when the book has a voice."),
        (Edition.SCREEN, Edition.EPUB, Edition.AUDIO),
    ),
    (
        _("To print at home or at a copy shop"),
        _("Square pages of 8.5 inches with bleed, front and back cover in the same file, ready to be stapled."),
        (Edition.PRINT,),
    ),
    (
        _("A real paperback by Lulu"),
        _("At lulu.com choose a paperback, 8.5 × 8.5 inches, full colour, perfect bound, and hand in both files."),
        (Edition.LULU, Edition.LULU_COVER),
    ),
    (
        _("A real paperback by Amazon KDP"),
        _("At kdp.amazon.com choose a paperback, 8.5 × 8.5 inches, premium colour, bleed, and hand in both files."),
        (Edition.KDP, Edition.KDP_COVER),
    ),
    (
        _("Everything in one file"),
        _("The editions to read, hear and print at home, every picture, and the words as plain text."),
        (Edition.EVERYTHING,),
    ),
)


class EditionForm(forms.Form):
    edition = forms.ChoiceField(choices=Edition.choices)


@dataclass(frozen=True, slots=True)
class FileShown:
    state: State

    @property
    def url(self) -> str:
        kept = self.state.kept
        return storage.url_to_keep(kept.key, kept.filename) if kept else ""

    @property
    def step_words(self) -> str:
        return words_for(self.state.job.current_step) if self.state.job else ""


@dataclass(frozen=True, slots=True)
class GroupShown:
    title: Promise
    note: Promise
    files: list[FileShown]


@login_required
@require_http_methods(["GET", "POST"])
def take_along(request: HttpRequest, book_id: str) -> HttpResponse:
    books = Book.objects.open_to(signed_in(request)).published().prefetch_related("pages", "editions")
    book = get_object_or_404(books, pk=book_id)
    if request.method == "POST":
        _order(request, book)
        return redirect("take-along", book.pk)
    states = {state.edition: state for state in keeping.states(book)}
    is_busy = any(state.is_being_made for state in states.values())
    is_asked_again = bool(request.headers.get("HX-Request"))
    if is_asked_again and not is_busy:
        return HttpResponseClientRefresh()
    template = "books/take_along_live.html" if is_asked_again else "books/take_along.html"
    response = render(request, template, {"book": book, "groups": _groups(states), "is_busy": is_busy})
    patch_cache_control(response, private=True, no_store=True)
    return response


def _order(request: HttpRequest, book: Book) -> None:
    form = EditionForm(request.POST)
    if not form.is_valid():
        return
    try:
        ratelimits.enforce(request, group=ratelimits.GENERATE)
        keeping.order_edition(book, Edition(form.cleaned_data["edition"]))
    except StoryforgeError as error:
        say(request, error)


def _groups(states: dict[Edition, State]) -> list[GroupShown]:
    return [
        GroupShown(title, note, [FileShown(states[edition]) for edition in editions if edition in states])
        for title, note, editions in _GROUPS
    ]
