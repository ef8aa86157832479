"""Credit of the customers as of a day (C27): score, grade, limit, what of it is free, whether supply is held. With tax, in fen.

What an approved credit file says counts before what is reckoned; marks that nobody gave follow from how the customer dealt with
us: the share paid in time, the years, the margin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import credit_limit, credit_score
from app.analysis.credit_limit import Bought, Use
from app.analysis.figures import Figure, undefined
from app.analysis.payment_habits import on_time_share, pieces
from app.models import Customer
from app.models.base import table_of
from app.models.credit import CreditFile, CreditPolicy
from app.models.order import Order
from app.models.receivable import Invoice
from app.services import settings
from app.services.business import ledger
from app.services.business.clients import Analysed, Client, Line, clients
from app.services.business.kept import kept
from app.services.business.period import Period, ending
from app.services.business.sums import RETURN, counted, left_out, order_days
from app.services.business.worth import parameters, profits

_MARKS = tuple(credit_score.WEIGHTS)


@dataclass(frozen=True, slots=True)
class Policy:
    """What a grade gets: the newest entry in force, else the program's own (70 §7.9)."""

    terms_days: int
    factor: Decimal
    cap: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer's credit: ``limit`` by hand where a file was approved or the customer's own limit is set (``by_hand``)."""

    score: credit_score.CreditScore
    grade: str
    terms_days: int
    limit: Figure
    by_hand: bool
    use: Use
    available: Figure
    oldest_overdue: int
    hold: str


def credit(session: Session, period: Period) -> Analysed[Standing, Mapping[str, int]]:
    """Every customer with an order in the period, something open, a limit or a credit file, by number; ``company`` counts the
    holds."""
    return kept(session, ("credit", period), lambda: _credit(session, period))


@dataclass(frozen=True, slots=True)
class _Facts:
    files: Mapping[UUID, Mapping[str, Any]]
    policies: Mapping[str, Policy]
    own: Mapping[UUID, tuple[str | None, int | None, int | None]]
    bought: Mapping[UUID, list[Bought]]
    use: Mapping[UUID, Use]
    overdue: Mapping[UUID, int]
    marks: Mapping[UUID, Mapping[str, int | None]]
    usual_days: int


def _credit(session: Session, period: Period) -> Analysed[Standing, Mapping[str, int]]:
    known, facts = clients(session), _facts(session, period)
    wanted = {*facts.files, *facts.own, *facts.use, *facts.bought, *facts.overdue}
    lines = [Line(known[key], _standing(known[key], facts)) for key in wanted if key in known]
    lines.sort(key=lambda line: line.client.key)
    holds = {code: sum(line.row.hold == code for line in lines) for code in (credit_limit.FREE, credit_limit.APPROVAL,
                                                                             credit_limit.STOP)}  # fmt: skip
    return Analysed(tuple(lines), holds, parameters(period), left_out(session, period))


def _facts(session: Session, period: Period) -> _Facts:
    as_of = period.last
    customer = table_of(Customer)
    columns = (customer.c.id, customer.c.credit_grade, customer.c.credit_limit, customer.c.terms_days)
    set_by_hand = sa.or_(customer.c.credit_grade.is_not(None), customer.c.credit_limit.is_not(None))
    own = {key: (grade, limit, days) for key, grade, limit, days in session.execute(
        sa.select(*columns).where(customer.c.deleted_at.is_(None), set_by_hand))}  # fmt: skip
    overdue = {
        key: max([(as_of - debt.due).days for debt in one.debts if debt.open > debt.disputed and debt.open > 0], default=0)
        for key, one in ledger.open_accounts(session, as_of).items()
    }
    return _Facts(
        _files(session, as_of), _policies(session, as_of), own, _bought(session, as_of), _use(session, as_of), overdue,
        _marks(session, period), int(settings.value(session, "credit.terms_days")),
    )  # fmt: skip


def _files(session: Session, as_of: date) -> dict[UUID, Mapping[str, Any]]:
    """The newest approved file of each customer that is valid on the day, else the newest one at all (its marks count)."""
    table = table_of(CreditFile)
    where = (table.c.deleted_at.is_(None), table.c.assessed_on <= as_of)
    found: dict[UUID, Mapping[str, Any]] = {}
    for row in map(dict, session.execute(sa.select(table).where(*where).order_by(table.c.assessed_on, table.c.id)).mappings()):
        before = found.get(row["customer_id"])
        if before is None or _counts(row, as_of) or not _counts(before, as_of):
            found[row["customer_id"]] = row
    return found


def _counts(row: Mapping[str, Any], as_of: date) -> bool:
    return row["state"] == "approved" and (row["valid_until"] is None or row["valid_until"] >= as_of)


def _policies(session: Session, as_of: date) -> dict[str, Policy]:
    table = table_of(CreditPolicy)
    found = {grade: Policy(days, credit_limit.FACTORS[grade], None) for grade, days in credit_score.TERMS_DAYS.items()}
    where = (table.c.deleted_at.is_(None), table.c.effective_on <= as_of)
    for row in session.execute(sa.select(table).where(*where).order_by(table.c.effective_on, table.c.edition)).mappings():
        usual = found.get(row["grade"], Policy(0, Decimal(0), None))
        days = usual.terms_days if row["terms_days"] is None else row["terms_days"]
        found[row["grade"]] = Policy(days, usual.factor if row["factor"] is None else row["factor"], row["cap"])
    return found


def _bought(session: Session, as_of: date) -> dict[UUID, list[Bought]]:
    """Purchases with tax in each of the last six whole or begun calendar months, newest first."""
    order = table_of(Order)
    span = ending(as_of, credit_limit.MONTHS)
    months = [f"{month.year:04d}-{month.month:02d}" for month in reversed(span.month_list())][: credit_limit.MONTHS]
    first = date.fromisoformat(f"{months[-1]}-01")
    month = sa.func.substr(sa.type_coerce(order.c.ordered_on, sa.Text()), 1, 7)
    amount = sa.func.coalesce(order.c.total, order.c.net)
    sums = (sa.func.sum(sa.case((order.c.kind == RETURN, -amount), else_=amount)),
            sa.func.sum(sa.case((order.c.kind == RETURN, 0), else_=1)))  # fmt: skip
    where = (*counted(until=as_of), order.c.ordered_on >= first)
    found: dict[UUID, dict[str, Bought]] = {}
    for key, text, cents, count in session.execute(
        sa.select(order.c.customer_id, month, *sums).where(*where).group_by(order.c.customer_id, month)
    ):
        found.setdefault(key, {})[text] = Bought(int(cents), int(count))
    return {key: [several.get(text, Bought(0, 0)) for text in months] for key, several in found.items()}


def _use(session: Session, as_of: date) -> dict[UUID, Use]:
    """Receivables, and orders without an invoice: delivered ones, and open ones."""
    order, invoice = table_of(Order), table_of(Invoice)
    billed = sa.exists().where(invoice.c.order_id == order.c.id, invoice.c.deleted_at.is_(None))
    amount = sa.func.coalesce(order.c.total, order.c.net)
    signed = sa.case((order.c.kind == RETURN, -amount), else_=amount)
    invoiced_by_order = sa.select(sa.func.count()).where(invoice.c.order_id.is_not(None), invoice.c.deleted_at.is_(None))
    found: dict[UUID, dict[str, int]] = {}
    if session.scalar(invoiced_by_order):  # without any invoice of an order nobody can tell what is billed
        open_ones = sa.select(order.c.customer_id, order.c.state, sa.func.sum(signed)).where(*counted(until=as_of), ~billed)
        for key, state, cents in session.execute(open_ones.group_by(order.c.customer_id, order.c.state)):
            found.setdefault(key, {})[state] = int(cents)
    owed = ledger.balances(session, as_of)
    return {
        key: Use(owed.get(key, 0), found.get(key, {}).get("delivered", 0), found.get(key, {}).get("confirmed", 0))
        for key in {*owed, *found}
    }


def _marks(session: Session, period: Period) -> dict[UUID, dict[str, int | None]]:
    """What dealings say by themselves: the share paid in time, the years, the margin."""
    owed, days = ledger.bills(session, period), order_days(session, period.last)
    margins = {line.client.id: line.row.profit.margin for line in profits(session, period).lines}
    found: dict[UUID, dict[str, int | None]] = {}
    for key in {*owed, *days}:
        first = days.get(key)
        found[key] = {
            credit_score.PAYMENT: credit_score.payment_mark(on_time_share(pieces(owed.get(key, ()), period.first, period.last))),
            credit_score.YEARS: credit_score.years_mark((period.last - first[0]).days) if first else None,
            credit_score.MARGIN: credit_score.margin_mark(margins[key]) if key in margins else None,
        }
    return found


def _standing(client: Client, facts: _Facts) -> Standing:
    file = facts.files.get(client.id, {})
    own_grade, own_limit, own_days = facts.own.get(client.id, (None, None, None))
    given = {key: int(file[key]) for key in _MARKS if file.get(key) is not None}
    score = credit_score.credit_score({**facts.marks.get(client.id, {}), **given}, bool(file.get("dishonest")))
    grade = file.get("grade") or own_grade or score.grade
    policy = facts.policies.get(grade)
    days = next((one for one in (file.get("approved_days"), own_days) if one is not None), None)
    terms = int(days) if days is not None else policy.terms_days if policy is not None else facts.usual_days
    by_hand = file.get("approved_limit") if file.get("state") == "approved" else None
    by_hand = own_limit if by_hand is None else by_hand
    purchases = credit_limit.monthly_purchases(facts.bought.get(client.id, ()))
    limit = Figure(Decimal(by_hand)) if by_hand is not None else _reckoned(purchases, terms, grade, policy)
    use, oldest = facts.use.get(client.id, Use(0)), facts.overdue.get(client.id, 0)
    free = credit_limit.available(limit, use)
    return Standing(score, grade, terms, limit, by_hand is not None, use, free, oldest, credit_limit.hold(free, oldest))


def _reckoned(purchases: Figure, terms: int, grade: str, policy: Policy | None) -> Figure:
    if policy is None:
        return undefined("not_applicable")
    return credit_limit.credit_limit(purchases, terms, grade, policy.cap, {grade: policy.factor})
