"""API.md, "Accounts". Signing in, refreshing and signing out are allauth's, and tested where we set it up."""

from typing import Any

from storyforge_site.accounts.models import User
from storyforge_site.tests.contract.fields import LANGUAGE, one_of, text, truth
from storyforge_site.tests.contract.shape import COUNT, MOMENT, TEXT, Nullable, OneOf, identity
from storyforge_site.tests.contract.table import Field, File, Row
from storyforge_site.tests.contract.world import World

PROFILE: dict[str, Any] = {
    "id": identity("user"),
    "email": Nullable(TEXT),
    "display_name": str,
    "language": OneOf(("ko", "en", "ja")),
    "time_zone": TEXT,
    "is_guest": bool,
    "preferences": {
        "text_size": OneOf(("small", "medium", "large", "huge")),
        "text_spacing": OneOf(("normal", "wide", "wider")),
        "typeface": OneOf(("story", "plain", "dyslexia")),
        "auto_play": bool,
        "highlight_words": bool,
        "narration_speed": float,
        "reduce_motion": bool,
    },
    "date_joined": MOMENT,
}
SIGNED_IN = {
    "access_token": TEXT,
    "refresh_token": TEXT,
    "token_type": "bearer",
    "expires_in": COUNT,
    "user": PROFILE,
}
ZONE = Field(good=("Asia/Seoul", "UTC"), bad=("Mars/Olympus", ""))


def alice_is_a_guest(world: World) -> None:
    User.objects.filter(pk=world.alice.pk).update(email=None, is_guest=True)


ROWS = (
    Row(
        "POST",
        "/v1/auth/guest",
        201,
        {**SIGNED_IN, "user": {**PROFILE, "email": None, "is_guest": True}},
        body={},
        fields={"language": LANGUAGE, "time_zone": ZONE},
        open_to_all=True,
    ),
    Row(
        "POST",
        "/v1/auth/upgrade",
        200,
        {**SIGNED_IN, "user": {**PROFILE, "email": "new@example.org", "is_guest": False}},
        body={"email": "new@example.org", "password": "a-long-password"},
        fields={
            "email": Field(bad=("nobody", ""), required=True),
            "password": Field(bad=("short", "x" * 129), required=True),
        },
        given=alice_is_a_guest,
    ),
    Row("GET", "/v1/users/me", 200, PROFILE),
    Row(
        "PATCH",
        "/v1/users/me",
        200,
        PROFILE,
        body={},
        fields={
            "display_name": text(80),
            "language": LANGUAGE,
            "time_zone": ZONE,
            "preferences.text_size": one_of("small", "medium", "large", "huge"),
            "preferences.text_spacing": one_of("normal", "wide", "wider"),
            "preferences.typeface": one_of("story", "plain", "dyslexia"),
            "preferences.auto_play": truth(),
            "preferences.highlight_words": truth(),
            "preferences.narration_speed": Field(good=(0.5, 1.5), bad=(0.4, 1.6, "fast")),
            "preferences.reduce_motion": truth(),
            "preferences": Field(bad=({"shoe_size": 22},), named="preferences.shoe_size"),
        },
    ),
    Row("DELETE", "/v1/users/me", 204, None),
    Row("GET", "/v1/users/me/export", 200, File("application/zip", b"PK", "storyforge-")),
)
