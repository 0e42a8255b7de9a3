"""The mobile API of characters: parse, authorise, call, answer.

Every text is shown to a moderator, and some to a model. That may go over the network, so it comes first; what follows,
in `idempotent`, only writes. `asked_once` answers a retry before anybody is asked again.
"""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from characters import asking, safety, services
from characters.api import representation, shapes, uploads
from characters.api.serializers import CharacterRequest, PhotoRequest, PresetRequest, TextRequest
from characters.asking import Source
from characters.draft import Draft
from characters.models import Character
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView, BoundedJSONParser, PageQuery, asked_once, idempotent
from storyforge_site.lib import language, ratelimits
from storyforge_site.lib.choices import Style
from storyforge_site.lib.errors import Code
from storyforge_site.lib.storable import is_storable
from storyforge_site.providers import registry
from storyforge_site.schema import documented


class Characters(ApiView):
    @documented("The heroes of a family", shapes.Characters, query=PageQuery)
    def get(self, request: Request) -> Response:
        query = PageQuery.of(request)
        rows = Character.objects.owned_by(signed_in(request))
        found = [representation.character(row) for row in rows[query.window]]
        return Response({"characters": found, "total": query.total(found, rows)})

    @documented(
        "Write a hero",
        shapes.Character,
        status=201,
        body=CharacterRequest,
        errors=[Code.SAFETY_INPUT, Code.PROVIDER_UNAVAILABLE],
    )
    @asked_once
    def post(self, request: Request) -> Response:
        body = CharacterRequest(data=request.data)
        body.is_valid(raise_exception=True)
        draft = body.to_draft()
        services.require_room(signed_in(request))
        safety.require_fit(draft.texts(), language.spoken(), user_id=signed_in(request).pk)
        return self._create(request, draft)

    @idempotent
    def _create(self, request: Request, draft: Draft) -> Response:
        return Response(representation.character(services.create(signed_in(request), draft)), status=201)


class CharacterDetail(ApiView):
    @documented("A hero", shapes.Character)
    def get(self, request: Request, character_id: str) -> Response:
        return Response(representation.character(_owned(request, character_id)))

    @documented(
        "Change a hero",
        shapes.Character,
        body=CharacterRequest,
        errors=[Code.SAFETY_INPUT, Code.PROVIDER_UNAVAILABLE],
    )
    def patch(self, request: Request, character_id: str) -> Response:
        character = _owned(request, character_id)
        body = CharacterRequest(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        changes = body.to_changes()
        texts = services.with_changes(character, changes).texts()
        safety.require_fit(texts, language.spoken(), user_id=signed_in(request).pk)
        try:
            return Response(representation.character(services.change(character, changes)))
        except Character.DoesNotExist as error:
            raise Http404 from error

    @documented("Throw a hero away", status=204)
    def delete(self, request: Request, character_id: str) -> Response:
        """Its books stay, with the looks they were drawn with."""
        services.discard(_owned(request, character_id))
        return Response(status=204)


class Presets(ApiView):
    @documented("Heroes to start with", shapes.Presets)
    def get(self, request: Request) -> Response:
        rows = [representation.preset(row, language.spoken()) for row in Character.objects.presets()]
        return Response({"presets": rows, "total": len(rows)})


class FromPreset(ApiView):
    @documented(
        "Copy a hero to start with",
        shapes.Character,
        status=201,
        body=PresetRequest,
        errors=[Code.NOT_FOUND, Code.SAFETY_INPUT, Code.PROVIDER_UNAVAILABLE],
    )
    @asked_once
    def post(self, request: Request) -> Response:
        body = PresetRequest(data=request.data)
        body.is_valid(raise_exception=True)
        wish = body.validated_data
        preset = get_object_or_404(Character.objects.presets(), preset_key=wish["preset_id"])
        safety.require_fit([wish["name"]], language.spoken(), user_id=signed_in(request).pk)
        return self._copy(request, preset, wish["name"] or preset.name_in(language.spoken()))

    @idempotent
    def _copy(self, request: Request, preset: Character, name: str) -> Response:
        copy = services.copy_preset(signed_in(request), preset, name)
        return Response(representation.character(copy), status=201)


class DrawnUp(ApiView):
    """Made by a model or by our own reader, which counts as starting a generation."""

    rate_group = ratelimits.GENERATE

    @idempotent
    def keep(self, request: Request, draft: Draft, source: Source, note: str) -> Response:
        row = services.create(signed_in(request), draft)
        return Response(representation.drawn_up(row, source, note), status=201)


class FromText(DrawnUp):
    @documented(
        "Tell a hero in one sentence",
        shapes.DrawnUp,
        status=201,
        body=TextRequest,
        errors=[Code.SAFETY_INPUT, Code.PROVIDER_UNAVAILABLE, Code.BUDGET_EXHAUSTED],
    )
    @asked_once
    def post(self, request: Request) -> Response:
        body = TextRequest(data=request.data)
        body.is_valid(raise_exception=True)
        services.require_room(signed_in(request))
        draft, source = asking.from_text(signed_in(request).pk, body.validated_data["description"])
        return self.keep(request, draft, source, representation.note_on_text(source))


class FromPhoto(DrawnUp):
    parser_classes = (MultiPartParser, BoundedJSONParser)  # JSON for the sake of an answer that says what is missing

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        uploads.keep_in_memory(request)
        return super().initialize_request(request, *args, **kwargs)

    @documented("Who would be shown a photo", shapes.WhoSees, name="characters_photo_seen_by")
    def get(self, request: Request) -> Response:
        return Response(representation.who_sees(registry.who_sees_photos()))

    @documented(
        "Show a hero in a photo",
        shapes.DrawnUp,
        status=201,
        body=PhotoRequest,
        multipart=True,
        errors=[Code.SAFETY_INPUT, Code.PROVIDER_UNAVAILABLE],
    )
    @asked_once
    def post(self, request: Request) -> Response:
        body = PhotoRequest(data=request.data)
        body.is_valid(raise_exception=True)
        services.require_room(signed_in(request))
        wish = body.validated_data
        draft, source = asking.from_photo(
            signed_in(request).pk,
            wish["photo"].read(),
            name=wish["name"],
            style=str(Style(wish["style"]).label),
            language=language.spoken(),
        )
        return self.keep(request, draft, source, representation.note_on_photo(source))


def _owned(request: Request, character_id: str) -> Character:
    if not is_storable(character_id):
        raise Http404  # PostgreSQL would not even look for it
    return get_object_or_404(Character.objects.owned_by(signed_in(request)), pk=character_id)
