"""The mobile API of characters: parse, authorise, call, answer.

Every text is shown to a moderator, and some to a model. That may go over the network, so it comes first; what follows,
in `idempotent`, only writes. `asked_once` answers a retry before anybody is asked again.
"""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
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
from storyforge_site.lib import ratelimits
from storyforge_site.lib.choices import Language, Style
from storyforge_site.lib.errors import Code
from storyforge_site.lib.storable import is_storable
from storyforge_site.providers import registry
from storyforge_site.schema import documented


class Characters(ApiView):
    @documented(shapes.Characters, query=PageQuery)
    def get(self, request: Request) -> Response:
        query = PageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        offset, limit = query.validated_data["offset"], query.validated_data["limit"]
        rows = Character.objects.owned_by(signed_in(request))
        found = [representation.character(row) for row in rows[offset : offset + limit]]
        return Response({"characters": found, "total": rows.count()})

    @documented(
        shapes.Character,
        status=201,
        body=CharacterRequest,
        errors=[Code.SAFETY_INPUT, Code.PROVIDER_UNAVAILABLE, Code.BUDGET_EXHAUSTED],
    )
    @asked_once
    def post(self, request: Request) -> Response:
        body = CharacterRequest(data=request.data)
        body.is_valid(raise_exception=True)
        draft = body.to_draft()
        services.require_room(signed_in(request))
        safety.require_fit(draft.texts(), _language())
        return self._create(request, draft)

    @idempotent
    def _create(self, request: Request, draft: Draft) -> Response:
        return Response(representation.character(services.create(signed_in(request), draft)), status=201)


class CharacterDetail(ApiView):
    @documented(shapes.Character)
    def get(self, request: Request, character_id: str) -> Response:
        return Response(representation.character(_owned(request, character_id)))

    @documented(
        shapes.Character,
        body=CharacterRequest,
        errors=[Code.SAFETY_INPUT, Code.PROVIDER_UNAVAILABLE, Code.BUDGET_EXHAUSTED],
    )
    def patch(self, request: Request, character_id: str) -> Response:
        character = _owned(request, character_id)
        body = CharacterRequest(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        changes = body.to_changes()
        safety.require_fit(_texts(services.with_changes(character, changes)), _language())
        try:
            return Response(representation.character(services.change(character, changes)))
        except Character.DoesNotExist as error:
            raise Http404 from error

    @documented(status=204)
    def delete(self, request: Request, character_id: str) -> Response:
        """Its books stay, with the looks they were drawn with."""
        _owned(request, character_id).delete()
        return Response(status=204)


class Presets(ApiView):
    @documented(shapes.Presets)
    def get(self, request: Request) -> Response:
        rows = [representation.preset(row, _language()) for row in Character.objects.presets()]
        return Response({"presets": rows, "total": len(rows)})


class FromPreset(ApiView):
    @documented(
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
        safety.require_fit([wish["name"]], _language())
        return self._copy(request, preset, wish["name"] or preset.name_in(_language()))

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

    @documented(shapes.WhoSees)
    def get(self, request: Request) -> Response:
        return Response(representation.who_sees(registry.who_sees_photos()))

    @documented(
        shapes.DrawnUp,
        status=201,
        body=PhotoRequest,
        multipart=True,
        errors=[Code.SAFETY_INPUT, Code.PROVIDER_UNAVAILABLE, Code.BUDGET_EXHAUSTED],
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
            language=_language(),
        )
        return self.keep(request, draft, source, representation.note_on_photo(source))


def _owned(request: Request, character_id: str) -> Character:
    if not is_storable(character_id):
        raise Http404  # PostgreSQL would not even look for it
    return get_object_or_404(Character.objects.owned_by(signed_in(request)), pk=character_id)


def _texts(character: Character) -> list[str]:
    parts = [*character.appearance.values(), *character.clothing.values()]
    written = [character.name, character.master_description, character.visual_style_notes]
    return [*written, *parts, *character.personality_traits]


def _language() -> str:
    """Of the request, where it is one of ours."""
    code = (get_language() or "").split("-")[0]
    return code if code in Language.values else Language.ENGLISH
