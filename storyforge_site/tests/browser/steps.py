"""What families do on the site, told once for all tests: by role and name, as they would say it themselves."""

from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

_BOOK_SECONDS = 120  # four pages take three on a quiet machine
_MOST_TABS = 120
_IS_SEEN = """(element) => {
  const style = getComputedStyle(element);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def ask_for_a_short_book(tab: Tab, wish: str) -> None:
    """From the first page to the last button."""
    tab.get_by_role("textbox", name="What is it about?").fill(wish)
    tab.get_by_role("button", name="Make this book").click()
    expect(tab.get_by_role("textbox", name="What is it about?")).to_have_value(wish)
    tab.get_by_label("Pages").select_option("4")
    tab.get_by_role("button", name="Make it for 1 credit").click()


def wait_for_the_book(tab: Tab) -> str:
    """From the waiting page into the book; its title."""
    expect(tab.get_by_role("progressbar")).to_be_visible()
    tab.wait_for_url("**/books/**", timeout=_BOOK_SECONDS * 1000)
    return tab.get_by_role("heading", level=1).inner_text()


def current_page(tab: Tab) -> Locator:
    """Where in the book one is, as its dots say."""
    return tab.get_by_role("navigation", name="Pages").locator("[aria-current=page]")


def turn_by_button(tab: Tab) -> None:
    tab.get_by_role("button", name="Next").click()


def turn_by_key(tab: Tab) -> None:
    tab.keyboard.press("ArrowRight")


def turn_by_swipe(tab: Tab) -> None:
    """A thumb from the right edge over the picture."""
    size = tab.viewport_size
    assert size is not None
    thumb = tab.context.new_cdp_session(tab)
    way = [{"x": size["width"] * (0.9 - 0.05 * step), "y": size["height"] * 0.4} for step in range(14)]
    thumb.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": way[:1]})
    for place in way[1:]:
        thumb.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
        tab.wait_for_timeout(16)
    thumb.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    thumb.detach()


def focus(tab: Tab, wanted: Locator) -> None:
    """With the tabulator alone; the place one is at can be seen all the way."""
    target = wanted.element_handle()
    for _press in range(_MOST_TABS):
        tab.keyboard.press("Tab")
        here = tab.evaluate_handle("document.activeElement").as_element()
        assert here is not None
        if here.evaluate("(element) => element.matches('a, button, summary')"):
            assert here.evaluate(_IS_SEEN), f"nobody sees that {here.evaluate('(it) => it.outerHTML')} has the focus"
        if here.evaluate("(element, target) => element === target", target):
            return
    raise AssertionError(f"{wanted} is not reached")
