"""Lighthouse as a phone: scores from 0 to 100 by category, and what cost them."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.conf import settings

from storyforge_site.tests.browser import chromium, npm
from storyforge_site.tests.browser.house import House

# What Lighthouse ends with when Chromium or its trace failed it ("please run Lighthouse again"), not the page.
_NOT_MEASURED = "Runtime error encountered"
_TRIES = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

# How many times slower than this machine the phone is taken to be: four times than a fast desktop, which Lighthouse
# expects, and less than a machine of which its own benchmark says less (docs/throttling.md, "Calibrating the CPU
# slowdown", and the calculator it leads to, by these points).
FAST_DESKTOP = 4.0
_SLOWDOWNS = ((150, 1.0), (800, 2.0), (1300, 3.0), (1533, FAST_DESKTOP))


@dataclass(frozen=True, slots=True)
class Report:
    scores: dict[str, int]
    lost: list[str]  # what was not perfect, with its value
    slowdown: float  # what would have been right on this machine


def look(house: House, address: str, *, who: str = "", slowdown: float = FAST_DESKTOP) -> Report:
    """With Lighthouse's own idea of a slow phone on a slow network."""
    node, chrome = shutil.which("node"), chromium.program()
    assert node, "Node is not installed; `make test` needs it (Debian: apt install nodejs npm)"
    assert chrome, chromium.MISSING
    command = [
        node,
        str(npm.file("lighthouse/cli/index.js")),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--throttling.cpuSlowdownMultiplier={slowdown}",
        f"--chrome-flags=--headless=new {' '.join(chromium.ARGUMENTS)}",
    ]
    if who:
        cookie = f"{settings.SESSION_COOKIE_NAME}={house.sessions[who]}"
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    environment = {**os.environ, "CHROME_PATH": chrome}
    return _read(json.loads(_run(command, environment)))


def _run(command: list[str], environment: dict[str, str]) -> str:
    for _try in range(_TRIES):
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        if done.returncode == 0 or _NOT_MEASURED not in done.stderr:
            break
    assert done.returncode == 0, done.stderr
    return done.stdout


def _read(said: dict[str, Any]) -> Report:
    categories, audits = said["categories"], said["audits"]
    counted = {ref["id"] for name in CATEGORIES for ref in categories[name]["auditRefs"] if ref["weight"]}
    lost = [
        f"{name} {audits[name]['score']}: {audits[name].get('displayValue') or audits[name]['title']}"
        for name in sorted(counted)
        if audits[name]["score"] is not None and audits[name]["score"] < 1
    ]
    scores = {name: round(100 * categories[name]["score"]) for name in CATEGORIES}
    return Report(scores, lost, _fair_slowdown(said["environment"]["benchmarkIndex"]))


def _fair_slowdown(benchmark: float) -> float:
    """On the line between the two points it lies between."""
    for (low, least), (high, most) in pairwise(_SLOWDOWNS):
        if benchmark < high:
            return max(1.0, round(least + (most - least) * (benchmark - low) / (high - low), 1))
    return FAST_DESKTOP
