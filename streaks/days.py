"""What a reader's day is. Nothing here looks at a clock or at the database.

A day is a date in the reader's own time zone, and the zone may change: because a family flies, or because
somebody turns the setting to and fro. Three rules keep that fair:

1. **A date never goes back.** A new day has a later date than the last one that counted. West over the date
   line Saturday comes a second time, but it was read already.
2. **One night, one day.** A day is new only when midnight has passed where the last one was counted too, or
   half a day after that count. Turning the zone does not make a second day of the same evening, and a family that
   read at breakfast in Berlin and reads at breakfast in Seoul has its two days.
3. **A day the aeroplane swallowed is not missed.** Days run on when their dates follow each other, and also when
   the last sitting was yesterday by the clock of then or by the clock of now.

So a zone moves a reader's midnight and never makes a day: whoever turns it as he likes counts no more days than
there were dates on Earth, and whoever reads every day wherever he is never loses his streak.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ONE_DAY = timedelta(days=1)
_HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class LocalMoment:
    """A moment and the zone its reader is in."""

    moment: datetime
    zone: str

    @property
    def day(self) -> date:
        return local_date(self.moment, self.zone)


@dataclass(frozen=True, slots=True)
class Last:
    """The last day that counted, when and where it did, and the last sitting, which may have counted nothing."""

    day: date
    counted: LocalMoment
    sitting: LocalMoment


def local_date(moment: datetime, zone: str) -> date:
    return moment.astimezone(_zone(zone)).date()


def is_new_day(last: Last | None, here: LocalMoment) -> bool:
    """Would reading here and now count a day more? Rules 1 and 2."""
    if last is None:
        return True
    if here.day <= last.day:
        return False
    midnight_passed = local_date(here.moment, last.counted.zone) > last.day
    return midnight_passed or here.moment - last.counted.moment >= _HALF_A_DAY


def runs_on(last: Last | None, here: LocalMoment) -> bool:
    """Would a day that is read here and now follow the last one without a gap? Rule 3."""
    if last is None:
        return False
    if here.day <= last.day + _ONE_DAY:
        return True
    return any(
        local_date(here.moment, zone) <= local_date(last.sitting.moment, zone) + _ONE_DAY
        for zone in (last.sitting.zone, here.zone)
    )


def reading_day(last: Last | None, here: LocalMoment) -> date:
    """The day to which a sitting belongs: a new one, or still the last that counted."""
    return here.day if last is None or is_new_day(last, here) else last.day


def _zone(name: str) -> tzinfo:
    """Names were checked when they were set; one that the time zone data has dropped since is read as UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
