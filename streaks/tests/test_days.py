"""What a day is: over midnight, daylight saving and the date line. No database; every moment is written out."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaks import days
from streaks.days import Last, LocalMoment
from streaks.tests.factories import at

ZONES = (
    *("Etc/GMT+12", "Pacific/Honolulu", "America/New_York", "UTC", "Europe/Berlin"),
    *("Asia/Kolkata", "Asia/Seoul", "Pacific/Chatham", "Pacific/Kiritimati"),
)


class Reader:
    """Reads, and keeps what the rules need."""

    def __init__(self) -> None:
        self.last: Last | None = None
        self.counted: list[date] = []
        self.streak = 0

    def reads(self, local: str, zone: str) -> bool:
        return self.reads_at(at(local, zone), zone)

    def reads_at(self, moment: datetime, zone: str) -> bool:
        here = LocalMoment(moment, zone)
        is_new = days.is_new_day(self.last, here)
        if is_new:
            self.streak = self.streak + 1 if days.runs_on(self.last, here) else 1
            self.counted.append(here.day)
            self.last = Last(here.day, counted=here, sitting=here)
        elif self.last:
            self.last = Last(self.last.day, counted=self.last.counted, sitting=here)
        return is_new


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Asia/Seoul", "2026-11-21"), ("UTC", "2026-11-20"), ("Pacific/Honolulu", "2026-11-20")],
)
def test_the_same_moment_is_another_day_elsewhere(zone: str, expected: str) -> None:
    moment = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # half past midnight in Seoul, half past five in Honolulu

    assert days.local_date(moment, zone) == date.fromisoformat(expected)


@pytest.mark.parametrize("zone", ["Asia/Seoul", "Pacific/Honolulu", "America/New_York", "UTC"])
def test_midnight_is_the_readers_own(zone: str) -> None:
    alice = Reader()

    assert alice.reads("2026-11-20 23:59", zone)
    assert alice.reads("2026-11-21 00:00", zone)
    assert not alice.reads("2026-11-21 23:59", zone)
    assert alice.streak == 2


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", "2026-11-01"),  # 25 hours
        ("America/New_York", "2026-03-08"),  # 23 hours
        ("Europe/Berlin", "2026-10-25"),
        ("Europe/Berlin", "2026-03-29"),
    ],
)
def test_the_day_the_clocks_change_is_one_day(zone: str, day: str) -> None:
    alice = Reader()
    before, after = (date.fromisoformat(day) + timedelta(days=shift) for shift in (-1, 1))

    counted = [alice.reads(f"{before} 23:59", zone), alice.reads(f"{day} 00:01", zone)]
    again = [alice.reads(f"{day} {hour:02}:30", zone) for hour in range(24)]
    counted.append(alice.reads(f"{after} 00:01", zone))

    assert counted == [True, True, True]
    assert not any(again)
    assert alice.streak == 3


def test_the_hour_that_comes_twice_counts_once() -> None:
    """01:30 on the night New York turns its clocks back: five and a half, then six and a half hours after UTC's."""
    alice = Reader()

    first = alice.reads_at(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "America/New_York")
    second = alice.reads_at(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "America/New_York")

    assert (first, second) == (True, False)


def test_a_missed_day_breaks() -> None:
    alice = Reader()
    alice.reads("2026-11-18 20:00", "Asia/Seoul")
    alice.reads("2026-11-19 20:00", "Asia/Seoul")
    alice.reads("2026-11-21 00:10", "Asia/Seoul")

    assert alice.streak == 1
    assert len(alice.counted) == 3


# --- travel -----------------------------------------------------------------------------------
def test_breakfast_in_berlin_and_breakfast_in_seoul_are_two_days() -> None:
    alice = Reader()
    alice.reads("2026-11-20 07:00", "Europe/Berlin")

    assert alice.reads("2026-11-21 07:00", "Asia/Seoul")  # sixteen hours later, and still the 20th in Berlin
    assert alice.reads("2026-11-22 07:00", "Asia/Seoul")
    assert alice.streak == 3


