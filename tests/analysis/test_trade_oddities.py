"""What business records hold that they shouldn't, through every family at once: each as its rule in domain/30 says."""

from datetime import date, timedelta
from decimal import Decimal

from app.analysis.ageing import Debt, age_in_years, ageing
from app.analysis.collection import collection, due_rate
from app.analysis.concentration import concentration
from app.analysis.customer_pyramid import pyramid
from app.analysis.customer_status import status
from app.analysis.dso import Month, Receivables, dso_family
from app.analysis.figures import known, undefined
from app.analysis.growth import month_growth
from app.analysis.lifetime_value import Terms, lifetime_value
from app.analysis.pareto_classes import Item, classify
from app.analysis.payment_habits import Bill, Payment, on_time_share, pieces
from app.analysis.periods import YearMonth
from app.analysis.profitability import Trade, profitability
from app.analysis.retention import revenue
from app.analysis.rfm import Buyer, rfm
from app.analysis.scorecard import volume_points
from app.analysis.value_matrices import Account, matrices
from app.analysis.whale_curve import whale_curve

LEAP = date(2028, 2, 29)


def test_negative_and_zero_sales() -> None:
    sales = {"back": -500, "none": 0, "one": 900}
    items = [Item(code, value) for code, value in sales.items()]
    assert {row.code: row.letter for row in classify(items)} == {"one": "A", "none": "C", "back": "C"}
    assert pyramid(items).tier_of() == {"one": "vip", "none": "minor", "back": "minor"}
    assert volume_points(sales) == {"back": 0, "none": 0, "one": 20}
    rated = matrices(Account(code, value, 100, 10, 5) for code, value in sales.items()).ratings
    assert {one.code: one.reason for one in rated if one.grade is None} == dict.fromkeys(("back", "none"), "not_applicable")
    assert concentration(sales.values()).cr(1).value == 1
    assert profitability(Trade(0, 0, 500, 0), {"visits": 3}).profit_ratio.reason == "not_applicable"
    assert dso_family(Receivables(100), [Month(-500, 31)]).simple.reason == "no_base"


def test_returns_before_any_order() -> None:
    """A return is no order: the customer stays potential, and its balance is in its favour."""
    assert status([], LEAP).code == "potential"
    assert rfm([Buyer("a", None, 0, -500)]).rows[0].segment == "potential"
    assert revenue({"a": -500}, {"a": 300}).net_retention.reason == "no_base"
    found = ageing([Debt("a", LEAP, LEAP, -500)], LEAP)
    assert (found.total, found.unallocated, found.overdue_rate.reason) == (0, -500, "no_base")


def test_a_receipt_larger_than_its_invoice() -> None:
    bill = Bill(LEAP, 100, [Payment(LEAP, 250)])
    assert due_rate([bill], LEAP, LEAP).value == 1
    assert on_time_share(pieces([bill], LEAP, LEAP)).value == 1
    found = ageing([Debt("a", LEAP, LEAP, 100, 250), Debt("a", LEAP, LEAP, 80)], LEAP)
    assert (found.total, found.unallocated, found.net) == (80, -150, -70), "a line of its own, spread over nothing"
    assert collection(250, 100, None, known(1)).of_sales.value == Decimal("2.5"), "receipts may pass the sales"


def test_costs_missing() -> None:
    assert profitability(Trade(100, cogs=60), {}).profit.reason == "no_data"
    first, _second = matrices([Account("a", 100, 90, 40, None), Account("b", 50, 40, 10, 5)]).ratings
    assert (first.cells[2], first.provisional) == (None, True)
    assert lifetime_value(None, Terms(Decimal("0.8"))).reason == "no_data"
    assert pyramid([Item("a", 100)], {"a": None}).tiers[0].profit_share.reason == "no_data"


def test_one_customer_only() -> None:
    alone = [Item("a", 100)]
    assert [row.letter for row in classify(alone)] == ["A"]
    assert (pyramid(alone).tier_of(), pyramid(alone).small) == ({"a": "vip"}, True)
    assert matrices([Account("a", 100, 90, 40, 5)]).ratings[0].reason == "sample_too_small"
    assert whale_curve(alone).peak_share.value == 1
    assert rfm([Buyer("a", 3, 1, 100)], "quintile").provisional
    assert concentration([100]).hhi.value == 10_000


def test_a_leap_day() -> None:
    found = status([LEAP - timedelta(days=back) for back in (60, 30, 0)], LEAP + timedelta(days=366))
    assert (found.code, found.days, found.active_until) == ("lost", 366, date(2028, 4, 14))
    assert age_in_years(LEAP, date(2029, 2, 28)) == "y1"
    assert age_in_years(LEAP, date(2029, 3, 1)) == "y1_2"
    assert dso_family(Receivables(100), [Month(100, 29)]).simple.value == 29


def test_a_month_without_data() -> None:
    values = {YearMonth(2028, 1): 100, YearMonth(2028, 3): 120}
    assert month_growth(values, YearMonth(2028, 3)).month_on_month.reason == "no_data"
    assert month_growth(values, YearMonth(2028, 2)).current == undefined("no_data")
    assert dso_family(Receivables(150), [Month(100, 31), Month(0, 29), Month(100, 31)]).count_back.days.value == 75.5
