"""The rule of keeping, under clocks that jump back, forward, and repeat an hour (faults F97, R5)."""

from datetime import datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from app.analysis.backup_keeping import LAST, LEAST, NEWER, UPGRADE, Stored, to_delete

BEGIN = datetime(2026, 3, 1, 9, 0)
ROOM = 10**12
jumps = st.one_of(
    st.integers(1, 60),  # minutes of ordinary work
    st.integers(60, 5_000),
    st.sampled_from([-60, -1_440, -525_600, 5_256_000, -5_256_000, 0]),  # an hour back, a day, a year, ten years on and back
)
reasons = st.sampled_from(["auto", "auto", "auto", "exit", UPGRADE, "before-restore"])


@st.composite
def histories(draw: st.DrawFn, least: int = 0) -> list[Stored]:
    found, at = [], BEGIN
    for number in range(1, draw(st.integers(least, 60)) + 1):
        at += timedelta(minutes=draw(jumps))
        at = min(max(at, datetime(1971, 1, 1)), datetime(2200, 1, 1))
        found.append(Stored(number * 3, at, draw(reasons), draw(st.integers(1, 500)), draw(st.integers(0, 9)) > 0))
    return found


def left(stored: list[Stored], most: int = ROOM) -> list[Stored]:
    gone = {one.number for one in to_delete(stored, most)}
    return [one for one in stored if one.number not in gone]


@given(histories(), st.integers(0, 20_000))
def test_enough_sound_ones_stay_and_two_newer_than_any_that_went(stored: list[Stored], most: int) -> None:
    kept = left(stored, most)
    sound = sum(one.verified for one in stored)
    assert sum(one.verified for one in kept) >= min(LEAST, sound)
    for gone in to_delete(stored, most):
        assert sum(one.verified and one.number > gone.number for one in kept) >= NEWER


_FEW_SOUND = [Stored(3 * place, BEGIN + timedelta(minutes=place), "auto", 1, place not in (2, 3, 4, 5)) for place in range(1, 9)]
"""What went for its size made others the oldest sound one, and those before it went the next time."""


@example(_FEW_SOUND, 4)
@given(histories(), st.integers(0, 20_000))
def test_deciding_twice_deletes_no_more(stored: list[Stored], most: int) -> None:
    assert to_delete(left(stored, most), most) == ()


@given(histories(), st.integers(0, 20_000), st.randoms(use_true_random=False))
def test_the_order_they_are_found_in_does_not_matter(stored: list[Stored], most: int, random) -> None:
    mixed = list(stored)
    random.shuffle(mixed)
    assert to_delete(mixed, most) == to_delete(stored, most)


@given(histories(least=1))
def test_the_last_stay_whatever_the_clock_says(stored: list[Stored]) -> None:
    kept = left(stored)
    assert [one for one in stored if one.verified][-LAST:] == [one for one in kept if one.verified][-LAST:]
    assert kept[-1] == stored[-1]


@given(histories(), st.integers(-400, 400))
def test_a_clock_wrong_by_whole_weeks_all_along_changes_nothing_but_months(stored: list[Stored], weeks: int) -> None:
    """Hours, days and weeks are counted as they are present; only which month a day lies in can move."""
    moved = [Stored(s.number, s.stamp + timedelta(weeks=weeks), s.reason, s.size, s.verified) for s in stored]
    assert len(left(moved)) <= len(left(stored)) + 9
    assert {s.number for s in left(moved)[-LAST:]} == {s.number for s in left(stored)[-LAST:]}


@given(histories())
def test_one_wrong_stamp_far_in_the_future_takes_nothing_away(stored: list[Stored]) -> None:
    """A control of the plan "keep what is younger than": a single jump would have emptied the folder."""
    future = Stored(1_000, datetime(2199, 6, 1), "auto", 1, True)
    before, after = {one.number for one in left(stored)}, {one.number for one in left([*stored, future])}
    # a new one may push out one of the last, and one of each row; nothing else
    assert len(before - after) <= 6


@given(histories(), st.integers(0, 20_000))
def test_what_is_over_the_size_is_over_it_for_a_reason(stored: list[Stored], most: int) -> None:
    kept = left(stored, most)
    if sum(one.size for one in kept) > most:
        for one in kept:
            others = [each for each in kept if each.verified and each != one]
            assert len(others) < LEAST or sum(each.number > one.number for each in others) < NEWER


def test_a_year_and_a_half_of_work_leaves_hours_days_weeks_and_months() -> None:
    stored: list[Stored] = []
    for number in range(1, 540 * 8 + 1):
        day, hour = divmod(number - 1, 8)
        stored.append(Stored(number, BEGIN + timedelta(days=day, hours=hour), "auto", 1, True))
        stored = left(stored)
    stamps = [one.stamp for one in stored]
    last = stamps[-1]
    assert len({(s.date(), s.hour) for s in stamps}) >= 48
    assert {(last - timedelta(days=back)).date() for back in range(12)} <= {s.date() for s in stamps}
    assert {(last - timedelta(weeks=back)).isocalendar()[:2] for back in range(10)} <= {s.isocalendar()[:2] for s in stamps}
    assert len({(s.year, s.month) for s in stamps}) == 9
    assert len(stamps) <= 48 + 12 + 10 + 9


def test_the_repeated_hour_and_the_missing_one() -> None:
    """The clock goes from 3 to 2: eight backups carry hours twice, and the newest by number stands for its hour."""
    stamps = [datetime(2026, 10, 25, hour, minute) for hour in (1, 2, 2, 3, 4, 5, 6, 7, 8) for minute in (0, 30)]
    stored = [Stored(number, stamp, "auto", 1, True) for number, stamp in enumerate(stamps, 1)]
    kept = {one.number for one in left(stored)}
    assert kept == {2, 6, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18}


def test_before_an_upgrade_stays_for_ninety_days_of_work_and_the_last_three_always() -> None:
    days = [Stored(10 + day, BEGIN + timedelta(days=day), "auto", 1, True) for day in range(400)]
    early = [Stored(number, BEGIN - timedelta(days=9 - number), UPGRADE, 1, True) for number in range(1, 6)]
    assert {one.number for one in left([*early, *days])} >= {3, 4, 5}
    assert not {1, 2} & {one.number for one in left([*early, *days])}
    assert {one.number for one in left([*early, *days[:80]])} >= {1, 2, 3, 4, 5}


def test_a_damaged_one_stands_for_nothing() -> None:
    stored = [Stored(n, BEGIN + timedelta(days=n), "auto", 1, n != 5) for n in range(1, 30)]
    assert 5 not in {one.number for one in left(stored)}
    assert 29 in {one.number for one in left(stored)}
