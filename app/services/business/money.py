"""Receivables of the customers as of a day: ageing, days of sales, collection, how much hangs on few (C24 to C26, C38)."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import ageing as ages
from app.analysis import concentration as concentrations
from app.analysis.collection import Collection, collection, due_rate
from app.analysis.dso import Dso, Month, Receivables, dso_family
from app.analysis.periods import YearMonth
from app.services.business import ledger
from app.services.business.both_ends import balances_at
from app.services.business.clients import Analysed, Line, clients
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.promised import of_plan, promised
from app.services.business.sums import left_out
from app.services.business.worth import parameters, values

HISTORY = 24
"""So many months are counted back at most."""

Calendar = list[tuple[YearMonth, int]]


@dataclass(frozen=True, slots=True)
class Days:
    """The DSO family of one customer, or of all, with the receivables it rests on (fen)."""

    family: Dso
    receivables: Receivables


def ageing(session: Session, as_of: date) -> Analysed[ages.Ageing, ages.Ageing]:
    """C25 of every customer with anything open, most overdue first; ``company`` is all of them together."""
    return kept(session, ("ageing", as_of), lambda: _ageing(session, as_of))


def _ageing(session: Session, as_of: date) -> Analysed[ages.Ageing, ages.Ageing]:
    found, known = ledger.open_accounts(session, as_of), clients(session)
    lines = [
        Line(known[key], ages.ageing(one.debts, as_of, one.unallocated)) for key, one in found.items() if key in known
    ]
    lines.sort(key=lambda line: (-line.row.overdue, -line.row.total, line.client.key))
    mine = [found[line.client.id] for line in lines]
    together = ages.ageing((debt for one in mine for debt in one.debts), as_of, sum(one.unallocated for one in mine))
    return Analysed(tuple(lines), together, {"as_of": as_of.isoformat()}, ledger.elsewhere(session, as_of))


def days_of_sales(session: Session, as_of: date, window: int = 3) -> Analysed[Days, Days]:
    """C24 over the last ``window`` calendar months (the present one so far), of every customer with anything open, and of all."""
    return kept(session, ("dso", as_of, window), lambda: _days_of_sales(session, as_of, window))


def _days_of_sales(session: Session, as_of: date, window: int) -> Analysed[Days, Days]:
    known, calendar = clients(session), month_days(as_of, max(HISTORY, window))
    first = calendar[window - 1][0].start.date()  # the sales begin with a month, so the receivables do
    begin, now = _on_credit(session, first - timedelta(days=1), as_of)
    not_due = _not_due(session, as_of)
    by_customer = ledger.credit_sales_by_customer(session, Period(calendar[-1][0].start.date(), as_of, len(calendar)))
    lines = []
    for key in {*now, *not_due}:
        if key in known and (now.get(key) or by_customer.get(key)):
            owed = Receivables(now.get(key, 0), begin.get(key, 0), not_due.get(key, 0))
            lines.append(Line(known[key], _days(owed, by_customer.get(key, {}), calendar, window)))
    lines.sort(key=lambda line: (-line.row.receivables.end, line.client.key))
    together: dict[YearMonth, int] = {}
    for months in by_customer.values():
        for month, amount in months.items():
            together[month] = together.get(month, 0) + amount
    company = _days(Receivables(*(sum(side.values()) for side in (now, begin, not_due))), together, calendar, window)
    return Analysed(tuple(lines), company, {"as_of": as_of.isoformat(), "window": window}, {})


def _on_credit(session: Session, begin: date, end: date) -> list[dict[UUID, int]]:
    """Receivables of each customer on two days without what is open on cash terms, which is no credit."""
    both = [dict(one) for one in balances_at(session, begin, end)]
    for found, day in zip(both, (begin, end), strict=True):
        for key, debts in ledger.open_for_cash(session, day).items():
            found[key] = found.get(key, 0) - sum(debt.amount - debt.paid for debt in debts)
    return both


def _not_due(session: Session, as_of: date) -> dict[UUID, int]:
    """What of it isn't yet due."""
    accounts, cash = ledger.open_accounts(session, as_of), ledger.open_for_cash(session, as_of)
    return {key: _later(one.debts, as_of) - _later(cash.get(key, ()), as_of) for key, one in accounts.items()}


def _later(debts: Iterable[ages.Debt], as_of: date) -> int:
    return sum(debt.open for debt in debts if debt.due >= as_of)


def _days(owed: Receivables, months: Mapping[YearMonth, int], calendar: Calendar, window: int) -> Days:
    """The months from the newest back to the first that anything was sold in: what lies before it is no history. No more of them
    than explain what is owed: there are 20,000 customers."""
    oldest, left = min(months, default=calendar[0][0]), owed.end
    known: list[Month] = []
    for place, (month, days) in enumerate(calendar):
        if place >= window and (left <= 0 or month < oldest):
            break
        known.append(Month(months.get(month, 0), days))
        left -= known[-1].sales
    return Days(dso_family(owed, known, window), owed)


def month_days(as_of: date, count: int) -> Calendar:
    """Months with their days, newest first, from the one ``as_of`` lies in; that one has its days so far."""
    newest = YearMonth(as_of.year, as_of.month)
    months = [newest.plus(-place) for place in range(count)]
    return [(month, as_of.day if place == 0 else monthrange(month.year, month.month)[1]) for place, month in enumerate(months)]


def collected(session: Session, period: Period, customer_id: UUID | None = None) -> Collection:
    """C26 of a period, of one customer or of all: receipts against credit sales, what came in of what was promised, and of
    what fell due."""
    sold = sum(ledger.credit_sales(session, period, customer_id).values())
    owed = ledger.bills(session, period)
    mine = [bill for key, several in owed.items() if customer_id in (None, key) for bill in several]
    found = collection(ledger.received(session, period, customer_id), sold, None, due_rate(mine, period.first, period.last))
    planned = {key: one for key, one in promised(session, period).items() if customer_id in (None, key)}
    return replace(found, of_plan=of_plan(planned))


def concentration(session: Session, period: Period) -> Analysed[int, concentrations.Concentration]:
    """C38 over net sales of the period, the largest customer first; ``company`` has CR and HHI."""
    return kept(session, ("concentration", period), lambda: _concentration(session, period))


def _concentration(session: Session, period: Period) -> Analysed[int, concentrations.Concentration]:
    found = values(session, period)
    lines = [Line(client, value) for client, value in found.values()]
    lines.sort(key=lambda line: (-line.row, line.client.key))
    done = concentrations.concentration(line.row for line in lines)
    return Analysed(tuple(lines), done, parameters(period), left_out(session, period))
