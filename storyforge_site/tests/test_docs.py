"""What the documents say is true: links lead somewhere, every setting, metric and code is told and no other, and each
command of the API guide is answered as it says there.
"""

import ast
import os
import re
import shutil
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import get_commands
from django.db import connection

from books.models import Job, Spending
from books.pipeline import runner
from storyforge_site import metrics
from storyforge_site.drf import STATUS_OF
from storyforge_site.lib import meters
from storyforge_site.lib.errors import Code
from storyforge_site.providers import registry
from storyforge_site.tests.staff import require_roles

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"]

ENDS_OF_JOBS = [code for code in Code if list(Code).index(code) <= list(Code).index(Code.UNKNOWN)]


def told(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str) -> Iterator[list[str]]:
    """Of every table, without its head."""
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def part(text: str, heading: str) -> str:
    """From a heading of the second level to the next."""
    return re.split(r"^## ", text.split(f"\n## {heading}\n", 1)[1], maxsplit=1, flags=re.M)[0]


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)


# --- links and names ---------------------------------------------------------------------------
def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", without_code(page.read_text(encoding="utf-8")), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_nowhere(page: Path, link: str) -> bool:
    name, _hash, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    return not target.exists() or bool(anchor and anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|mailto:)([^)\s]+)\)", without_code(page.read_text(encoding="utf-8")))

    assert [link for link in links if leads_nowhere(page, link)] == []


@pytest.mark.parametrize("page", PAGES[:-1], ids=lambda page: page.name)
def test_files_and_commands_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    files = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|toml|yaml|conf|md|svg|txt))`", text))
    scripts = set(re.findall(r"\bscripts/[\w-]+(?:\.py)?", text))
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text))
    targets = set(re.findall(r"\bmake ([a-z]+)`", text))
    known_targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))

    assert {name for name in files | scripts if not exists(name)} == set()
    assert commands - set(get_commands()) == set()
    assert targets - known_targets == set()


def exists(name: str) -> bool:
    """From the root, or below the site's own rooms."""
    return any((ROOT / room / name).exists() for room in ("", "storyforge_site", "books", "docs"))


def test_every_page_of_the_folder_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [page.name for page in DOCS.glob("*.md") if f"(docs/{page.name})" not in readme] == []


def test_the_picture_is_whole_and_loads_nothing() -> None:
    picture = told("architecture.svg")

    assert ElementTree.fromstring(picture).tag.endswith("svg")  # noqa: S314  (our own file)
    assert re.findall(r"(?:href|src|url)\s*[=(]\s*[\"']?(?!#)[\w:/.]+", picture) == []
    assert "prefers-color-scheme: dark" in picture


# --- settings ----------------------------------------------------------------------------------
_SOURCES = (
    "storyforge_site/settings.py",
    "storyforge_site/api_settings.py",
    "storyforge_site/book_settings.py",
    "storyforge_site/provider_settings.py",
    "storyforge_site/lib/tracing.py",
    "storyforge_site/lib/meters.py",
    "gunicorn.conf.py",
)
_OF_LIBRARIES = {"OTEL_EXPORTER_OTLP_HEADERS", "OTEL_TRACES_SAMPLER"}  # which read the environment themselves
_HOUSES = ("GOOGLE", "KAKAO", "LINE")


def read_settings() -> dict[str, Any]:
    """Each name that is read from the environment, with its default where that is written down plainly."""
    found: dict[str, Any] = {}
    for source in _SOURCES:
        for node in ast.walk(ast.parse((ROOT / source).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and reads_the_environment(node.func):
                for name in names_in(node.args[0]):
                    found.setdefault(name, default_in(node))
            if isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == "os.environ":
                found |= dict.fromkeys(names_in(node.left))
    return found


def reads_the_environment(function: ast.expr) -> bool:
    return ast.unparse(function).startswith(("env.", "secret", "key", "os.environ.get"))


def names_in(node: ast.expr) -> list[str]:
    if isinstance(node, ast.JoinedStr):  # one for each house that signs people in
        return [house + ending for house in _HOUSES for ending in names_in(node.values[-1])]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def default_in(call: ast.Call) -> Any:
    for keyword in call.keywords:
        if keyword.arg == "default":
            try:
                return ast.literal_eval(keyword.value)
            except ValueError:
                return None
    return None


def described_settings() -> dict[str, str]:
    """Name → what is said of its default; several names in one row have theirs side by side."""
    found: dict[str, str] = {}
    for name_cell, default, *_rest in rows(part(told("operations.md"), "Settings")):
        names = re.findall(r"`([A-Z][A-Z0-9_]+)`", name_cell)
        defaults = default.split(", ") if len(names) > 1 else [default]
        assert len(defaults) in (1, len(names)), name_cell
        found |= dict(zip(names, defaults * len(names), strict=False))
    return found


def as_told(default: Any) -> str:
    if isinstance(default, list):
        default = ",".join(default)
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, int):
        return f"{default:_}".replace("_", " ")
    return f"{default:g}" if isinstance(default, float) else default or "–"


def test_every_setting_is_described_and_no_other() -> None:
    assert set(described_settings()) - _OF_LIBRARIES == set(read_settings())


def test_defaults_are_those_of_the_code() -> None:
    described = described_settings()
    plain = {name: as_told(value) for name, value in read_settings().items() if value is not None}

    assert len(plain) > 90
    assert {name: described[name].strip("`") for name in plain} == plain


def test_every_check_at_the_start_is_explained() -> None:
    source = (ROOT / "storyforge_site/checks.py").read_text(encoding="utf-8")

    assert set(re.findall(r"\bE\d{3}\b", source)) == set(re.findall(r"\bE\d{3}\b", told("operations.md")))


@pytest.mark.django_db
def test_every_role_of_staff_is_described() -> None:
    require_roles()
    described = {row[0].strip("`") for row in rows(part(told("operations.md"), "Staff"))}

    assert described == set(Group.objects.values_list("name", flat=True))


# --- what is watched ---------------------------------------------------------------------------
@pytest.fixture
def names_of_metrics(db: None) -> set[str]:
    return {family.name for counts in (metrics.REGISTRY, meters.registry()) for family in counts.collect()}


def described_metrics() -> set[str]:
    return {re.sub(r"_total$", "", row[0].strip("`")) for row in rows(part(told("operations.md"), "Metrics"))}


def test_every_metric_is_described_and_no_other(names_of_metrics: set[str]) -> None:
    assert described_metrics() == names_of_metrics


def test_alerts_ask_for_metrics_we_have_and_lead_to_a_runbook(names_of_metrics: set[str]) -> None:
    groups = yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text(encoding="utf-8"))["groups"]
    alerts = [rule for group in groups for rule in group["rules"]]
    asked = {name for rule in alerts for name in re.findall(r"storyforge_\w+", rule["expr"])} - {"storyforge_site"}
    plain = {re.sub(r"_(total|count|sum|bucket)$", "", name) for name in asked}
    runbooks = {rule["annotations"]["runbook"].partition("#")[2] for rule in alerts}

    assert plain <= names_of_metrics
    assert runbooks <= anchors(DOCS / "operations.md")
    assert {rule["labels"]["severity"] for rule in alerts} == {"page", "ticket"}


