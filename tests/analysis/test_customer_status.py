"""C22: status of a customer, churn and retention."""

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import retention
from app.analysis.customer_status import STATUSES, Contract, Rules, last_return, status, status_of_days
from app.analysis.figures import known, percent, undefined

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
ORACLE, RATES = ORACLES["C22_status"], ORACLES["C22_churn"]
ORDERS = [date(2026, 1, 10), date(2026, 2, 12), date(2026, 3, 15), date(2026, 4, 20), date(2026, 5, 22)]
DAY = date(2028, 2, 29)


def _ago(*days: int) -> list[date]:
    return [DAY - timedelta(days=one) for one in days]


def test_the_oracle_customer() -> None:
    found = status(reversed([*ORDERS, ORDERS[0]]), date(2026, 7, 31))
    assert [(later - earlier).days for earlier, later in pairwise(ORDERS)] == ORACLE["gaps"]
    assert (float(found.interval), found.measured, found.days) == (ORACLE["median"], True, ORACLE["at_2026_07_31"])
    assert (str(found.active_until), str(found.risk_until)) == (ORACLE["active_until"], ORACLE["risk_until"])
    assert found.code == "at_risk"
    codes = [status(ORDERS, date.fromisoformat(day)).code for day in ("2026-07-09", "2026-07-10", "2026-08-27", "2026-08-28")]
    assert codes == ["active", "at_risk", "at_risk", "lost"]


@pytest.mark.parametrize(("orders", "code"), [
    ([], "potential"), ([-1], "potential"), ([0], "new"), ([90], "new"), ([91], "active"), ([136], "at_risk"), ([270], "at_risk"),
    ([271], "lost"), ([600, 0], "recovered"), ([600, 90], "recovered"), ([600, 91], "active"), ([700, 400], "lost"),
    ([60, 45, 0], "new"), ([200, 199, 198, 40], "recovered"), ([400, 200, 150], "active"),
])
def test_the_first_that_matches(orders: list[int], code: str) -> None:
    """Without three days of orders the tier's 90 days: active to 135, at risk to 270."""
    assert status(_ago(*orders), DAY).code == code


def test_intervals_are_held_in_their_range() -> None:
    def interval(*ago: int, tier: int = 90) -> tuple[Decimal, bool]:
        found = status_of_days(_ago(*ago), DAY, Rules(tier_days=tier))
        return found.interval, found.measured

    assert interval(3, 2, 1) == (15, True)
    assert interval(2000, 1000, 0) == (365, True)
    assert interval(1, 0) == (90, False)
    assert interval(1, 0, tier=30) == (30, False)
    assert interval(900, 800, 120, 100, 80, 60, 40, 20, 0) == (20, True), "the last six gaps only"
    assert status(_ago(1400, 700, 366), DAY).code == "lost", "365 days at the latest"
    assert status([DAY] * 5, DAY).measured is False, "orders of one day are one"


def test_a_contract_says_more_than_orders() -> None:
    over = Contract(DAY - timedelta(days=1))
    assert status(_ago(300), DAY, contract=Contract(DAY)).code == "active"
    assert status([], DAY, contract=Contract(DAY)).code == "active"
    assert status(_ago(5), DAY, contract=Contract(DAY)).code == "new"
    assert status(_ago(5), DAY, contract=over).code == "lost"
    assert status(_ago(100, 0), DAY, contract=over).code == "active", "an order since goes by orders again"
    assert status(_ago(5), DAY, never_serve=True, contract=over).code == "never_serve"
    assert status([], DAY, never_serve=True).code == "never_serve"


def test_a_return_is_judged_by_what_was_known_before_it() -> None:
    assert last_return(_ago(400, 390, 380, 300, 290)) == _ago(300)[0]
    assert last_return(_ago(30, 20, 10)) is None
    assert last_return([]) is None
    assert last_return(_ago(400, 390, 380, 300, 290), first=_ago(299)[0]) is None


@given(st.lists(st.integers(-50, 900), max_size=12), st.integers(0, 400))
def test_one_status_whatever_the_order_and_never_better_by_waiting(days: list[int], wait: int) -> None:
    orders = [day for day in _ago(*days) if day <= DAY]
    found = status(orders, DAY)
    assert found == status(sorted(orders), DAY)
    assert found.code in STATUSES
    assert (found.code == "potential") == (not orders)
    later = status(orders, DAY + timedelta(days=wait))
    rank = {"potential": 0, "new": 0, "recovered": 0, "active": 1, "at_risk": 2, "lost": 3}
    assert found.code in {"new", "recovered"} or rank[later.code] >= rank[found.code]


def test_the_oracle_rates() -> None:
    codes = [f"{place:03d}" for place in range(230)]
    found = retention.churn(codes[:200], [*codes[:14], *codes[225:]])
    assert (found.start, found.lost) == (200, 14)
    assert (float(percent(found.churn) or 0), float(percent(found.retention) or 0)) == (RATES["churn"], RATES["ret"])
    assert float(percent(retention.yearly(known(Decimal("0.02")))) or 0) == RATES["annual"]
    assert float(percent(retention.win_back(3, 14)) or 0) == RATES["winback"]


def test_the_oracle_revenue() -> None:
    before = {"gone": 50_000, "less": 120_000, "more": 830_000, "back": -10}
    after = {"less": 100_000, "more": 940_000, "new": 70_000, "back": 500}
    found = retention.revenue(before, after)
    assert found == retention.Revenue(1_000_000, 50_000, 20_000, 110_000)
    shown = [float(percent(one) or 0) for one in (found.gross_retention, found.net_retention, found.churn)]
    assert shown == [RATES["grr"], RATES["nrr"], RATES["rev_churn"]]
    assert retention.revenue({"a": 10}, {"a": -5}).churned == 10, "only returns are nothing left"


def test_nobody_at_the_start_has_no_rate() -> None:
    assert retention.churn([], ["a"]).churn.reason == "no_base"
    assert retention.revenue({}, {"a": 5}).net_retention.reason == "no_base"
    assert retention.win_back(0, 0).reason == "no_base"
    assert retention.yearly(undefined("no_base")).reason == "no_base"
    with pytest.raises(ValueError):
        retention.churn_of(3, 4)


SUMS = st.dictionaries(st.sampled_from("abcdef"), st.integers(-9, 99))


@given(SUMS, SUMS)
def test_the_parts_make_up_the_revenue(before: dict[str, int], after: dict[str, int]) -> None:
    found = retention.revenue(before, after)
    end = sum(max(after.get(code, 0), 0) for code, value in before.items() if value > 0)
    assert found.start - found.churned - found.contraction + found.expansion == end
    assert found.start == 0 or (found.gross_retention.value or 0) <= min(found.net_retention.value or 0, Decimal(1))