def test_a_day_lost_over_the_date_line_is_not_missed() -> None:
    """Evening in Honolulu, a night in the air, morning in Tokyo: the calendar there says two days later."""
    alice = Reader()
    alice.reads("2026-11-20 20:00", "Pacific/Honolulu")

    assert alice.reads("2026-11-22 09:00", "Asia/Tokyo")
    assert alice.streak == 2


def test_a_day_won_over_the_date_line_counts_once() -> None:
    alice = Reader()
    alice.reads("2026-11-21 10:00", "Asia/Tokyo")

    assert not alice.reads("2026-11-20 15:00", "Pacific/Honolulu")  # yesterday again
    assert not alice.reads("2026-11-21 20:00", "Pacific/Honolulu")  # read already, in Tokyo
    assert alice.reads("2026-11-22 20:00", "Pacific/Honolulu")
    assert alice.streak == 2
    assert alice.counted == [date(2026, 11, 21), date(2026, 11, 22)]


def test_there_and_back_over_the_date_line_breaks_nothing() -> None:
    alice = Reader()
    alice.reads("2026-11-20 20:00", "Asia/Tokyo")
    alice.reads("2026-11-20 15:00", "Pacific/Honolulu")

    assert alice.reads("2026-11-22 05:00", "Asia/Tokyo")
    assert alice.streak == 2


def test_turning_the_zone_makes_no_second_day_of_an_evening() -> None:
    alice = Reader()
    moment = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)  # three dates are in use on Earth

    counted = [alice.reads_at(moment + timedelta(minutes=minute), ZONES[minute % len(ZONES)]) for minute in range(60)]

    assert sum(counted) == 1


def test_a_refused_day_is_read_later_the_same_day() -> None:
    """Thirty-five minutes from Samoa to Samoa, and a date later: too soon at noon, welcome at bedtime."""
    alice = Reader()
    alice.reads("2026-11-20 09:00", "Pacific/Pago_Pago")

    assert not alice.reads("2026-11-21 12:00", "Pacific/Apia")
    assert alice.reads("2026-11-21 21:00", "Pacific/Apia")


def test_a_zone_the_world_has_dropped_is_read_as_utc() -> None:
    moment = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

    assert days.local_date(moment, "Europe/Atlantis") == date(2026, 11, 20)
    assert days.local_date(moment, "../etc/passwd") == date(2026, 11, 20)
    assert days.local_date(moment, "") == date(2026, 11, 20)


journeys = st.lists(
    st.tuples(st.integers(min_value=1, max_value=20 * 60), st.sampled_from(ZONES)), min_size=1, max_size=120
)


@given(journeys)
def test_whoever_reads_each_day_wherever_he_is_never_breaks(journey: list[tuple[int, str]]) -> None:
    alice = Reader()
    moment = datetime(2026, 10, 20, tzinfo=UTC)  # the clocks change on the way
    for minutes, zone in journey:
        moment += timedelta(minutes=minutes)
        alice.reads_at(moment, zone)

    assert alice.streak == len(alice.counted)


@given(journeys)
def test_no_journey_wins_a_day(journey: list[tuple[int, str]]) -> None:
    """No more days than dates began on Earth, each later than the one before, and never two in half a day."""
    alice = Reader()
    begun = moment = datetime(2026, 10, 20, tzinfo=UTC)
    counts: list[LocalMoment] = []
    for minutes, zone in journey:
        moment += timedelta(minutes=minutes)
        if alice.reads_at(moment, zone):
            counts.append(LocalMoment(moment, zone))

    assert alice.counted == sorted(set(alice.counted))
    assert len(alice.counted) <= (moment - begun) / timedelta(days=1) + 3
    for before, after in itertools.pairwise(counts):
        slept = days.local_date(after.moment, before.zone) > before.day
        assert slept or after.moment - before.moment >= timedelta(hours=12)
