"""C03: amounts as people write them."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import money

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}


@pytest.mark.parametrize(("amount", "expected"), ORACLES["C03_cn_money"]["rows"])
def test_capitals_match_the_oracle(amount, expected):
    assert money.capital(int(Decimal(amount) * 100)) == expected


@pytest.mark.parametrize(("yuan", "expected"), [
    (100_000_000, "壹亿元整"), (100_010_000, "壹亿零壹万元整"), (10**12, "壹万亿元整"), (10**12 + 10**8, "壹万零壹亿元整"),
    (1_000_000_001, "壹拾亿零壹元整"), (20_000_000_000_305, "贰拾万亿零叁佰零伍元整"),
])
def test_capitals_of_large_amounts(yuan, expected):
    assert money.capital(yuan * 100) == expected


def test_capitals_end_somewhere():
    with pytest.raises(ValueError):
        money.capital(10**18)


@pytest.mark.parametrize(("yuan", "expected"), ORACLES["C03_wan"]["rows"])
def test_wan_matches_the_oracle(yuan, expected):
    assert money.wan(int(Decimal(str(yuan)) * 100)) == Decimal(str(expected))


def test_display():
    assert [money.yuan(cents) for cents in (1234567, -8880, 0, 5)] == ["¥12,345.67", "-¥88.80", "¥0.00", "¥0.05"]
    assert [money.wan_text(cents) for cents in (999_999_900, 100, -100, 0)] == ["1,000.00", "<0.01", ">-0.01", "0.00"]


def test_a_footnote_is_due_where_rounded_parts_miss_the_total():
    assert money.has_rounding_gap([4_000, 4_000, 4_000], 12_000)
    assert not money.has_rounding_gap([1_000_000, 2_000_000], 3_000_000)


def read_capital(text):
    """The amount a careful reader takes from capitals, in cents."""
    units = {"拾": 10, "佰": 100, "仟": 1000}
    sign, text = (-1, text[1:]) if text.startswith("负") else (1, text)
    total = section = digit = cents = 0
    for letter in text:
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in units:
            section, digit = section + digit * units[letter], 0
        elif letter == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        elif letter == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif letter == "元":
            cents, digit = (total + section + digit) * 100, 0
        elif letter in "角分":
            cents, digit = cents + digit * (10 if letter == "角" else 1), 0
    return sign * cents


@given(st.integers(-(10**17), 10**17))
def test_capitals_can_be_read_back(cents):
    text = money.capital(cents)
    assert read_capital(text) == cents
    assert "零零" not in text
