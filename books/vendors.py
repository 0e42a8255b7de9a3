"""How the vendors do: who stands in which chain, how their circuits are, what they took. For staff."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Avg, Case, Count, Q, Sum, Value, When

from books.models import CallStatus, Job, ProviderCall, Scope, Spending
from storyforge_site.lib.breaker import Breaker, State
from storyforge_site.lib.clock import now
from storyforge_site.models import ProviderSwitch
from storyforge_site.providers import prices, registry

_KINDS = {  # as `registry.each_configured` tells them apart: how circuits are called, and what staff call them
    "text": ("text", "Stories"),
    "picture": ("pictures", "Pictures"),
    "speech": ("speech", "Voices"),
    "moderation": ("moderation", "Moderation"),
    "picture moderation": ("moderation", "Moderation of pictures"),
}
_KEYS = {
    **{"text:openai": "LLM_API_KEY", "text:anthropic": "ANTHROPIC_API_KEY", "text:gemini": "GEMINI_API_KEY"},
    **{"pictures:openai": "IMAGE_API_KEY", "pictures:imagen": "IMAGEN_API_KEY", "pictures:fal": "FAL_API_KEY"},
    **{"pictures:replicate": "REPLICATE_API_KEY", "speech:openai": "TTS_API_KEY"},
    **{"speech:elevenlabs": "ELEVENLABS_API_KEY", "speech:gemini": "GEMINI_TTS_API_KEY"},
    **{"moderation:openai": "MODERATION_API_KEY", "moderation:gemini": "GEMINI_API_KEY"},
    "moderation:rekognition": "REKOGNITION_ACCESS_KEY",
}
_OURS = ("offline", "rules")
_ALWAYS_ON = "moderation:rules"  # they come first, whoever else looks
_KIND_OF_CALL = Case(
    When(step="images", then=Value("pictures")),
    When(step="read_aloud", then=Value("speech")),
    When(step__endswith=":moderation", then=Value("moderation")),
    default=Value("text"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Questions it answered or was the last to fail; `seconds` an answer took, over the day."""

    hour: int = 0
    day: int = 0
    failed_hour: int = 0
    failed_day: int = 0
    seconds: float | None = None
    microdollars: int = 0


@dataclass(frozen=True, slots=True)
class Vendor:
    """`name`: as its circuit is called. `place` in its chain, from 1."""

    name: str
    provider: str
    place: int
    model: str
    fault: str
    circuit: State
    switch: ProviderSwitch | None
    by: str
    figures: Figures

    @property
    def is_off(self) -> bool:
        return self.switch is not None and self.switch.is_off

    @property
    def may_be_switched(self) -> bool:
        return self.name != _ALWAYS_ON

    @property
    def next_probe(self) -> datetime | None:
        """None: with the next question."""
        probed = self.circuit.probed
        return probed + timedelta(seconds=settings.BREAKER_PROBE_SECONDS) if probed else None


@dataclass(slots=True)
class Chain:
    title: str
    vendors: list[Vendor] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        return all(vendor.is_off for vendor in self.vendors)


@dataclass(frozen=True, slots=True)
class Cap:
    what: str
    subject: str
    spent: int
    cap: int

    @property
    def percent(self) -> int:
        return round(100 * self.spent / self.cap) if self.cap else 100

    @property
    def mark(self) -> int:
        return self.cap * 8 // 10


def known() -> set[str]:
    """Whom staff may switch off and on."""
    named = {f"{_KINDS[kind][0]}:{provider}" for kind, provider, _load in registry.each_configured()}
    return named - {_ALWAYS_ON}


def chains(switches: Iterable[ProviderSwitch]) -> list[Chain]:
    """Two queries."""
    figures, rows, last = _figures(), {row.name: row for row in switches}, _last_by()
    found: dict[str, Chain] = {}
    for kind, provider, _load in registry.each_configured():
        circuits, title = _KINDS[kind]
        name, chain = f"{circuits}:{provider}", found.setdefault(kind, Chain(title))
        chain.vendors.append(
            Vendor(
                name=name,
                provider=provider,
                place=len(chain.vendors) + 1,
                model=prices.model_named(kind, provider),
                fault=_fault(name, provider),
                circuit=Breaker(name).state(),
                switch=rows.get(name),
                by=last.get(name, ""),
                figures=figures.get((circuits, provider), Figures()),
            )
        )
    return list(found.values())


def spent_today() -> Iterator[Cap]:
    """The site's day, and the family and the job of today that cost most. Two queries."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    of_today = Spending.objects.filter(day=midnight.date())
    dearest = of_today.filter(scope=Scope.USER).order_by("-microdollars").values("pk")[:1]
    rows = {row.scope: row for row in of_today.filter(Q(scope=Scope.SITE) | Q(pk__in=dearest))}
    site, family = rows.get(Scope.SITE), rows.get(Scope.USER)
    yield Cap("The site", "", site.microdollars if site else 0, settings.COST_CAP_SITE_DAY)
    yield Cap("The dearest family", *_of(family), settings.COST_CAP_USER_DAY)
    costly = Job.objects.filter(created_at__gte=midnight, spent_microdollars__gt=0)
    job = costly.order_by("-spent_microdollars").values_list("pk", "spent_microdollars").first()
    yield Cap("The dearest job", *(job or ("", 0)), settings.COST_CAP_JOB)


def _of(row: Spending | None) -> tuple[str, int]:
    return (row.subject, row.microdollars) if row else ("", 0)


def _fault(name: str, provider: str) -> str:
    """What is missing for it to be asked, as far as the settings tell."""
    setting = _KEYS.get(name, "")
    return f"{setting} is not set" if provider not in _OURS and setting and not getattr(settings, setting) else ""


def _last_by() -> dict[str, str]:
    """Who last touched the switch of each vendor."""
    about = ContentType.objects.get_for_model(ProviderSwitch)
    entries = LogEntry.objects.filter(content_type=about).select_related("user").order_by("action_time")
    return {str(entry.object_id): str(entry.user) for entry in entries}


def _figures() -> dict[tuple[str, str], Figures]:
    """(kind, provider) → its figures of the last 24 hours."""
    moment = now()
    lately, failed = Q(created_at__gt=moment - timedelta(hours=1)), Q(status=CallStatus.FAILED)
    rows: Any = (
        ProviderCall.objects.filter(created_at__gt=moment - timedelta(days=1))
        .exclude(status=CallStatus.INTENDED)
        .annotate(kind=_KIND_OF_CALL)
        .values("kind", "provider")
        .order_by()
        .annotate(
            hour=Count("pk", filter=lately),
            day=Count("pk"),
            failed_hour=Count("pk", filter=lately & failed),
            failed_day=Count("pk", filter=failed),
            latency=Avg("latency_ms", filter=Q(status=CallStatus.ANSWERED)),
            cost=Sum("cost_microdollars"),
        )
    )
    return {(row.pop("kind"), row.pop("provider")): _in_seconds(row) for row in rows}


def _in_seconds(row: dict[str, Any]) -> Figures:
    latency, cost = row.pop("latency"), row.pop("cost")
    return Figures(**row, seconds=None if latency is None else latency / 1000, microdollars=cost or 0)
