"""One house and one browser for all tests of this folder; a visitor each."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial

import pytest
from playwright.sync_api import Browser

from storyforge_site.tests.browser import chromium, npm
from storyforge_site.tests.browser.house import House, house
from storyforge_site.tests.browser.visitor import Visitor, visitor

Visit = Callable[..., AbstractContextManager[Visitor]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium nobody can look; where the whole house is proved, that is a failure and not an excuse."""
    if chromium.program() or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=chromium.MISSING))


# Of the package and not of the session: an open browser keeps an event loop, beside which Django refuses its database.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium.chromium() as found:
        yield found


@pytest.fixture(scope="package")
def the_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as built:
        yield built


@pytest.fixture
def visit(browser: Browser, the_house: House) -> Visit:
    return partial(visitor, browser, the_house)


@pytest.fixture(scope="package")
def axe() -> str:
    """The source of axe-core, which a page runs to look at itself."""
    return npm.file("axe-core/axe.min.js").read_text()
