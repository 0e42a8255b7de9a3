"""The site's pages about heroes: who there is, a new one by four ways, one hero with their books."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from characters import asking, safety, services
from characters.api import representation, uploads
from characters.forms import HeroForm, PhotoForm, RefusableForm, SentenceForm, said_of
from characters.models import Character
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib import language, ratelimits
from storyforge_site.lib.choices import Style
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.providers import registry

ON_A_PAGE = 24
_ASKED_AGAIN_SECONDS = 600


@login_required
@require_GET
def heroes(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    words = request.GET.get("q", "").strip()[:100]
    on_shelf = Q(books__published_at__isnull=False, books__thrown_away_at__isnull=True)
    rows = Character.objects.owned_by(user).annotate(book_count=Count("books", filter=on_shelf))
    rows = rows.order_by("-created_at", "-id")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(master_description__icontains=words))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    for hero in page:
        _see_to_portrait(hero)
    context = {
        "page": page,
        "words": words,
        "thrown_away": Character.objects.filter(user=user).in_wastebasket().order_by("-thrown_away_at"),
    }
    return render(request, "characters/heroes.html", context)


@login_required
@require_GET
def hero(request: HttpRequest, hero_id: str) -> HttpResponse:
    found = _own(request, hero_id)
    _see_to_portrait(found)
    books = found.books.kept().published().newest_first()[:ON_A_PAGE]
    languages = {book.language for book in books} - {language.spoken()}
    return render(request, "characters/hero.html", {"hero": found, "books": books, "languages": languages})


@login_required
@require_http_methods(["GET", "POST"])
def new_hero(request: HttpRequest) -> HttpResponse:
    """By hand; the other ways stand on the same page and have addresses of their own."""
    form = HeroForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, draft = signed_in(request), form.to_draft()
        try:
            services.require_room(user)
            safety.require_fit(draft.texts(), language.spoken(), user_id=user.pk)
            made = services.create(user, draft)
        except StoryforgeError as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(name)s is one of your heroes now.") % {"name": made.name})
            return redirect("hero", made.pk)
    return _ways(request, hero=form)


@login_required
@require_POST
def from_preset(request: HttpRequest, preset_key: str) -> HttpResponse:
    preset = get_object_or_404(Character.objects.presets(), preset_key=preset_key)
    try:
        made = services.copy_preset(signed_in(request), preset, preset.name_in(language.spoken()))
    except StoryforgeError as error:
        return _refused(request, error, "new-hero")
    messages.success(request, _("%(name)s is one of your heroes now.") % {"name": made.name})
    return redirect("hero", made.pk)


@login_required
@require_POST
def from_sentence(request: HttpRequest) -> HttpResponse:
    form = SentenceForm(request.POST)
    if form.is_valid():
        user = signed_in(request)
        try:
            ratelimits.enforce(request, group=ratelimits.GENERATE)
            services.require_room(user)
            draft, source = asking.from_text(user.pk, form.cleaned_data["description"])
            made = services.create(user, draft)
        except StoryforgeError as error:
            form.refuse(error)
        else:
            messages.info(request, representation.note_on_text(source))
            return redirect("edit-hero", made.pk)
    return _ways(request, sentence=form)


@csrf_exempt
def from_photo(request: HttpRequest) -> HttpResponse:
    """The photo stays in memory; so this comes before the check of the form's token, which reads the form."""
    uploads.keep_in_memory(request)
    try:
        return _from_photo(request)
    except StoryforgeError as error:  # too large to be read, the form with it
        return _refused(request, error, "new-hero")


@login_required
@require_POST
@csrf_protect
def _from_photo(request: HttpRequest) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        user, wish = signed_in(request), form.cleaned_data
        try:
            ratelimits.enforce(request, group=ratelimits.GENERATE)
            services.require_room(user)
            draft, source = asking.from_photo(
                user.pk,
                wish["photo"].read(),
                name=wish["photo_name"],
                style=str(Style(wish["style"]).label),
                language=language.spoken(),
            )
            made = services.create(user, draft)
        except StoryforgeError as error:
            form.refuse(error)
        else:
            messages.info(request, representation.note_on_photo(source))
            return redirect("edit-hero", made.pk)
    return _ways(request, photo=form)


@login_required
@require_http_methods(["GET", "POST"])
def edit_hero(request: HttpRequest, hero_id: str) -> HttpResponse:
    found = _own(request, hero_id)
    form = HeroForm(request.POST or None, initial=said_of(found))
    if request.method == "POST" and form.is_valid():
        changes = form.to_changes()
        try:
            texts = services.with_changes(found, changes).texts()
            safety.require_fit(texts, language.spoken(), user_id=found.user_id)
            services.change(found, changes)
        except Character.DoesNotExist:
            return redirect("heroes")
        except StoryforgeError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. Books that are there already stay as they are."))
            return redirect("hero", found.pk)
    return _page(request, "characters/edit.html", {"hero": found, "form": form}, form)


@login_required
@require_POST
def throw_away(request: HttpRequest, hero_id: str) -> HttpResponse:
    """Their books stay, with the looks they were drawn with."""
    Character.objects.filter(pk=_own(request, hero_id).pk).throw_away()
    return redirect("heroes")


@login_required
@require_POST
def take_back(request: HttpRequest, hero_id: str) -> HttpResponse:
    try:
        is_back = services.bring_back(signed_in(request), hero_id)
    except StoryforgeError as error:
        return _refused(request, error, "heroes")
    gone = _("They were thrown away more than an hour ago and are gone.")
    messages.info(request, _("Welcome back!") if is_back else gone)
    return redirect("heroes")


def _refused(request: HttpRequest, error: StoryforgeError, page: str) -> HttpResponse:
    """Where there is no form to say it beside."""
    messages.error(request, error.fields[0].message if error.fields else error.sentence)
    return redirect(page)


def _ways(request: HttpRequest, **refused: RefusableForm) -> HttpResponse:
    """The page of all ways to a new hero, with the form that was sent and does not do."""
    forms = {"hero": HeroForm(), "sentence": SentenceForm(), "photo": PhotoForm()}
    context = {
        **{f"{name}_form": refused.get(name, form) for name, form in forms.items()},
        "presets": [
            {"key": preset.preset_key, "name": preset.name_in(language.spoken()), "kind": preset.kind}
            for preset in Character.objects.presets()
        ],
        "who_sees": representation.who_sees(registry.who_sees_photos())["note"],
    }
    return _page(request, "characters/new.html", context, *refused.values())


def _page(request: HttpRequest, template: str, context: dict[str, Any], *forms: RefusableForm) -> HttpResponse:
    is_refused = request.method == "POST" and any(form.errors for form in forms)
    return render(request, template, context, status=422 if is_refused else 200)


def _own(request: HttpRequest, hero_id: str) -> Character:
    return get_object_or_404(Character.objects.owned_by(signed_in(request)), pk=hero_id)


def _see_to_portrait(hero: Character) -> None:
    """Heroes from before there were portraits get theirs when somebody looks, asked for once in a while."""
    if not hero.portrait_key and cache.add(f"portrait:{hero.pk}", 1, _ASKED_AGAIN_SECONDS):
        services.want_portrait(hero)
