"""The table of an improvement's moves, and what its figures say (domain/20 F-37)."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.improvement_states import (
    CLOSED,
    INEFFECTIVE,
    MOVES,
    OPEN,
    Dates,
    allowed,
    is_overdue,
    progress,
    state_on,
    verdict,
)

DAY = date(2026, 3, 31)


def test_every_state_is_reached_and_every_open_one_leads_on() -> None:
    states = OPEN | CLOSED
    assert {move.target for move in MOVES} == states
    assert all(map(allowed, OPEN))
    assert [move.code for move in allowed(INEFFECTIVE)] == ["again", "drop"]
    assert allowed("effective") == ()
    assert all(set(move.needs) <= set(move.asks) for move in MOVES)


def test_a_report_tells_where_it_stood_then() -> None:
    told = Dates("effective", date(2026, 1, 5), date(2026, 2, 1), date(2026, 4, 2), date(2026, 4, 2))
    assert [state_on(told, day) for day in (date(2026, 1, 31), DAY, date(2026, 4, 2))] == ["do", "check", "effective"]
    dropped = Dates("dropped", date(2026, 1, 5), closed_on=date(2026, 4, 2))
    assert [state_on(dropped, day) for day in (DAY, date(2026, 4, 2))] == ["do", "dropped"]
    failed = Dates("ineffective", date(2026, 1, 5), date(2026, 2, 1), date(2026, 4, 2))
    assert [state_on(failed, day) for day in (DAY, date(2026, 4, 2))] == ["check", "ineffective"]
    assert state_on(Dates("plan"), DAY) == "plan"


def test_late_is_what_comes_next() -> None:
    late, ahead = DAY - timedelta(days=1), DAY + timedelta(days=1)
    assert is_overdue("do", late, None, DAY)
    assert not is_overdue("do", DAY, late, DAY)
    assert is_overdue("check", ahead, late, DAY)
    assert not is_overdue("effective", late, late, DAY)
    assert not is_overdue("plan", None, None, DAY)


_numbers = st.decimals(allow_nan=True, allow_infinity=True) | st.none()


@settings(max_examples=50)
@given(_numbers, _numbers, _numbers)
def test_figures_of_any_kind_have_a_share_or_none(
    baseline: Decimal | None, target: Decimal | None, measured: Decimal | None
) -> None:
    if any(each is not None and each.is_snan() for each in (baseline, target, measured)):
        return
    reached = progress(baseline, target, measured)
    assert reached is None or -100 <= reached <= 100
    assert verdict(reached) in (None, "yes", "partly", "no")


def test_the_way_from_six_to_one() -> None:
    shares = [progress(Decimal(6), Decimal(1), Decimal(measured)) for measured in ("7", "6", "3.5", "1", "0")]
    assert shares == [Decimal("-0.2"), 0, Decimal("0.5"), 1, Decimal("1.2")]
    assert [verdict(share) for share in shares] == ["no", "no", "partly", "yes", "yes"]
    assert progress(Decimal(80), Decimal(95), Decimal(95)) == 1  # more is better here
