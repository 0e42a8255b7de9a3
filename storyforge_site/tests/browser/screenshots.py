"""Every page as a file (`make screenshots`), on phone and desktop, by day and at bedtime; some in every language."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser

from storyforge_site.tests.browser.chromium import chromium
from storyforge_site.tests.browser.house import House, house
from storyforge_site.tests.browser.pages import PAGES, Page
from storyforge_site.tests.browser.visitor import BEDTIME, DESKTOP, LIGHT, PHONE, Theme, visitor

_SCREENS = {"390": PHONE | {"device_scale_factor": 1}, "1280": DESKTOP}
_THEMES: dict[str, Theme] = {"day": LIGHT, "bedtime": BEDTIME}
_CALM = {"reduced_motion": "reduce", "service_workers": "block"}
_OTHER_LANGUAGES = ("ko", "ja")


def take() -> None:
    folder = Path(settings.BASE_DIR) / "screenshots"
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as place, house(Path(place)) as the_house, chromium() as browser:
        for page, language, theme, width in _wanted():
            _take(browser, the_house, page, folder / language, theme, width)
    sys.stdout.write(f"{folder}\n")


def _wanted() -> Iterator[tuple[Page, str, str, str]]:
    yield from product(PAGES, ["en"], _THEMES, _SCREENS)
    yield from product((page for page in PAGES if page.is_main), _OTHER_LANGUAGES, ["day"], _SCREENS)


def _take(browser: Browser, the_house: House, page: Page, folder: Path, theme: str, width: str) -> None:
    look: dict[str, Any] = {"screen": _SCREENS[width], "theme": _THEMES[theme], "locale": folder.name} | _CALM
    with visitor(browser, the_house, who=page.who, **look) as somebody:
        somebody.open(page.address(the_house), status=page.status)
        somebody.scroll_through()
        somebody.tab.screenshot(path=folder / f"{page.title}-{theme}-{width}.png", full_page=True)
