"""Growth (C05): of each customer over the months before and a year ago, of the firm month by month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.figures import Figure, growth, ratio
from app.analysis.growth import MonthGrowth, like_for_like, month_growth
from app.analysis.periods import YearMonth
from app.i18n import gettext_text as _
from app.services.business import worth
from app.services.business.clients import Analysed, Line, clients
from app.services.business.kept import kept
from app.services.business.period import Period, ending, months_before
from app.services.business.sums import books_begin, by_month, left_out, sales

_BACK = 36
"""Months that the firm's growth may compare with."""


@dataclass(frozen=True, slots=True)
class Grown:
    """Net sales in fen: of the period, of as many months before it, of the same months a year ago (None: nothing was sold);
    both rates; ``share``: its part in the change of all customers together, of their sales before (fractions)."""

    now: int
    before: int | None
    year_ago: int | None
    growth: Figure
    year_on_year: Figure
    share: Figure


@dataclass(frozen=True, slots=True)
class Firm:
    """All customers: the sums of both periods, their growth, the one of customers with a base only, who came and who went, and
    the months, the oldest first."""

    now: int
    before: int
    growth: Figure
    like_for_like: Figure
    came: int
    went: int
    months: tuple[MonthGrowth, ...]


def grown(session: Session, period: Period) -> Analysed[Grown, Firm]:
    """C05 of every customer that bought in the period or in the one before it, the largest change first."""
    return kept(session, ("grown", period), lambda: _grown(session, period))


def _grown(session: Session, period: Period) -> Analysed[Grown, Firm]:
    known, before = clients(session), period.before()
    now, then, ago = (_nets(session, one) for one in (period, before, _year_ago(period)))
    base = sum(amount for key, amount in then.items() if key in known)
    bases = [_missing(session, one) for one in (before, _year_ago(period))]
    lines = [Line(known[key], _one(key, now, then, ago, base, *bases)) for key in {*now, *then} if key in known]
    lines.sort(key=lambda line: (-abs(line.row.now - (line.row.before or 0)), line.client.key))
    rows = [line.row for line in lines]
    firm = Firm(
        sum(row.now for row in rows), base, growth(sum(row.now for row in rows), base),
        like_for_like([(row.now, row.before) for row in rows]), sum(row.before is None and row.now > 0 for row in rows),
        sum(row.now <= 0 < (row.before or 0) for row in rows), months(session, period),
    )  # fmt: skip
    said = worth.parameters(period, before=before.first.isoformat())
    return Analysed(tuple(lines), firm, said, left_out(session, period))


def _nets(session: Session, period: Period) -> dict[UUID, int]:
    return {key: one.net for key, one in sales(session, period).items()}


def _year_ago(period: Period) -> Period:
    return ending(months_before(period.last, 12), period.months)


def _missing(session: Session, period: Period) -> int | None:
    """What a customer without an order in a period bought in it: nothing; nobody knows where the books begin later."""
    begin = books_begin(session)
    return None if begin is None or begin > period.last else 0


def _one(
    key: UUID, now: Mapping[UUID, int], then: Mapping[UUID, int], ago: Mapping[UUID, int], base: int, *missing: int | None
) -> Grown:
    own, before = now.get(key, 0), then.get(key)
    share = ratio(own - (before or 0), base) if base > 0 else growth(own, None)
    rate, yearly = growth(own, then.get(key, missing[0])), growth(own, ago.get(key, missing[1]))
    return Grown(own, before, ago.get(key), rate, yearly, share)


def short_base(session: Session, period: Period) -> tuple[str, ...]:
    """Told where growth compares with a period that the orders don't wholly cover: a rate of 400 % may be two months against
    twelve."""
    begin, before = books_begin(session), period.before()
    if begin is None or not before.first < begin <= before.last:
        return ()
    told = _("The orders begin on {day}: growth compares with an incomplete period.")
    return (told.format(day=begin.isoformat()),)


def months(session: Session, period: Period) -> tuple[MonthGrowth, ...]:
    """The months of the period against the month before and the year before. A month without an order between the first one
    and the last day sold nothing; before the first order there is no data."""
    found = dict(by_month(session, ending(period.last, max(period.months, 1) + _BACK)))
    if found:
        first, last = min(found), YearMonth(period.last.year, period.last.month)
        while first < last:
            found.setdefault(first, 0)
            first = first.plus(1)
        found.setdefault(last, 0)
    whole = (period.last + timedelta(days=1)).day == 1
    listed = period.month_list()[-period.months :]
    return tuple(month_growth(found, month, whole or month != listed[-1]) for month in listed)
