"""Staff in the browser: verdicts by keyboard, a job that begins again, a vendor switched off and on."""

import pytest
from playwright.sync_api import expect

from storyforge_site.tests.browser.conftest import Visit
from storyforge_site.tests.browser.house import House
from storyforge_site.tests.browser.visitor import BEDTIME, LIGHT, Theme

pytestmark = pytest.mark.browser

REVIEW, PROVIDERS = "/admin/safety/moderationverdict/review/", "/admin/storyforge_site/providerswitch/"
OURS = "#content-main"  # what is around it is Django's
_FILTER = "(picture) => getComputedStyle(picture).filter"


@pytest.mark.parametrize("theme", [LIGHT, BEDTIME])
def test_the_pages_are_open_to_all(visit: Visit, the_house: House, axe: str, theme: Theme) -> None:
    places = the_house.places
    pages = [PROVIDERS, f"/admin/books/job/{places['failed_early']}/change/"]
    pages += [f"{REVIEW}{places[name]}/" for name in ("unsure_picture", "unsure_wish")]
    with visit(who="chief", theme=theme, bypass_csp=True) as chief:  # axe tries styles on; the others prove the policy
        for page in pages:
            chief.open(page)
            assert chief.violations(axe, theme, within=OURS) == []
            assert chief.sticks_out == 0


def test_verdicts_are_decided_by_keyboard(visit: Visit, the_house: House) -> None:
    def place(name: str) -> str:
        return f"{REVIEW}{the_house.places[name]}/"

    with visit(who="chief") as chief:
        tab = chief.tab
        chief.open(REVIEW, arriving=place("unsure_picture"))
        picture = tab.get_by_alt_text("The picture nobody was sure about")
        expect(tab.get_by_text("3 waiting")).to_be_visible()
        assert "blur" in picture.evaluate(_FILTER)
        tab.keyboard.press("v")
        assert picture.evaluate(_FILTER) == "none"

        tab.keyboard.press("n")
        tab.wait_for_url(f"**{place('unsure_wish')}")
        tab.keyboard.press("Space")
        tab.wait_for_url(f"**{place('unsure_story')}")
        tab.keyboard.press("a")
        tab.wait_for_url(f"**{place('unsure_picture')}")  # what was skipped comes again
        tab.keyboard.press("p")
        expect(tab.get_by_text("the pictures are painted again")).to_be_visible()
        expect(tab.get_by_text("A knight who fights a hundred mice")).to_be_visible()
        tab.keyboard.press("r")
        expect(tab.get_by_text("Nothing waits")).to_be_visible()

        chief.open(f"/admin/books/job/{the_house.places['failed_picture']}/change/")
        expect(tab.get_by_text("a picture was not fit")).to_be_visible()
        expect(tab.get_by_text("on the house", exact=True)).to_be_visible()


def test_a_job_begins_again_and_its_page_tells_so(visit: Visit, the_house: House) -> None:
    page = f"/admin/books/job/{the_house.places['failed_early']}/change/"
    with visit(who="chief") as chief:
        tab = chief.tab
        chief.open(page)
        tab.get_by_label("Reason").first.fill("The family wrote to us")
        tab.get_by_role("button", name="Retry").click()
        expect(tab.get_by_text("The job begins again.")).to_be_visible()
        row = tab.get_by_role("row").filter(has_text="The family wrote to us")
        expect(row).to_contain_text("chief@example.org")
        expect(tab.get_by_role("button", name="Retry")).to_be_hidden()


def test_a_vendor_is_switched_off_and_on(visit: Visit) -> None:
    with visit(who="chief") as chief:
        tab = chief.tab
        chief.open(PROVIDERS)
        tab.get_by_label("Why is speech:offline changed?").fill("It lisps")
        voices = tab.get_by_role("row").filter(has=tab.get_by_label("Why is speech:offline changed?"))
        voices.get_by_role("button", name="Switch off").click()
        expect(voices).to_contain_text("It lisps")
        expect(voices).to_contain_text("chief@example.org")
        tab.get_by_label("Why is speech:offline changed?").fill("It was a cold")
        voices.get_by_role("button", name="Switch on").click()
        expect(voices.get_by_role("button", name="Switch off")).to_be_visible()
