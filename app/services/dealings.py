"""What one customer's business comes to, in one reading: what it bought, what is left of it, what it owes, its score and why."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.ageing import Ageing, ageing
from app.formats import today
from app.services.business import ledger, scores, worth
from app.services.business.clients import Line
from app.services.business.period import Period, ending
from app.services.business.scores import Judged
from app.services.business.worth import Earned


@dataclass(frozen=True, slots=True)
class Dealings:
    """A customer's last twelve months up to a day: None where it bought nothing; ``owed`` is empty where nothing is open."""

    period: Period
    earned: Earned | None
    owed: Ageing
    judged: Line[Judged] | None


def dealings(session: Session, customer_id: UUID, as_of: date) -> Dealings:
    """Reads the sums of all customers the first time after a change (its score is a place among them), then at once."""
    period = ending(as_of)
    account = ledger.open_accounts(session, as_of).get(customer_id, ledger.Account((), 0))
    owed = ageing(account.debts, as_of, account.unallocated)
    judged = next((line for line in scores.scores(session, period).lines if line.client.id == customer_id), None)
    return Dealings(period, worth.of_customer(session, customer_id, period), owed, judged)


@dataclass(frozen=True, slots=True)
class Year:
    """What a customer's calendar year came to, in fen; None where it is not known. Years to come are not there."""

    year: int
    net: int
    cost: int | None
    profit: int | None


def years(session: Session, customer_id: UUID, first: int, count: int = 3, as_of: date | None = None) -> tuple[Year, ...]:
    """The actual figures beside a development plan (C37), year by year, up to a day (today)."""
    found, last = [], as_of or today()
    for year in range(first, min(first + count - 1, last.year) + 1):
        earned = worth.of_customer(session, customer_id, Period(date(year, 1, 1), min(date(year, 12, 31), last), 12))
        if earned is None:
            found.append(Year(year, 0, None, None))
        else:
            cost, profit = earned.profit.cost.value, earned.profit.profit.value
            found.append(Year(year, earned.profit.net, *(None if each is None else int(each) for each in (cost, profit))))
    return tuple(found)
