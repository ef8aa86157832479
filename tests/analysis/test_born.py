"""Birthdays as people write them: with and without a year, in digits and in the words of the lunar calendar."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.born import LEAP, LUNAR, SOLAR, Born, born, exists, in_words, lunar_words, said_birthday, typed_birthday
from app.models.checks import birthday_problem


@pytest.mark.parametrize(
    ("typed", "stored", "calendar"),
    [
        ("1985-8-15", "1985-08-15", ""), ("1985/08/15", "1985-08-15", ""), ("19850815", "1985-08-15", ""),
        ("1985年8月15日", "1985-08-15", ""), ("8-15", "--08-15", ""), ("8月15日", "--08-15", ""), ("--0815", "--08-15", ""),
        ("２-３０", "--02-30", ""), ("公历8-15", "--08-15", SOLAR), ("八月十五日", "--08-15", ""),
        ("农历1985-8-15", "1985-08-15", LUNAR), ("农历八月十五", "--08-15", LUNAR), ("八月十五", "--08-15", LUNAR),
        ("闰六月十五", "--06-15", LEAP), ("腊月三十", "--12-30", LUNAR), ("正月初一", "--01-01", LUNAR),
        ("冬月廿三", "--11-23", LUNAR), ("十一月二十", "--11-20", LUNAR), ("農曆閏六月十五", "--06-15", LEAP),
        ("一九八五年腊月廿九", "1985-12-29", LUNAR), ("十二月卅", "--12-30", LUNAR), ("lunar 8-15", "--08-15", LUNAR),
        ("08-15 (lunar, leap month)", "--08-15", LEAP), ("1985-08-15 (lunar)", "1985-08-15", LUNAR),
    ],
)  # fmt: skip
def test_what_people_type(typed: str, stored: str, calendar: str) -> None:
    assert typed_birthday(typed) == (stored, calendar)


@pytest.mark.parametrize(
    "text", ["", "soon", "13-1", "2-31", "农历八月三十一", "公历闰六月十五", "0-1", "1985-8", "--", "公历2-30", "0000-01-01"]
)
def test_what_is_no_birthday(text: str) -> None:
    with pytest.raises(ValueError, match=f"{re.escape(text[-3:])}$"):
        typed_birthday(text)


@given(st.none() | st.integers(1, 9999), st.integers(1, 12), st.integers(1, 30), st.booleans())
def test_what_is_shown_in_chinese_is_read_again(year: int | None, month: int, day: int, leap: bool) -> None:
    stored = Born(year, month, day)
    assert born(stored.text()) == stored
    assert exists(stored, LUNAR)
    if year is None or year >= 1000:
        assert typed_birthday(lunar_words(stored, leap)) == (stored.text(), LEAP if leap else LUNAR)


@given(st.none() | st.integers(0, 3000), st.integers(0, 14), st.integers(0, 33), st.sampled_from([SOLAR, LUNAR, LEAP]))
def test_the_check_of_the_field_and_the_calendar_agree(year: int | None, month: int, day: int, kind: str) -> None:
    stored = Born(year, month, day)
    assert (birthday_problem(stored.text(), kind) == "") == exists(stored, kind)
    assert (birthday_problem(stored.text()) == "") == (exists(stored, SOLAR) or exists(stored, LUNAR))


def test_a_solar_29_february_needs_no_year() -> None:
    assert exists(Born(None, 2, 29), SOLAR)
    assert exists(Born(1984, 2, 29), None)
    assert not exists(Born(1985, 2, 29), SOLAR)


@given(st.none() | st.integers(1000, 9999), st.integers(1, 12), st.integers(1, 28), st.sampled_from([SOLAR, LUNAR, LEAP]))
def test_a_day_with_its_calendar_in_words_is_read_again(year: int | None, month: int, day: int, kind: str) -> None:
    stored = Born(year, month, day).text()
    assert typed_birthday(in_words(stored, kind)) == (stored, kind)
    assert said_birthday(in_words(stored, kind)) == (stored, kind)
    assert said_birthday(stored) is None