@pytest.mark.parametrize("code", ENDS_OF_JOBS)
def test_every_end_of_a_job_has_a_runbook(code: Code) -> None:
    assert f"\n### {code}\n" in told("operations.md")


# --- providers ---------------------------------------------------------------------------------
def test_every_vendor_is_described() -> None:
    tables = (registry.STORY_MODELS, registry.IMAGE_MODELS, registry.SPEECH_MODELS, registry.MODERATORS)
    described = {name for row in rows(told("providers.md")) for name in re.findall(r"`(\w+)`", row[0])}

    assert {name for table in tables for name in table} <= described


def test_prices_told_are_those_of_the_table() -> None:
    prices = tomllib.loads((ROOT / "storyforge_site/providers/prices.toml").read_text(encoding="utf-8"))
    told_models = {
        name.strip("`"): sorted(float(number) for number in re.findall(r"\$([\d.]+)", said))
        for name, said in rows(part(told("providers.md"), "Prices"))
    }

    assert told_models == {name: dollars(prices, name) for name in told_models}


def dollars(prices: dict[str, Any], name: str) -> list[float]:
    kind, _dot, model = name.partition(".")
    return sorted(value / 1_000_000 for value in prices[kind][model].values())


# --- the API guide -----------------------------------------------------------------------------
def test_the_guide_knows_every_code_with_its_status() -> None:
    told_of = {row[0].strip("`"): row[1:3] for row in rows(part(told("api.md"), "When it is refused"))}

    assert set(told_of) == set(Code)
    assert {code: status for code, (status, _job) in told_of.items() if status not in ("–", "500")} == {
        str(code): str(status) for code, status in STATUS_OF.items()
    }
    assert {code for code, (_status, in_job) in told_of.items() if in_job} == set(ENDS_OF_JOBS)


@contextmanager
def somebody_works() -> Iterator[None]:
    """Walks every job as it comes, as a worker would."""
    over = threading.Event()

    def work() -> None:
        try:
            while not over.wait(0.05):
                for job_id in list(Job.objects.all().claimable().values_list("pk", flat=True)):
                    runner.advance(job_id)
        finally:
            connection.close()

    thread = threading.Thread(target=work, name="worker of the guide")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


_LONGEST_SECONDS = 400
_WATCHED = """
set -euo pipefail
curl() { command curl --max-time 120 --write-out '%{stderr}%{http_code}\\n' "$@" 2>> answered.txt; }
block() { echo "$1" >> answered.txt; }
"""


def blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", told("api.md"), flags=re.S | re.M)


def promised(block: str) -> list[str]:
    return re.findall(r"# → (\d{3})$", block, flags=re.M)


def once_each(statuses: list[str]) -> list[str]:
    """Asking again until something is ready counts once."""
    return [status for at, status in enumerate(statuses) if at == 0 or status != statuses[at - 1]]


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_every_command_of_the_guide_is_answered_as_it_says(live_server: Any, tmp_path: Path) -> None:
    missing = [program for program in ("bash", "curl", "jq") if not shutil.which(program)]
    assert missing == [], "`make test` needs them (Debian: apt install curl jq)"
    script = "".join(f"block 'block {number}'\n{block}" for number, block in enumerate(blocks()))

    with somebody_works():
        done = subprocess.run(
            ["bash", "-c", _WATCHED + script],  # noqa: S607  (whichever bash there is)
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "SITE": live_server.url},
            timeout=_LONGEST_SECONDS,
            capture_output=True,
            text=True,
            check=False,
        )

    answered = re.split(r"block \d+\n", (tmp_path / "answered.txt").read_text())[1:]
    assert done.returncode == 0, (done.stdout[-1000:], answered[-1])
    seen = {block: once_each(answer.split()) for block, answer in zip(blocks(), answered, strict=True)}
    assert seen == {block: once_each(promised(block)) for block in blocks()}
    assert not Job.objects.exists(), "the family has left"
    assert not Spending.objects.exists()
