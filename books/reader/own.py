"""A family's own finished book, and what a parent is told when something about it did not work out."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from books.models import Book, Job
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.errors import Code, StoryforgeError

_SAYS_IT = frozenset({Code.SAFETY_INPUT, Code.TTS_FAILED})  # whose sentences fit work that costs no credit


def own_book(request: HttpRequest, book_id: str) -> Book:
    return get_object_or_404(Book.objects.owned_by(signed_in(request)).published(), pk=book_id)


def say(request: HttpRequest, error: StoryforgeError) -> None:
    messages.error(request, error.sentence)


def refuse(form: Form, error: StoryforgeError, *, said_in: str | None = None) -> None:
    """At the field it names, else above the form; `said_in` is the field whose words may not be fit."""
    for wrong in error.fields:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
    if not error.fields:
        form.add_error(said_in if error.code is Code.SAFETY_INPUT else None, error.sentence)


def sorry(job: Job) -> str:
    """Of a job on a finished book: it took no credit, and the book is as it was."""
    if job.error_code in _SAYS_IT:
        return job.error_sentence
    return _("It did not work out this time. Nothing was charged and the book is as it was; please try again.")
