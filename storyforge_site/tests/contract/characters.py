"""API.md, "Characters"."""

from dataclasses import replace
from typing import Any

from characters import services
from characters.tests.factories import wish
from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.errors import Code
from storyforge_site.tests.contract.fields import LIMIT, OFFSET, STYLE, one_of, several, text
from storyforge_site.tests.contract.shape import COUNT, MOMENT, TEXT, OneOf, Several, identity
from storyforge_site.tests.contract.table import Field, Photo, Refusal, Row
from storyforge_site.tests.contract.world import World

CHARACTER: dict[str, Any] = {
    "id": identity("char"),
    "character_id": identity("char"),
    "name": TEXT,
    "kind": str,
    "gender": OneOf(("male", "female", "neutral")),
    "master_description": str,
    "appearance": {"age_visual": str, "face": str, "hair": str, "skin": str, "body": str},
    "clothing": {"top": str, "bottom": str, "shoes": str, "accessories": str},
    "personality_traits": Several(TEXT),
    "visual_style_notes": str,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
DRAWN_UP = {**CHARACTER, "source": OneOf(("model", "offline_words", "offline_colours")), "note": TEXT}
PRESET = {
    "preset_id": TEXT,
    "name": TEXT,
    "kind": TEXT,
    "gender": OneOf(("male", "female", "neutral")),
    "master_description": TEXT,
    "personality_traits": [TEXT],
}
NAME = text(40, least=1)
FIELDS = {
    "name": text(40, least=1, required=True),
    "kind": one_of("dragon", "child"),
    "gender": one_of("male", "female", "neutral"),
    "master_description": text(400, least=10, required=True),
    **{f"appearance.{part}": text(120) for part in ("age_visual", "face", "hair", "skin", "body")},
    **{f"clothing.{part}": text(120) for part in ("top", "bottom", "shoes", "accessories")},
    "appearance": Field(bad=({"wings": "two"},), named="appearance.wings"),
    "clothing": Field(bad=({"hat": "red"},), named="clothing.hat"),
    "personality_traits": several(10, least=1, item="kind", required=True),
    "visual_style_notes": text(400),
}
FIELDS["kind"] = Field(good=("dragon", "child", ""), bad=("crayon",))
CHANGES = {name: Field(rule.good, rule.bad, named=rule.named) for name, rule in FIELDS.items()}
UNFIT = Refusal(Code.SAFETY_INPUT, 422, change={"master_description": "a murderer with a chainsaw"})


def the_moderator_is_away(world: World) -> None:
    Breaker("moderation:openai").failed(for_good=True)


def there_are_presets(world: World) -> None:
    services.load_presets()


AWAY = Refusal(Code.PROVIDER_UNAVAILABLE, 503, when=the_moderator_is_away, settings={"MODERATION_PROVIDER": "openai"})

ROWS = (
    Row(
        "POST",
        "/v1/characters",
        201,
        CHARACTER,
        body=wish(),
        fields=FIELDS,
        refusals=(UNFIT, AWAY, Refusal(Code.VALIDATION, 422, settings={"MAX_CHARACTERS": 1})),
        keyed=True,
    ),
    Row(
        "GET",
        "/v1/characters",
        200,
        {"characters": [CHARACTER], "total": COUNT},
        fields={"limit": LIMIT, "offset": OFFSET},
    ),
    Row("GET", "/v1/characters/{id}", 200, CHARACTER, ids={"id": "character_id"}),
    Row(
        "PATCH",
        "/v1/characters/{id}",
        200,
        CHARACTER,
        body={"name": "Nana"},
        fields=CHANGES,
        refusals=(UNFIT, AWAY),
        ids={"id": "character_id"},
    ),
    Row("DELETE", "/v1/characters/{id}", 204, None, ids={"id": "character_id"}),
    Row(
        "GET",
        "/v1/characters/from-photo",  # who would be shown a photo
        200,
        {"sent_to": Several(TEXT), "kept": False, "note": TEXT},
    ),
    Row(
        "POST",
        "/v1/characters/from-photo",
        201,
        DRAWN_UP,
        body={"photo": Photo(), "name": "Mina", "style": "cartoon"},
        fields={
            "photo": Field(bad=("no file", Photo(b"no picture")), required=True),
            "name": Field(good=("", "x" * 40), bad=("x" * 41,)),
            "style": Field(good=STYLE.good, bad=("crayon",), required=True),
        },
        refusals=(
            Refusal(Code.SAFETY_INPUT, 422, change={"name": "a murderer"}),
            Refusal(Code.PAYLOAD_TOO_LARGE, 413, change={"photo": Photo(bytes(10 * 1024 * 1024 + 1))}),
            AWAY,
        ),
        keyed=True,
        multipart=True,
    ),
    Row(
        "POST",
        "/v1/characters/from-text",
        201,
        DRAWN_UP,
        body={"description": "a small green dragon with a red scarf"},
        fields={"description": text(400, least=2, required=True)},
        refusals=(
            Refusal(Code.SAFETY_INPUT, 422, change={"description": "a murderer"}),
            Refusal(
                Code.BUDGET_EXHAUSTED,
                503,
                settings={"LLM_PROVIDER": ["openai"], "LLM_MODEL": "m", "COST_CAP_USER_DAY": 1},
            ),
            AWAY,
        ),
        keyed=True,
    ),
    Row(
        "GET",
        "/v1/characters/presets",
        200,
        {"presets": [PRESET], "total": COUNT},
        given=there_are_presets,
    ),
    Row(
        "POST",
        "/v1/characters/from-preset",
        201,
        CHARACTER,
        body={"preset_id": "momo"},
        fields={
            "preset_id": Field(good=("ember",), bad=("", 5, "x" * 61), required=True),
            "name": text(40),
        },
        refusals=(
            Refusal(Code.NOT_FOUND, 404, change={"preset_id": "nobody"}),
            Refusal(Code.SAFETY_INPUT, 422, change={"name": "a murderer"}),
            replace(AWAY, change={"name": "Mina"}),
        ),
        given=there_are_presets,
        keyed=True,
    ),
)
