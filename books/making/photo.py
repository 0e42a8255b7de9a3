"""A hero from a photo, on the way to a book: shown, drawn up, looked over."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from rest_framework.response import Response

from books.making import wishes
from characters import asking, safety, services
from characters.api import representation, uploads
from characters.api.serializers import CharacterRequest
from characters.draft import MAX_DESCRIPTION, MAX_NAME, MAX_PART, MIN_DESCRIPTION
from characters.looks import APPEARANCE
from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import STATUS_OF
from storyforge_site.idempotency import once
from storyforge_site.lib import ratelimits
from storyforge_site.lib.choices import Style
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.lib.ids import new_id
from storyforge_site.lib.language import spoken
from storyforge_site.providers import registry


class PhotoForm(forms.Form):
    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    photo = forms.FileField(label=_("A photo"), widget=forms.FileInput(attrs={"accept": "image/*"}))
    name = forms.CharField(label=_("The hero’s name"), max_length=MAX_NAME)
    agreed = forms.BooleanField(
        label=_("I may decide about this photo, and it may be looked at as described."),
        error_messages={"required": _("Please say that this is all right with you.")},
    )


class LooksForm(forms.Form):
    """What a drawing up got wrong is put right here. The rules are the API's."""

    name = forms.CharField(label=_("The hero’s name"), max_length=MAX_NAME)
    master_description = forms.CharField(
        label=_("How the hero looks"),
        min_length=MIN_DESCRIPTION,
        max_length=MAX_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hair = forms.CharField(label=_("Hair"), max_length=MAX_PART, required=False)
    skin = forms.CharField(label=_("Skin"), max_length=MAX_PART, required=False)
    top = forms.CharField(label=_("Top"), max_length=MAX_PART, required=False)
    bottom = forms.CharField(label=_("Trousers or skirt"), max_length=MAX_PART, required=False)
    shoes = forms.CharField(label=_("Shoes"), max_length=MAX_PART, required=False)
    accessories = forms.CharField(label=_("What they carry or wear with it"), max_length=MAX_PART, required=False)

    @classmethod
    def of(cls, hero: Character) -> "LooksForm":
        said = {"name": hero.name, "master_description": hero.master_description}
        return cls(initial={**hero.appearance, **hero.clothing, **said})

    def to_changes(self) -> dict[str, Any]:
        """Call after `is_valid`."""
        parts = {name: value for name, value in self.cleaned_data.items() if name not in ("name", "master_description")}
        body = {
            "name": self.cleaned_data["name"],
            "master_description": self.cleaned_data["master_description"],
            "appearance": {name: value for name, value in parts.items() if name in APPEARANCE},
            "clothing": {name: value for name, value in parts.items() if name not in APPEARANCE},
        }
        request = CharacterRequest(data=body, partial=True)
        request.is_valid(raise_exception=True)
        return request.to_changes()


@csrf_exempt
@require_http_methods(["GET", "POST"])
def photo(request: HttpRequest) -> HttpResponseBase:
    """The form's token is looked for in what is kept in memory, so that no photo ever lies in a temporary file."""
    uploads.keep_in_memory(request)
    try:
        return _photo(request)
    except StoryforgeError as error:  # more than is taken, found while reading
        return _photo_page(request, PhotoForm(initial=_beginning(request)), error)


@csrf_protect
def _photo(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("make-enter") if wishes.kept(request) else redirect("make")
    if request.method == "GET":
        return _photo_page(request, PhotoForm(initial=_beginning(request)))
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _photo_page(request, form)
    try:
        ratelimits.enforce(request, group=ratelimits.GENERATE)
        hero_id, note = _drawn_up(signed_in(request), form, wishes.kept(request).get("style", ""))
    except StoryforgeError as error:
        return _photo_page(request, form, error)
    wishes.add_hero(request, hero_id)
    messages.success(request, note)
    return redirect("make-hero", hero_id)


@login_required
@require_http_methods(["GET", "POST"])
def look_over(request: HttpRequest, character_id: str) -> HttpResponse:
    hero = get_object_or_404(Character.objects.owned_by(signed_in(request)), pk=character_id)
    form = LooksForm(request.POST) if request.method == "POST" else LooksForm.of(hero)
    if form.is_valid():
        try:
            changes = form.to_changes()
            texts = services.with_changes(hero, changes).texts()
            safety.require_fit(texts, spoken(), user_id=signed_in(request).pk)
            services.change(hero, changes)
        except StoryforgeError as error:
            form.add_error(None, error.sentence)
        else:
            return redirect("make")
    context = {"form": form, "hero": hero}
    return render(request, "books/make_hero.html", context, status=422 if form.errors else 200)


def _beginning(request: HttpRequest) -> dict[str, str]:
    return {"name": wishes.kept(request).get("hero_name", ""), "key": new_id("form")}


def _drawn_up(user: User, form: PhotoForm, style: str) -> tuple[str, str]:
    """The id of the hero, the same for a form that is sent twice, and what to say about them."""
    services.require_room(user)
    said = form.cleaned_data
    drawn_for = Style(style) if style in Style.values else Style.WATERCOLOR
    draft, source = asking.from_photo(
        user.pk, said["photo"].read(), name=said["name"], style=str(drawn_for.label), language=spoken()
    )

    def keep() -> Response:
        return Response({"hero": services.create(user, draft).pk}, status=201)

    key = f"form:{said['key'] or new_id('form')}"
    return str(once(user.pk, key, key[:64], keep).data["hero"]), representation.note_on_photo(source)


def _photo_page(request: HttpRequest, form: PhotoForm, error: StoryforgeError | None = None) -> HttpResponse:
    if error:
        for sentence in [field.message for field in error.fields] or [error.sentence]:
            form.errors.setdefault("photo", form.error_class()).append(sentence)
    note = representation.who_sees(registry.who_sees_photos())["note"]
    status = STATUS_OF.get(error.code, 422) if error else 422 if form.errors else 200
    return render(request, "books/make_photo.html", {"form": form, "who_sees": note}, status=status)
