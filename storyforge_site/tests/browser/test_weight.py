"""What a phone has to carry before a page works, and how soon it does by Lighthouse's measure."""

from dataclasses import dataclass

import pytest

from storyforge_site.tests.browser import lighthouse
from storyforge_site.tests.browser.conftest import Visit
from storyforge_site.tests.browser.house import House
from storyforge_site.tests.browser.pages import PAGES, Page
from storyforge_site.tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

_MOST_SCRIPT, _MOST_STYLE = 40_000, 20_000  # bytes, compressed
_LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
_TRIES = 4  # a busy machine makes a page slower than it is, never faster
_LETTERS_ARE_HERE = """async () => {
  const here = () => [...document.fonts].some((face) => face.family.includes("Gowun") && face.status === "loaded");
  for (let turn = 0; turn < 200 && !here(); turn++) await new Promise((later) => setTimeout(later, 50));
  return here();
}"""
_MAIN = [page for page in PAGES if page.is_main]
_MEASURED = [page for page in _MAIN if page.name in {"home", "make", "library", "read"}]


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_all_scripts_together_and_the_styles_of_each_page_are_light(
    visit: Visit, the_house: House, language: str
) -> None:
    scripts: dict[str, int] = {}
    for page in _MAIN:
        with visit(who=page.who, screen=PHONE, locale=language, service_workers="block") as somebody:
            somebody.open(page.address(the_house))
            styles = somebody.bytes_of("stylesheet")
            scripts |= somebody.bytes_of("script")
        # Letters that a book of another script brings to a page come on top, each list of them at most half as heavy.
        brought = [styles.pop(address) for address in list(styles) if _is_brought(address, language)]
        assert 0 < sum(styles.values()) <= _MOST_STYLE
        assert all(weight <= _MOST_STYLE / 2 for weight in brought)

    assert 0 < sum(scripts.values()) <= _MOST_SCRIPT


def _is_brought(address: str, language: str) -> bool:
    script = address.rsplit("/", 1)[-1].partition(".")[0]
    return script in {"ko", "ja"} - {language}


def test_letters_that_a_page_only_quotes_come_once_it_is_painted(visit: Visit, the_house: House) -> None:
    with visit(who="mina", screen=PHONE) as mina:
        mina.open("/library/")

        came = mina.tab.evaluate(_LETTERS_ARE_HERE)
        painted = mina.tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        asked = mina.tab.evaluate(
            "performance.getEntriesByType('resource').filter((one) => one.name.includes('/fonts/ko/1'))"
            ".map((one) => one.startTime)"
        )
        assert came
        assert asked
        assert min(asked) > painted


@dataclass(slots=True)
class Phone:
    slowdown: float = lighthouse.FAST_DESKTOP


@pytest.fixture(scope="module")
def phone() -> Phone:
    """What the first page has shown of this machine counts for the next, too."""
    return Phone()


@pytest.mark.parametrize("page", _MEASURED, ids=lambda page: page.title)
def test_lighthouse(the_house: House, phone: Phone, page: Page) -> None:
    for _try in range(_TRIES):
        report = lighthouse.look(the_house, page.address(the_house), who=page.who, slowdown=phone.slowdown)
        if all(report.scores[name] >= least for name, least in _LEAST.items()):
            return
        phone.slowdown = report.slowdown
    pytest.fail(f"{report.scores} {report.lost}")
