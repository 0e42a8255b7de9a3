"""Staff at work, role by role: what a family wrote about is found, done, and undone nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from storyforge_site.tests.browser.conftest import Visit
from storyforge_site.tests.browser.visitor import BEDTIME, DESKTOP, LIGHT, PHONE, Visitor

pytestmark = pytest.mark.browser


def find_mina(tab: Tab) -> None:
    """From the first page to hers, by the beginning of her address."""
    tab.get_by_role("link", name="Users", exact=True).first.click()
    tab.locator("#searchbar").fill("mina@")
    tab.get_by_role("button", name="Search").click()
    tab.locator("#result_list").get_by_role("link", name="user_").click()
    expect(tab.get_by_role("heading", name="mina@example.org")).to_be_visible()


def lists_of(tab: Tab) -> Iterator[str]:
    for link in tab.locator("#content-main th[scope=row] a").all():
        yield link.inner_text()


def done(tab: Tab, said: str) -> None:
    expect(tab.locator(".messagelist")).to_have_text(said)


def test_support_sees_what_a_family_sees_and_gives_a_credit(visit: Visit) -> None:
    with visit(who="support") as clerk:
        tab = clerk.tab
        clerk.open("/admin/")
        assert "Spending" not in set(lists_of(tab))
        find_mina(tab)

        tab.get_by_role("link", name="See the site as they do").click()
        tab.get_by_label("Reason").fill("a book is missing")
        tab.get_by_role("button", name="See the site as they do").click()
        banner = tab.get_by_text("You see this as mina@example.org; nothing can be changed.")
        expect(banner).to_be_visible()
        clerk.open("/library/")
        expect(banner).to_be_visible()
        tab.get_by_role("button", name="Back to the admin").click()
        expect(tab.get_by_role("heading", name="mina@example.org")).to_be_visible()

        tab.locator(".figures").get_by_role("link", name="credits").click()
        tab.get_by_label("Credits:").fill("1")
        tab.get_by_label("Reason:").fill("a torn page")
        tab.get_by_role("button", name="Give credits").click()
        done(tab, "1 credit was given.")
        expect(tab.get_by_role("cell", name="a torn page")).to_be_visible()
        assert not tab.get_by_role("heading", name="Adjust the balance").is_visible()


def test_a_form_sent_while_seeing_as_a_family_is_refused(visit: Visit) -> None:
    with visit(who="support") as clerk:
        tab = clerk.tab
        clerk.open("/admin/")
        find_mina(tab)
        tab.get_by_role("link", name="See the site as they do").click()
        tab.get_by_label("Reason").fill("a book is missing")
        tab.get_by_role("button", name="See the site as they do").click()
        clerk.open("/account/")
        tab.get_by_role("button", name="Save").first.click()

        expect(tab.get_by_role("heading", name="Nothing can be changed here.")).to_be_visible()
        tab.get_by_role("button", name="Back to the admin").click()


def test_finance_gives_back_and_adjusts(visit: Visit) -> None:
    with visit(who="finance") as clerk:
        tab = clerk.tab
        clerk.open("/admin/")
        find_mina(tab)
        assert tab.get_by_role("link", name="See the site as they do").count() == 0
        tab.locator(".figures").get_by_role("link", name="credits").click()

        tab.get_by_role("link", name="Give back").last.click()
        tab.get_by_label("Reason").fill("smudged")
        tab.get_by_role("button", name="Give back").click()
        done(tab, "1 credit was given back.")

        tab.get_by_role("link", name="mina@example.org").first.click()
        tab.locator(".figures").get_by_role("link", name="credits").click()
        adjust = tab.locator("section", has=tab.get_by_role("heading", name="Adjust the balance"))
        adjust.get_by_label("Credits to add or take").fill("-1")
        adjust.get_by_label("Reason").fill("counted twice")
        adjust.get_by_role("button").click()
        done(tab, "The balance was adjusted.")


def test_a_moderator_plans_ahead_and_takes_a_story_back(visit: Visit) -> None:
    with visit(who="moderator") as clerk:
        tab = clerk.tab
        clerk.open("/admin/")
        assert set(lists_of(tab)) == {"Books", "Story drafts", "Verdicts", "Daily stories"}
        tab.get_by_role("link", name="Daily stories").first.click()
        tab.get_by_role("link", name="The next two weeks").click()
        tab.get_by_role("button", name="Plan the missing days").click()
        done(tab, "21 stories were planned.")
        expect(tab.get_by_text("Not planned")).to_have_count(0)

        tab.locator("td[lang=en]").get_by_role("link").last.click()
        tab.get_by_role("link", name="Replace it").click()
        tab.get_by_label("Topic").fill("A lantern that dreams of the sea")
        tab.get_by_label("Reason").fill("nicer")
        tab.get_by_role("button", name="Replace it").click()
        expect(tab.get_by_role("heading", name="A lantern that dreams of the sea")).to_be_visible()


def test_an_operator_sees_the_work_and_no_family(visit: Visit) -> None:
    with visit(who="operator") as clerk:
        clerk.open("/admin/")

        assert {"Jobs", "Spending", "Queued tasks"} <= set(lists_of(clerk.tab))
        assert not {"Users", "Books", "Credit accounts"} & set(lists_of(clerk.tab))
        clerk.tab.locator(".figures").get_by_role("link", name="being made now").click()
        expect(clerk.tab.locator("#result_list tbody tr").first).to_be_visible()


_PAGES = {
    "first": "/admin/",
    "person": "/admin/accounts/user/{mina}/change/",
    "erase": "/admin/accounts/user/{mina}/erase/",
    "account": "/admin/credits/usercredits/{mina}/change/",
    "book": "/admin/books/book/{book}/change/",
    "ahead": "/admin/streaks/dailystory/ahead/",
}


@pytest.mark.parametrize("screen", [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")])
def test_pages_of_ours_fit_the_screen_and_pass_axe(visit: Visit, axe: str, screen: dict[str, Any]) -> None:
    # axe moves what scrolls by writing styles, which our policy would refuse; the walks above keep to it.
    with visit(who="superuser", screen=screen, reduced_motion="reduce", bypass_csp=True) as root:
        found = {name: _faults(root, path, axe) for name, path in _PAGES.items()}

    assert {name: faults for name, faults in found.items() if faults} == {}


def _faults(somebody: Visitor, path: str, axe: str) -> list[str]:
    """In what is ours: Django's own frame has its own faults."""
    somebody.open(path.format(**somebody.house.places))
    somebody.scroll_through()
    wide = [f"{somebody.sticks_out} px too wide"] if somebody.sticks_out else []
    ours = ("figures", "spreads", "rows", "form.act", ".state", ".explanation", ".seen-as", ".portrait")
    return wide + [fault for fault in somebody.violations(axe, BEDTIME, LIGHT) if any(name in fault for name in ours)]
