"""In the mountains: a book that was kept opens without a network, for its family alone."""

import pytest
from playwright.sync_api import expect

from storyforge_site.tests.browser import steps
from storyforge_site.tests.browser.conftest import Visit
from storyforge_site.tests.browser.house import House
from storyforge_site.tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

_ALL_PICTURES_ARE_THERE = """async () => {
  const pictures = [...document.querySelectorAll("[data-reader] img")];
  for (const picture of pictures) picture.loading = "eager";
  await Promise.all(pictures.map((picture) => picture.decode()));
  return pictures.length;
}"""

# What a phone would ask for that was turned, or whose window is smaller now.
_WIDTH_OF_THE_SMALLEST = """async () => {
  const picture = new Image();
  picture.src = document.querySelector("[data-reader] source").srcset.split(" ")[0];
  await picture.decode();
  return picture.naturalWidth;
}"""


def keep(somebody: Visitor, book: str) -> str:
    somebody.open(book)
    somebody.tab.get_by_label("How it reads").click()
    somebody.tab.get_by_role("button", name="Keep for offline").click()
    expect(somebody.tab.get_by_role("button", name="Kept on this device")).to_be_visible()
    return somebody.tab.get_by_role("heading", level=1).inner_text()


def test_a_kept_book_is_read_and_found_without_a_network(visit: Visit, the_house: House) -> None:
    book = f"/books/{the_house.places['book']}/"
    with visit(who="mina", screen=PHONE, reduced_motion="reduce") as mina:
        title = keep(mina, book)
        mina.lose_the_network()

        mina.open(book)
        assert mina.tab.evaluate(_ALL_PICTURES_ARE_THERE) == 5
        assert mina.tab.evaluate(_WIDTH_OF_THE_SMALLEST) == 768  # the one that is kept
        steps.turn_by_swipe(mina.tab)
        expect(steps.current_page(mina.tab)).to_have_accessible_name("Page 1")

        mina.open("/heroes/")
        mina.tab.get_by_role("link", name=title).click()
        expect(mina.tab.get_by_role("heading", name=title)).to_be_visible()


def test_after_signing_out_nothing_of_the_family_opens(visit: Visit, the_house: House) -> None:
    book = f"/books/{the_house.places['book']}/"
    with visit(who="mina_elsewhere", screen=PHONE) as somebody:
        title = keep(somebody, book)
        somebody.open("/accounts/logout/")
        somebody.tab.get_by_role("main").get_by_role("button", name="Sign Out").click()
        expect(somebody.tab.get_by_role("link", name="Sign in")).to_be_visible()
        somebody.lose_the_network()

        somebody.open(book)

        expect(somebody.tab.get_by_text(title)).to_have_count(0)
