"""C09: the scorecard, its bands, and how late a customer pays."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import scorecard
from app.analysis.figures import Figure, known, percent, rounded, undefined
from app.analysis.payment_habits import Bill, Payment, Piece, on_time_share, pieces, weighted_days_late
from app.analysis.scorecard import FIVE, SEED, band_of, ranking, score

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
ORACLE, ADD = ORACLES["C09_scorecard"], ORACLES["C09_add"]
DUE, END = date(2028, 2, 29), date(2028, 6, 30)
START = END - timedelta(days=365)


def test_the_full_oracle() -> None:
    example = ORACLE["example"]
    found = score(dict(zip(FIVE.most, (example[key] for key in ("pay", "gm", "vol", "growth", "rel")), strict=True)))
    assert (found.points, found.value.value) == (example["total"], example["total"])
    assert (found.band, found.provisional) == ("silver", False)
    assert example["grade"] == "银牌"


def test_a_missing_criterion_scales_the_rest() -> None:
    missing = ORACLE["missing"]
    found = score(dict(zip(FIVE.most, missing["scores"], strict=True)))
    assert (found.points, found.available) == (missing["raw"], missing["max_avail"])
    assert (rounded(found.value), percent(found.coverage)) == (Decimal(str(missing["scaled"])), missing["coverage"])
    assert (found.band, found.provisional) == ("gold", True)


def test_too_little_known_is_no_score() -> None:
    found = score({"payment": 20, "margin": 20})
    assert (found.value.reason, found.band, percent(found.coverage)) == ("no_data", "", 40)
    assert score({"payment": 20, "margin": 20, "volume": 0}).value.value is not None, "60 % is enough"
    assert score({}).value.reason == "no_data"
    with pytest.raises(ValueError):
        score({"payment": 21})


def test_the_ranks_of_the_seed() -> None:
    totals = {"1": (15, 14), "2": (14, 14), "3": (14, 10), "4": (9, 8), "5": (8, 9), "6": (1, 1)}
    scores = {code: score({"payment": pay, "margin": margin}, SEED) for code, (pay, margin) in totals.items()}
    assert [scores[code].points for code in "12345"] == [29, 28, 24, 17, 17]
    found = ranking([*((code, one.value) for code, one in scores.items()), ("7", undefined("no_data"))])
    assert [(row.code, row.place) for row in found] == [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 4), ("6", 6)]
    assert scores["1"].band == "silver", "29 of 40 are 72.5 of 100"


def test_bands_are_compared_unrounded() -> None:
    assert [band_of(known(Decimal(value))) for value in ("80", "79.99", "60", "59.99", "40", "39.99", "0")] == [
        "gold", "silver", "silver", "ordinary", "ordinary", "watch", "watch"]
    assert band_of(undefined("no_data")) == ""


@pytest.mark.parametrize(("name", "values", "points"), [
    ("payment_points", "0 0.5 7.9 8 15.99 16 30.5 31 61 90 90.5", [20, 17, 17, 14, 14, 11, 11, 7, 3, 3, 0]),
    ("margin_points", "0.4 0.39999 0.3 0.2 0.15 0.08 0 -0.01", [20, 17, 17, 14, 11, 7, 3, 0]),
    ("growth_points", "0.3 0.2 0.1 0 -0.0001 -0.1 -0.1001 -0.3 -0.31", [20, 17, 14, 11, 7, 7, 3, 3, 0]),
    ("relation_points", "12 9 6 4 2 1 0.9", [20, 17, 14, 11, 7, 3, 0]),
])
def test_points_of_the_steps(name: str, values: str, points: list[int]) -> None:
    give = getattr(scorecard, name)
    assert [give(Figure(Decimal(value))) for value in values.split()] == points
    assert give(undefined("new")) is None


def test_points_of_the_volume_go_by_rank() -> None:
    found = scorecard.volume_points({f"{place:02d}": 1000 - place for place in range(20)} | {"back": -5, "none": 0})
    assert [found[f"{place:02d}"] for place in (0, 1, 2, 3, 4, 7, 8, 11, 12, 15, 16)] == [20, 17, 14, 14, 11, 11, 7, 7, 3, 3, 0]
    assert (found["back"], found["none"]) == (0, 0)
    assert scorecard.volume_points({"a": 5, "b": 5}) == {"a": 20, "b": 20}
    assert scorecard.volume_points({}) == {}


def test_the_oracle_of_days_late() -> None:
    parts = [Piece(5_000_000, 0), Piece(3_000_000, 12), Piece(2_000_000, 45)]
    assert rounded(weighted_days_late(parts)) == Decimal(str(ADD["weighted_days"]))
    assert percent(on_time_share(parts)) == Decimal(str(ADD["ontime_rate"]))


def test_pieces_of_invoices() -> None:
    next_day, early, later = DUE + timedelta(days=1), DUE - timedelta(days=9), END + timedelta(days=1)
    bill = Bill(DUE, 100, [Payment(next_day, 40), Payment(early, 30), Payment(later, 30)])
    assert pieces([bill], START, END) == (Piece(30, 0), Piece(40, 1), Piece(30, 122)), "29 February to 30 June are 122 days"
    assert pieces([bill], DUE, END) == (Piece(40, 1), Piece(30, 122)), "paid before the year is over"
    bounced = Bill(DUE, 100, [Payment(DUE, 100), Payment(next_day, -100)])
    assert pieces([bounced], START, END) == (Piece(100, 0), Piece(100, 122)), "what was taken back is owed again"
    too_much = Bill(DUE, 100, [Payment(DUE, 250)])
    assert pieces([too_much], START, END) == (Piece(100, 0),)
    assert pieces([Bill(END, 100), Bill(DUE, -50), Bill(DUE, 0)], START, END) == ()
    assert weighted_days_late(()).reason == on_time_share(()).reason == "no_base"


@given(st.dictionaries(st.sampled_from(sorted(FIVE.most)), st.none() | st.integers(0, 20)))
def test_more_points_never_lower_the_score(points: dict[str, int | None]) -> None:
    found = score(points)
    assert found.value.value is None or 0 <= found.value.value <= 100
    for key, value in points.items():
        if value is not None and value < 20 and found.value.value is not None:
            better = score({**points, key: value + 1}).value.value
            assert better is not None
            assert better > found.value.value
