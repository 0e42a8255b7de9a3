"""What the API of accounts answers, for its schema."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from storyforge_site.accounts.preferences import PreferencesRequest
from storyforge_site.lib.choices import Language

_PROFILE: dict[str, Any] = {
    "id": serializers.CharField(),
    "email": serializers.EmailField(allow_null=True),
    "display_name": serializers.CharField(allow_blank=True),
    "language": serializers.ChoiceField(choices=Language.choices),
    "time_zone": serializers.CharField(),
    "is_guest": serializers.BooleanField(),
    "preferences": PreferencesRequest(),
    "date_joined": serializers.DateTimeField(),
}
Profile = inline_serializer("Profile", _PROFILE)
SignedIn = inline_serializer(
    "SignedIn",
    {
        "access_token": serializers.CharField(),
        "refresh_token": serializers.CharField(),
        "token_type": serializers.CharField(help_text="bearer"),
        "expires_in": serializers.IntegerField(min_value=0, help_text="seconds"),
        "user": Profile,
    },
)
