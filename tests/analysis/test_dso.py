"""C24: the DSO family."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.dso import Month, Receivables, count_back, days_of_sales, dso_family, turnover
from app.analysis.figures import Figure, percent, rounded

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C24_dso"]
MONTHS = [Month(20_000_000, 30), Month(18_000_000, 31), Month(24_000_000, 30)]
SALES = st.lists(st.builds(Month, st.integers(-500, 5000), st.sampled_from([28, 29, 30, 31])), max_size=14)


def _days(figure: Figure, places: int = 2) -> float:
    return float(rounded(figure, places) or 0)


def test_the_oracle_quarter() -> None:
    found = dso_family(Receivables(50_000_000, 42_000_000, 32_000_000), MONTHS)
    figures = (found.simple, found.average, found.count_back.days, found.best_possible, found.delinquent)
    assert [_days(one) for one in figures] == [ORACLE[key] for key in ("simple", "avg", "countback", "bp", "add")]
    assert (float(percent(found.effectiveness) or 0), _days(found.turnover, 3)) == (ORACLE["cei"], ORACLE["turnover"])
    assert not found.count_back.exhausted


def test_receivables_older_than_the_history() -> None:
    found = count_back(70_000_000, MONTHS)
    assert [found.covered, found.rest // 100] == ORACLE["exhausted"]
    assert (found.exhausted, found.days.reason) == (True, "not_applicable")


def test_the_window_is_the_newest_months() -> None:
    older = [*MONTHS, Month(99_000_000, 31)]
    assert dso_family(Receivables(50_000_000), older).simple == dso_family(Receivables(50_000_000), MONTHS).simple
    assert _days(dso_family(Receivables(70_000_000), older).count_back.days) == pytest.approx(91 + 31 * 8 / 99, abs=0.01)


def test_months_without_sales() -> None:
    found = count_back(100, [Month(0, 31), Month(-50, 28), Month(200, 31)])
    assert _days(found.days) == 59 + 31 * 150 / 200
    nothing = dso_family(Receivables(100, 50, 20), [Month(0, 30)] * 3)
    figures = (nothing.simple, nothing.average, nothing.best_possible, nothing.delinquent)
    assert [figure.reason for figure in figures] == ["no_base"] * 4
    assert (nothing.count_back.days.reason, nothing.count_back.covered) == ("no_base", 90)
    assert dso_family(Receivables(100), []).simple.reason == "no_base"


def test_nothing_owed_and_nothing_known() -> None:
    found = dso_family(Receivables(-500, 0, -500), MONTHS)
    assert (found.simple.value, found.count_back.days.value, found.average.value) == (0, 0, 0)
    assert (found.turnover.reason, found.delinquent.value) == ("no_base", 0)
    unknown = dso_family(Receivables(500), MONTHS)
    assert unknown.average.reason == unknown.best_possible.reason == unknown.effectiveness.reason == "no_data"
    assert (unknown.delinquent.reason, unknown.turnover.reason) == ("no_data", "no_data")
    assert dso_family(Receivables(0, 0, 0), [Month(0, 30)]).effectiveness.reason == "no_base"
    assert turnover(0, 10).value == 0
    assert days_of_sales(100, -5, 30).reason == "no_base", "more credit notes than sales"


@given(st.integers(1, 9000), st.integers(0, 500), SALES)
def test_more_receivables_never_take_fewer_days(receivable: int, more: int, months: list[Month]) -> None:
    one, other = count_back(receivable, months), count_back(receivable + more, months)
    if one.days.value is not None and other.days.value is not None:
        assert one.days.value <= other.days.value
    assert one.exhausted <= other.exhausted
    assert one.days.value is None or one.days.value <= sum(month.days for month in months)
