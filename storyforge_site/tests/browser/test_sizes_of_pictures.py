"""Nobody is sent more of a picture than their screen shows."""

from typing import Any

import pytest

from storyforge_site.tests.browser.conftest import Visit
from storyforge_site.tests.browser.house import House
from storyforge_site.tests.browser.visitor import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.browser

_SHARP_PHONE = PHONE | {"device_scale_factor": 3}
_SHARP_DESK = DESKTOP | {"device_scale_factor": 2}
_LARGE_DESK = {"viewport": {"width": 2560, "height": 1440}}
_WHOLE = "the picture itself"


def sizes_loaded(somebody: Visitor) -> set[str]:
    """Of the book's pictures, as the ends of their names: `768w.webp`. The name of a whole one has no such end."""
    somebody.tab.wait_for_load_state("networkidle")
    pictures = [answer.url.partition("?")[0] for answer in somebody.answers if answer.request.resource_type == "image"]
    names = [address.rpartition("/")[2] for address in pictures if address.endswith((".webp", ".jpg"))]
    return {name.rpartition("-")[2] if "-" in name else _WHOLE for name in names}


@pytest.mark.parametrize(
    ("screen", "size"),
    [
        (PHONE, "768w.webp"),
        (DESKTOP, "768w.webp"),
        (_SHARP_PHONE, "768w.webp"),
        (_SHARP_DESK, _WHOLE),
        (_LARGE_DESK, _WHOLE),
    ],
)
def test_a_page_is_loaded_as_large_as_it_is_shown(
    visit: Visit, the_house: House, screen: dict[str, Any], size: str
) -> None:
    with visit(screen=screen, service_workers="block") as somebody:
        somebody.open(f"/shared/{the_house.places['link']}/")

        assert sizes_loaded(somebody) == {size}


def test_a_shelf_is_loaded_small(visit: Visit) -> None:
    with visit(who="mina", screen=_SHARP_PHONE, service_workers="block") as mina:
        mina.open("/library/")
        mina.scroll_through()

        assert sizes_loaded(mina) == {"400w.webp"}


def test_a_small_cover_on_a_sharp_screen_is_not_the_picture_itself(visit: Visit, the_house: House) -> None:
    with visit(who="mina", screen=_SHARP_DESK, service_workers="block") as mina:
        mina.open(f"/books/{the_house.places['book']}/share/")

        assert sizes_loaded(mina) == {"400w.webp"}
