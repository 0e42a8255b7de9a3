"""The way the house was built for: from the first page to a book that is read, kept, and found on another device."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from storyforge_site.tests.browser import steps
from storyforge_site.tests.browser.conftest import Visit
from storyforge_site.tests.browser.visitor import BEDTIME, DESKTOP, LIGHT, PHONE

pytestmark = pytest.mark.browser

_PASSWORD = "a balloon over the garden"


@pytest.mark.parametrize(
    ("screen", "turn"),
    [
        pytest.param(PHONE, steps.turn_by_swipe, id="phone"),
        pytest.param(DESKTOP, steps.turn_by_button, id="desktop"),
    ],
)
def test_a_guest_makes_a_book_reads_it_and_keeps_it(
    visit: Visit, axe: str, screen: dict[str, Any], turn: Callable[[Tab], None]
) -> None:
    address = f"{turn.__name__}@example.net"
    with visit(screen=screen, reduced_motion="reduce") as juno:
        juno.open("/")
        steps.ask_for_a_short_book(juno.tab, "a hedgehog who finds a lost balloon")
        assert juno.violations(axe, BEDTIME, LIGHT) == []
        juno.tab.get_by_role("button", name="Make it now as a guest").click()
        title = steps.wait_for_the_book(juno.tab)

        for page in ("Page 1", "Page 2", "Page 3", "Page 4", "The end"):
            turn(juno.tab)
            expect(steps.current_page(juno.tab)).to_have_accessible_name(page)
        juno.tab.get_by_role("button", name="We have read it!").click()
        expect(juno.tab.get_by_text("1 day in a row")).to_be_visible()

        juno.tab.get_by_role("link", name="Good night, book").click()
        juno.tab.get_by_role("link", name="Keep your books").click()
        juno.tab.get_by_label("E-mail address").fill(address)
        juno.tab.get_by_label("Password").fill(_PASSWORD)
        juno.tab.get_by_role("button", name="Keep my books").click()
        expect(juno.tab.get_by_role("link", name=title)).to_be_visible()

    with visit(screen=screen) as same_juno_elsewhere:
        tab = same_juno_elsewhere.tab
        same_juno_elsewhere.open("/library/", arriving="/accounts/login/")
        tab.get_by_label("Email").fill(address)
        tab.get_by_label("Password").fill(_PASSWORD)
        tab.get_by_role("main").get_by_role("button", name="Sign In", exact=True).click()
        expect(tab.get_by_role("link", name=title)).to_be_visible()


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    with visit(reduced_motion="reduce") as juno:
        tab = juno.tab
        juno.open("/")
        tab.keyboard.press("Tab")
        expect(tab.get_by_role("link", name="To the content")).to_be_focused()
        steps.focus(tab, tab.get_by_role("textbox", name="What is it about?"))
        tab.keyboard.type("a mole who counts the stars")
        tab.keyboard.press("Enter")
        steps.focus(tab, tab.get_by_label("Pages"))
        tab.keyboard.type("4")
        steps.focus(tab, tab.get_by_role("button", name="Make it for 1 credit"))
        tab.keyboard.press("Enter")
        steps.focus(tab, tab.get_by_role("button", name="Make it now as a guest"))
        tab.keyboard.press("Enter")
        steps.wait_for_the_book(tab)

        for page in ("Page 1", "Page 2", "Page 3", "Page 4", "The end"):
            steps.turn_by_key(tab)
            expect(steps.current_page(tab)).to_have_accessible_name(page)
        steps.focus(tab, tab.get_by_role("button", name="We have read it!"))
        tab.keyboard.press("Enter")

        expect(tab.get_by_role("heading", name="Well done!")).to_be_visible()


def test_without_a_script_there_is_a_book_all_the_same(visit: Visit) -> None:
    with visit(screen=PHONE, java_script_enabled=False) as juno:
        juno.open("/")
        steps.ask_for_a_short_book(juno.tab, "a snail in a hurry")
        juno.tab.get_by_role("button", name="Make it now as a guest").click()
        steps.wait_for_the_book(juno.tab)

        expect(juno.tab.get_by_role("article", name="Page 4")).to_be_attached()
        juno.tab.get_by_role("button", name="We have read it!").click()
        expect(juno.tab.get_by_role("heading", name="Well done!")).to_be_visible()
