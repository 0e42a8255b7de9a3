"""A wish as it is given on a command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from rest_framework.exceptions import ValidationError

from books.api.serializers import BookRequest
from books.spec import BookSpec
from storyforge_site.accounts.models import User
from storyforge_site.drf import validation_error


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--topic", required=True, help="what the book is about, up to 200 characters")
    parser.add_argument("--language", default="en", help="ko, en or ja; with a text model more")
    parser.add_argument("--target-age", default="5-7", help="3-5, 5-7, 7-9 or adult")
    parser.add_argument(
        "--style", default="watercolor", help="watercolor, cartoon, 3d, pixel, oil_painting or claymation"
    )
    parser.add_argument("--pages", default="8", help="4 to 12")
    parser.add_argument("--theme", default="")
    parser.add_argument("--hero", default="", help="the hero's name")
    parser.add_argument("--looks", default="", help="how the hero looks; needs --hero")
    parser.add_argument(
        "--without", action="append", default=[], help="something that must not appear; may be repeated"
    )
    parser.add_argument("--seed", type=int, default=None, help="the same number makes the same book")


def spec_from(options: dict[str, Any]) -> BookSpec:
    """The same rules as the API's, said in one sentence on bad input."""
    request: dict[str, Any] = {
        "topic": options["topic"],
        "language": options["language"],
        "target_age": options["target_age"],
        "style": options["style"],
        "page_count": int(options["pages"]) if options["pages"].isdecimal() else options["pages"],
        "theme": options["theme"],
        "forbidden_elements": options["without"],
    }
    if options["hero"]:
        request["character"] = {"name": options["hero"], "appearance": options["looks"]}
    wish = BookRequest(data=request)
    try:
        wish.is_valid(raise_exception=True)
    except ValidationError as error:
        first = validation_error(error).fields[0]
        raise CommandError(f"{first.field}: {first.message}") from None
    return wish.to_spec(User())  # nobody's: no character of theirs can be meant
