"""The thirty days of the recycle bin, under clocks that jump (faults F97)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.bin_keeping import KEPT, WORKED, limit, until

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def days(count: int) -> list[date]:
    return [NOW.date() - timedelta(days=number) for number in range(count)]


def test_thirty_days_and_not_an_hour_less() -> None:
    assert limit(NOW, days(200)) == NOW - KEPT
    assert until(NOW - KEPT) == NOW


def test_who_seldom_works_keeps_longer() -> None:
    rare = [NOW.date() - timedelta(days=7 * number) for number in range(60)]
    assert limit(NOW, rare) == datetime.combine(rare[WORKED - 1], datetime.min.time(), UTC)
    assert limit(NOW, days(WORKED - 1)) is None


def test_a_clock_ten_years_ahead_empties_nothing() -> None:
    ahead = NOW + timedelta(days=3652)
    found = limit(ahead, [*days(200), ahead.date()])
    assert found is not None
    assert found <= NOW - timedelta(days=WORKED - 2)
    assert found < NOW - timedelta(days=10)


DAYS = st.dates(date(1990, 1, 1), date(2200, 1, 1))


@given(st.lists(DAYS, max_size=60), st.datetimes(datetime(1991, 1, 1), datetime(2199, 1, 1)))
def test_it_is_never_younger_than_thirty_days_by_the_clock_and_twenty_by_work(worked: list[date], moment: datetime) -> None:
    now = moment.replace(tzinfo=UTC)
    found = limit(now, worked)
    if found is None:
        assert len(set(worked)) < WORKED
    else:
        assert found <= now - KEPT
        assert len({day for day in worked if day >= found.date()}) >= WORKED
