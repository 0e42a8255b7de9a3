"""Somebody at a screen, and everything that goes wrong there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response
from playwright.sync_api import Page as Tab

from storyforge_site.tests.browser.house import House, as_cookie

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
Theme = Literal["light", "dark"]
LIGHT: Theme = "light"
BEDTIME: Theme = "dark"

# How much of the screen moved by itself, in sum.
_WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""

_SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  const pictures = Promise.all([...document.images].map((picture) => picture.decode().catch(() => {})));
  await Promise.race([pictures, new Promise((late) => setTimeout(late, 3000))]);
  scrollTo(0, 0);
  await new Promise(requestAnimationFrame);
}"""

_RUN_AXE = """async (within) => (await axe.run(within, { resultTypes: ["violations"] })).violations.flatMap((rule) =>
  rule.nodes.map((node) => [rule.id, node.target.join(" "), node.any[0]?.message].join(": ")))"""


@dataclass
class Visitor:
    tab: Tab
    context: BrowserContext = field(repr=False)
    house: House = field(repr=False)
    troubles: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list, repr=False)
    is_offline: bool = False

    def open(self, path: str, *, status: int = 200, arriving: str = "") -> Response:
        """By its address, to arrive there or, where the site leads on, at `arriving`."""
        answer = self.tab.goto(self._address(path))
        assert answer is not None
        arrived = (answer.status, self.tab.url.partition("?")[0])
        meant = (status, self._address(arriving or path).partition("?")[0])
        assert arrived == meant, f"{arrived} and not {meant}"
        return answer

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else self.house.url + path

    def lose_the_network(self) -> None:
        self.is_offline = True
        self.context.set_offline(True)

    def violations(self, axe: str, *themes: Theme, within: str = "html") -> list[str]:
        """What axe-core finds on the page, or in a part of it, as it is now; it keeps the last of the themes."""
        self.tab.evaluate(axe)
        found: list[str] = []
        for theme in themes:
            self.tab.emulate_media(color_scheme=theme)
            found += [f"{theme} {one}" for one in self.tab.evaluate(_RUN_AXE, within)]
        return found

    @property
    def shifted(self) -> float:
        return float(self.tab.evaluate("window.shifted"))

    @property
    def sticks_out(self) -> int:
        """Pixels that the page is wider than the screen."""
        return int(self.tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def scroll_through(self) -> None:
        """To the end and back, as a reader would, so that what loads late has loaded."""
        self.tab.evaluate(_SCROLL_THROUGH)

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser's own remark about an answer is told by `_see` with its address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"{self.tab.url}: {message.text}")

    def bytes_of(self, kind: str) -> dict[str, int]:
        """What each "script" or "stylesheet" weighed on its way, by address."""
        return {
            answer.url: answer.request.sizes()["responseBodySize"]
            for answer in self.answers
            if answer.request.resource_type == kind
        }

    def _see(self, answer: Response) -> None:
        self.answers.append(answer)
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.troubles.append(f"{self.tab.url}: {answer.url} answered {answer.status}")

    def _miss(self, request: Request) -> None:
        # Leaving a page ends what it still asked for, and that is no failure.
        if not self.is_offline and request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{self.tab.url}: {request.url} failed: {request.failure}")


@contextmanager
def visitor(
    browser: Browser,
    house: House,
    *,
    who: str = "",
    screen: dict[str, Any] = DESKTOP,
    theme: Theme = LIGHT,
    **more: Any,
) -> Iterator[Visitor]:
    """A browser of their own for `who`; at the end nothing may have gone wrong in it.

    That is: no error on the console (a breach of the content security policy is one), no script that threw, no
    request that failed or was refused.
    """
    context = browser.new_context(**screen, color_scheme=theme, **more)
    context.set_default_timeout(15_000)
    context.add_init_script(_WATCH_SHIFTS)
    if who:
        context.add_cookies([as_cookie(house, who)])
    tab = context.new_page()
    somebody = Visitor(tab, context, house)
    tab.on("console", somebody._hear)
    tab.on("pageerror", lambda error: somebody.troubles.append(f"{tab.url}: {error}"))
    tab.on("response", somebody._see)
    tab.on("requestfailed", somebody._miss)
    try:
        yield somebody
    finally:
        context.close()
    assert not somebody.troubles, somebody.troubles
