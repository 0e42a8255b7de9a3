"""What is true of every page: nothing fails, nothing jumps, nobody is shut out, by day and at bedtime."""

import pytest

from storyforge_site.tests.browser.conftest import Visit
from storyforge_site.tests.browser.house import House
from storyforge_site.tests.browser.pages import NO_PAGES, PAGES, Page, addresses_of_the_site
from storyforge_site.tests.browser.visitor import BEDTIME, LIGHT, PHONE

_MOST_SHIFT = 0.1
_OTHER_SCREENS = ((320, 640), (2560, 1440), (1280, 900))


def test_every_address_is_a_page_looked_at_here_or_says_why_not() -> None:
    assert {page.name for page in PAGES if not page.path} | set(NO_PAGES) == addresses_of_the_site()


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_it_is_whole_calm_and_open_to_all(visit: Visit, the_house: House, axe: str, page: Page) -> None:
    with visit(who=page.who, screen=PHONE, reduced_motion="reduce", service_workers="block") as somebody:
        answer = somebody.open(page.address(the_house), status=page.status)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        somebody.scroll_through()
        assert somebody.shifted < _MOST_SHIFT
        assert somebody.sticks_out == 0
        assert somebody.violations(axe, BEDTIME, LIGHT) == []

        for width, height in _OTHER_SCREENS:
            somebody.tab.set_viewport_size({"width": width, "height": height})
            assert somebody.sticks_out == 0
        assert somebody.violations(axe, LIGHT) == []
