"""Making a book: the wish, and for a visitor the door before it is sent."""

import hashlib
import json
from typing import Any
from typing import cast as cast_to

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from rest_framework.response import Response

from books import being_made, services
from books.forms import MakeBookForm
from books.making import ideas_shown, wishes
from books.making.cast import Cast
from books.models import Book, Job
from books.spec import BookSpec
from credits import services as credits
from credits.subscriptions import offered
from storyforge_site.accounts.entering import enter_again, enter_as_guest
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import STATUS_OF
from storyforge_site.idempotency import once
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.language import spoken


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    cast = Cast.of(request.user)
    if request.method == "GET":
        if "fresh" in request.GET:
            wishes.forget(request)
            return redirect("make")
        return _page(request, cast, cast.form(initial=wishes.beginning(request)))
    aside = _aside(request)
    if aside:
        return redirect(aside)
    form = cast.form(request.POST)
    if not form.is_valid():
        return _page(request, cast, form, status=422)
    if not request.user.is_authenticated:
        wishes.keep(request, request.POST)
        return redirect("make-enter")
    return _ordered(request, cast, form)


@login_required
@require_GET
def again(request: HttpRequest, job_id: str) -> HttpResponse:
    """The wish of a book that did not work out, in the form again."""
    job = get_object_or_404(Job.objects.all().of_books().owned_by(signed_in(request)), pk=job_id)
    wishes.keep(request, wishes.as_sent(wishes.of_job(job)))
    return redirect("make")


@require_GET
def more_ideas(request: HttpRequest) -> HttpResponse:
    """Other ideas alone, for htmx."""
    return render(request, "books/make_ideas.html", ideas_shown.of(request.GET.dict(), further=True))


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Whose shelf the book goes on: asked only of somebody who is not signed in, and only now."""
    wish = wishes.kept(request)
    if not wish and request.method == "POST":
        return _entered_already(request)
    if not wish or (request.user.is_authenticated and request.method == "GET"):
        return redirect("make")
    for_photo = wish.get("aside") == "photo"
    if request.method == "GET":
        return _door(request, wish, for_photo=for_photo)
    try:
        if not request.user.is_authenticated:
            request.user = enter_as_guest(request, wish.get("key", ""))
    except StoryforgeError as error:
        return _door(request, wish, for_photo=for_photo, error=error)
    if for_photo:
        return redirect("make-photo")
    cast = Cast.of(request.user)
    form = cast.form(wishes.as_sent(wish))
    return _ordered(request, cast, form) if form.is_valid() else _page(request, cast, form, status=422)


def _entered_already(request: HttpRequest) -> HttpResponse:
    """The second of a double click finds the wish gone with the first; it goes where the first went."""
    try:
        person = request.user if request.user.is_authenticated else enter_again(request, request.POST.get("key", ""))
    except StoryforgeError:
        person = None
    job = Job.objects.all().of_books().owned_by(person).first() if isinstance(person, User) else None
    return redirect("wait", job.pk) if job else redirect("make")


def _aside(request: HttpRequest) -> str:
    """Where to go when the button was not the last one. What is filled in goes along."""
    if "idea" in request.POST:
        wishes.keep(request, request.POST, topic=request.POST["idea"][:200])
        return f"{reverse('make')}#what"
    do = request.POST.get("do", "")
    if do == "ideas":
        wishes.keep(request, request.POST, ideas_at=ideas_shown.of(request.POST.dict(), further=True)["ideas_at"])
        return f"{reverse('make')}#what"
    if do == "photo":
        wishes.keep(request, request.POST, aside="photo")
        return reverse("make-photo")
    if do == "look":
        wishes.keep(request, request.POST)
        return f"{reverse('make')}#how"
    return ""


def _ordered(request: HttpRequest, cast: Cast, form: MakeBookForm) -> HttpResponse:
    user = signed_in(request)
    try:
        ratelimits.enforce(request, group=ratelimits.GENERATE)
        job_id = _order_once(user, form)
    except StoryforgeError as error:
        return _refused(request, cast, form, error)
    wishes.forget(request)
    being_made.remember(request)
    return redirect("wait", job_id)


def _order_once(user: User, form: MakeBookForm) -> str:
    """A double click is one book; so is going back and sending the very same again."""

    @transaction.atomic  # a preset's copy goes when the order is refused
    def order() -> Response:
        return Response({"job_id": services.order_book(user, form.to_spec(user)).pk}, status=202)

    if not form.cleaned_data["key"]:
        return str(order().data["job_id"])
    wish = hashlib.sha256(json.dumps(form.cleaned_data, sort_keys=True).encode()).hexdigest()
    return str(once(user.pk, f"form:{wish}", wish, order).data["job_id"])


def _refused(request: HttpRequest, cast: Cast, form: MakeBookForm, error: StoryforgeError) -> HttpResponse:
    wishes.keep(request, cast_to("QueryDict", form.data))
    if error.code is not Code.INSUFFICIENT_CREDITS:  # which has a note of its own
        for sentence in [field.message for field in error.fields] or [error.sentence]:
            form.add_error(None, sentence)
    return _page(request, cast, form, status=STATUS_OF.get(error.code, 422))


def _door(
    request: HttpRequest, wish: dict[str, Any], *, for_photo: bool, error: StoryforgeError | None = None
) -> HttpResponse:
    context = {"wish": wish, "for_photo": for_photo, "error": error, "gift": settings.OPENING_CREDITS}
    status = STATUS_OF.get(error.code, 422) if error else 200
    return render(request, "books/make_enter.html", context, status=status)


def _page(request: HttpRequest, cast: Cast, form: MakeBookForm, status: int = 200) -> HttpResponse:
    price = services.book_price()
    context: dict[str, Any] = {"form": form, "faces": cast.faces(form), "price": price}
    context["kept"] = bool(wishes.kept(request))
    _look_at_first_error(form)
    context |= ideas_shown.of({name: form[name].value() for name in ideas_shown.ASKED})
    context["languages"] = {context["ideas_language"]} - {spoken()}
    if request.user.is_authenticated:
        context["balance"] = balance = credits.balance_of(signed_in(request))
        if balance < price:
            context |= {"plans": offered(), "free_story": Book.objects.samples().filter(language=spoken()).first()}
    context["seconds"] = services.estimated_seconds(BookSpec(topic="", target_age="", style=""))
    return render(request, "books/make.html", context, status=status)


def _look_at_first_error(form: MakeBookForm) -> None:
    """The page is longer than a phone: it opens where something is missing."""
    field = next((name for name in form.errors if name in form.fields), None)
    if field:
        form.fields[field].widget.attrs["autofocus"] = True
