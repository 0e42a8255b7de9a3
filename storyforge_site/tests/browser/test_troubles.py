"""The pages of what went wrong, which no address leads to: as open to all as any other."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import RequestFactory
from playwright.sync_api import Route

from storyforge_site.tests.browser.conftest import Visit
from storyforge_site.tests.browser.visitor import BEDTIME, LIGHT, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("status", [402, 403, 404, 429, 500, 503])
def test_it_is_open_to_all_and_has_a_way_on(visit: Visit, axe: str, rf: RequestFactory, status: int) -> None:
    request = rf.get("/trouble/")
    request.user = AnonymousUser()
    page = render(request, f"{status}.html").content

    with visit(screen=PHONE, reduced_motion="reduce", service_workers="block") as somebody:

        def answer(route: Route) -> None:
            route.fulfill(status=status, body=page, content_type="text/html")

        somebody.tab.route("**/trouble/", answer)
        somebody.open("/trouble/", status=status)

        assert somebody.tab.get_by_role("main").get_by_role("link").first.is_visible()
        assert somebody.sticks_out == 0
        assert somebody.violations(axe, BEDTIME, LIGHT) == []
