"""Collection (C26) by customer: what came in of what was sold on credit, and of what fell due in the period. With tax, in fen."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.analysis.collection import Collection, collection, due_rate
from app.analysis.figures import Figure, ratio
from app.analysis.payment_habits import Bill
from app.services.business import ledger
from app.services.business.clients import Analysed, Line, clients
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.promised import Planned, of_plan, promised
from app.services.business.worth import parameters


@dataclass(frozen=True, slots=True)
class Collected:
    """A customer, or all of them: ``received`` in the period, ``sold`` on credit in it, ``due`` in it, ``planned``: promised for
    it (None: nothing), and the rates; that of the plan is what of these promises came in by their day."""

    received: int
    sold: int
    due: int
    planned: int | None
    rates: Collection


def collecting(session: Session, period: Period) -> Analysed[Collected, Collected]:
    """C26 of every customer that bought on credit, paid or had something due, the largest amount due first."""
    return kept(session, ("collecting", period), lambda: _collecting(session, period))


def _collecting(session: Session, period: Period) -> Analysed[Collected, Collected]:
    known = clients(session)
    came, owed = ledger.received_by_customer(session, period), ledger.bills(session, period)
    sold = {key: sum(months.values()) for key, months in ledger.credit_sales_by_customer(session, period).items()}
    planned = {key: one for key, one in promised(session, period).items() if key in known}
    lines = []
    for key in {*came, *owed, *sold, *planned}:
        if key in known:
            one = _one(came.get(key, 0), sold.get(key, 0), list(owed.get(key, ())), planned.get(key), period)
            if one.received or one.sold or one.due or one.planned:
                lines.append(Line(known[key], one))
    lines.sort(key=lambda line: (-line.row.due, -line.row.sold, line.client.key))
    together = _together([line.row for line in lines], of_plan(planned))
    return Analysed(tuple(lines), together, parameters(period), {})


def _one(came: int, sold: int, bills: list[Bill], plan: Planned | None, period: Period) -> Collected:
    rate = due_rate(bills, period.first, period.last)
    rates = collection(came, sold, None, rate)
    if plan is not None:
        rates = replace(rates, of_plan=ratio(plan.came, plan.amount))
    return Collected(came, sold, int(rate.base or 0), None if plan is None else plan.amount, rates)


def _together(rows: list[Collected], plan: Figure) -> Collected:
    paid = sum(int(row.rates.of_due.top or 0) for row in rows)
    came, sold, due = sum(row.received for row in rows), sum(row.sold for row in rows), sum(row.due for row in rows)
    planned = [row.planned for row in rows if row.planned is not None]
    rates = replace(collection(came, sold, None, ratio(paid, due)), of_plan=plan)
    return Collected(came, sold, due, sum(planned) if planned else None, rates)
