"""The mobile API of accounts (API.md, "Accounts"). Signing up and in, refreshing and signing out are allauth's."""

from collections.abc import Sequence
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import FileResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from storyforge_site.accounts import erasure, preferences, services, shapes, tokens
from storyforge_site.accounts.export import as_zip
from storyforge_site.accounts.models import User, validate_time_zone
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView, StrictSerializer
from storyforge_site.lib import language, ratelimits
from storyforge_site.lib.choices import Language
from storyforge_site.lib.clock import now
from storyforge_site.schema import documented


class GuestRequest(StrictSerializer):
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    time_zone = serializers.CharField(max_length=64, validators=[validate_time_zone], required=False)


class Guest(ApiView):
    """Whoever asks is new, whatever token or cookie came along; so nobody is too signed in to begin again."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes = (AllowAny,)
    rate_group = ratelimits.GUEST

    @documented("Begin as a guest", shapes.SignedIn, status=201, body=GuestRequest)
    def post(self, request: Request) -> Response:
        body = GuestRequest(data=request.data)
        body.is_valid(raise_exception=True)
        guest = services.open_guest(**{"language": language.spoken(), **body.validated_data})
        return _signed_in_answer(guest, status=201)


class UpgradeRequest(StrictSerializer):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            get_adapter().clean_email(attrs["email"])
        except DjangoValidationError as error:
            raise serializers.ValidationError({"email": error.messages}) from error
        try:
            get_adapter().clean_password(attrs["password"], User(email=attrs["email"]))
        except DjangoValidationError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        return attrs


class Upgrade(ApiView):
    rate_group = ratelimits.GUEST

    @documented("Give a guest an address and a password", shapes.SignedIn, body=UpgradeRequest)
    def post(self, request: Request) -> Response:
        body = UpgradeRequest(data=request.data)
        body.is_valid(raise_exception=True)
        address = services.upgrade_guest(signed_in(request), **body.validated_data)
        services.ask_for_confirmation(request._request, address)
        return _signed_in_answer(address.user)


class ProfileRequest(StrictSerializer):
    display_name = serializers.CharField(max_length=80, allow_blank=True)
    language = serializers.ChoiceField(choices=Language.choices)
    time_zone = serializers.CharField(max_length=64, validators=[validate_time_zone])
    preferences = preferences.PreferencesRequest()


class Me(ApiView):
    @documented("Who I am", shapes.Profile)
    def get(self, request: Request) -> Response:
        return Response(_profile(signed_in(request)))

    @documented("Change my profile", shapes.Profile, body=ProfileRequest)
    def patch(self, request: Request) -> Response:
        body = ProfileRequest(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        return Response(_profile(services.change_profile(signed_in(request), body.validated_data)))

    @documented("Erase my account", status=204)
    def delete(self, request: Request) -> Response:
        erasure.erase(signed_in(request))
        logout(request._request)  # the browser's cookie, if it came with one
        return Response(status=204)


class Export(ApiView):
    def check_throttles(self, request: Request) -> None:
        self.count_in(request, ratelimits.EXPORT)

    @documented("Take everything along as a zip", {(200, "application/zip"): bytes})
    def get(self, request: Request) -> Any:
        name = f"storyforge-{now():%Y-%m-%d}.zip"
        answer = FileResponse(as_zip(signed_in(request)), as_attachment=True, filename=name)
        answer["Cache-Control"] = "private, no-store"
        return answer


def _profile(user: User) -> dict[str, Any]:
    return {
        "id": user.pk,
        "email": user.email,
        "display_name": user.display_name,
        "language": user.language,
        "time_zone": user.time_zone,
        "is_guest": user.is_guest,
        "preferences": preferences.complete(user.preferences),
        "date_joined": user.date_joined,
    }


def _signed_in_answer(user: User, status: int = 200) -> Response:
    answer = Response({**tokens.sign_in(user), "user": _profile(user)}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


urlpatterns = [
    path("auth/guest", Guest.as_view(), name="api-guest"),
    path("auth/upgrade", Upgrade.as_view(), name="api-upgrade"),
    path("users/me", Me.as_view(), name="api-me"),
    path("users/me/export", Export.as_view(), name="api-export"),
]
