"""Credit of the customers as of a day (C27): score, grade, limit, what of it is free, whether supply is held. With tax, in fen.

What an approved credit file says counts before what is reckoned; marks that nobody gave follow from how the customer dealt with
us: the share paid in time, the years, the margin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import credit_limit, credit_score
from app.analysis.credit_assessment import Policy, limit_of
from app.analysis.credit_limit import Bought, Use
from app.analysis.figures import Figure
from app.models import Customer
from app.models.base import table_of
from app.models.credit import CreditFile
from app.services import credit_policies, settings
from app.services.business import credit_habits, credit_use
from app.services.business.clients import Analysed, Line, clients
from app.services.business.credit_habits import Habits
from app.services.business.credit_use import Late
from app.services.business.kept import kept
from app.services.business.period import Period, ending
from app.services.business.sums import left_out
from app.services.business.worth import parameters

_MARKS = tuple(credit_score.WEIGHTS)
_HOLDS = (credit_limit.FREE, credit_limit.APPROVAL, credit_limit.STOP)


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer's credit: ``limit`` by hand where a file was approved or the customer's own limit is set (``by_hand``).

    ``marks`` are those that made the score, ``given`` which of them a person gave; ``purchases`` a month and ``policy`` are what
    the limit by the rule rests on. ``valid_until``: of the approval that counts; ``lapsed_on``: of the last one where it ran out.
    """

    score: credit_score.CreditScore
    grade: str
    terms_days: int
    limit: Figure
    by_hand: bool
    use: Use
    available: Figure
    oldest_overdue: int
    hold: str
    overdue: int = 0
    marks: Mapping[str, int | None] | None = None
    given: frozenset[str] = frozenset()
    purchases: Figure | None = None
    policy: Policy | None = None
    approved: bool = False
    valid_until: date | None = None
    lapsed_on: date | None = None


def credit(session: Session, period: Period) -> Analysed[Standing, Mapping[str, int]]:
    """Every customer with an order in the period, something open, a limit or a credit file, by number; ``company`` counts the
    holds."""
    return kept(session, ("credit", period), lambda: _credit(session, period))


def standing(session: Session, customer_id: UUID, as_of: date) -> Standing:
    """One customer's credit, read alone: as it stands among all."""
    return _standing(customer_id, _facts(session, ending(as_of), customer_id))


@dataclass(frozen=True, slots=True)
class _Own:
    """What the customer's own record says."""

    grade: str | None = None
    limit: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class _Facts:
    as_of: date
    files: Mapping[UUID, Mapping[str, Any]]
    lapsed: Mapping[UUID, Mapping[str, Any]]
    policies: Mapping[str, Policy]
    own: Mapping[UUID, _Own]
    bought: Mapping[UUID, Sequence[Bought]]
    use: Mapping[UUID, Use]
    overdue: Mapping[UUID, Late]
    habits: Mapping[UUID, Habits]
    usual_days: int


def _credit(session: Session, period: Period) -> Analysed[Standing, Mapping[str, int]]:
    known, facts = clients(session), _facts(session, period)
    by_hand = {key for key, own in facts.own.items() if (own.grade, own.limit) != (None, None)}
    wanted = {*facts.files, *by_hand, *facts.use, *facts.bought, *facts.overdue}
    lines = [Line(known[key], _standing(key, facts)) for key in wanted if key in known]
    lines.sort(key=lambda line: line.client.key)
    holds = {code: sum(line.row.hold == code for line in lines) for code in _HOLDS}
    return Analysed(tuple(lines), holds, parameters(period), left_out(session, period))


def _facts(session: Session, period: Period, only: UUID | None = None) -> _Facts:
    as_of = period.last
    files, lapsed = _files(session, as_of, only)
    return _Facts(
        as_of, files, lapsed, credit_policies.in_force(session, as_of), _own(session, only),
        credit_use.bought(session, as_of, only), credit_use.use(session, as_of, only), credit_use.overdue(session, as_of, only),
        _habits(session, period, only), int(settings.value(session, "credit.terms_days")),
    )  # fmt: skip


def _habits(session: Session, period: Period, only: UUID | None) -> Mapping[UUID, Habits]:
    return credit_habits.habits(session, period) if only is None else {only: credit_habits.of_customer(session, period, only)}


def _own(session: Session, only: UUID | None) -> dict[UUID, _Own]:
    table = table_of(Customer)
    columns = (table.c.id, table.c.credit_grade, table.c.credit_limit, table.c.terms_days)
    said = sa.or_(*(column.is_not(None) for column in columns[1:]))
    where = [table.c.deleted_at.is_(None), said, *((table.c.id == only,) if only is not None else ())]
    rows = session.execute(sa.select(*columns).where(*where)).all()
    return {key: _Own(grade, limit, days) for key, grade, limit, days in rows}


def _files(
    session: Session, as_of: date, only: UUID | None
) -> tuple[dict[UUID, Mapping[str, Any]], dict[UUID, Mapping[str, Any]]]:
    """The newest approved file of each customer that is valid on the day, else the newest one that is no draft (its marks
    count); and the last approved one that ran out."""
    table = table_of(CreditFile)
    where = [table.c.deleted_at.is_(None), table.c.assessed_on <= as_of, table.c.state != "draft"]
    if only is not None:
        where.append(table.c.customer_id == only)
    found: dict[UUID, Mapping[str, Any]] = {}
    lapsed: dict[UUID, Mapping[str, Any]] = {}
    for row in map(dict, session.execute(sa.select(table).where(*where).order_by(table.c.assessed_on, table.c.id)).mappings()):
        before, key = found.get(row["customer_id"]), row["customer_id"]
        if before is None or counts(row, as_of) or not counts(before, as_of):
            found[key] = row
        if row["state"] == "approved" and row["valid_until"] is not None and row["valid_until"] < as_of:
            lapsed[key] = row
    return found, lapsed


def lapsed(session: Session, customer_id: UUID, as_of: date) -> Mapping[str, Any] | None:
    """The approval of a customer that ran out last; None where one holds, or none ever did."""
    found, over = _files(session, as_of, customer_id)
    return None if customer_id in found and counts(found[customer_id], as_of) else over.get(customer_id)


def counts(row: Mapping[str, Any], as_of: date) -> bool:
    """Whether a credit file's approval holds on a day."""
    begun = row["approved_on"] is None or row["approved_on"] <= as_of
    return row["state"] == "approved" and begun and (row["valid_until"] is None or row["valid_until"] >= as_of)


def _standing(customer: UUID, facts: _Facts) -> Standing:
    file, own = facts.files.get(customer, {}), facts.own.get(customer, _Own())
    approved = bool(file) and counts(file, facts.as_of)
    given = {key: int(file[key]) for key in _MARKS if file.get(key) is not None}
    marks = {**facts.habits.get(customer, credit_habits.NONE).marks, **given}
    score = _score(tuple(marks.get(key) for key in _MARKS), bool(file.get("dishonest")))
    grade = file.get("grade") or own.grade or score.grade
    policy = facts.policies.get(grade)
    gone = None if approved else facts.lapsed.get(customer)
    held = None if gone is not None and gone["approved_days"] == own.days else own.days
    days = next((one for one in (file.get("approved_days") if approved else None, held) if one is not None), None)
    terms = int(days) if days is not None else policy.terms_days if policy is not None else facts.usual_days
    by_hand = _by_hand(file if approved else {}, own, facts.lapsed.get(customer), policy)
    purchases = credit_limit.monthly_purchases(facts.bought.get(customer, ()))
    limit = Figure(Decimal(by_hand)) if by_hand is not None else limit_of(purchases, terms, grade, policy)
    use, late = facts.use.get(customer, Use(0)), facts.overdue.get(customer, credit_use.NONE_LATE)
    free = credit_limit.available(limit, use)
    return Standing(
        score, grade, terms, limit, by_hand is not None, use, free, late.oldest, credit_limit.hold(free, late.oldest),
        late.amount, marks, frozenset(given), purchases, policy, approved, file.get("valid_until") if approved else None,
        None if gone is None else gone["valid_until"],
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _score(marks: tuple[int | None, ...], dishonest: bool) -> credit_score.CreditScore:
    """Most customers have one of few sets of marks."""
    return credit_score.credit_score(dict(zip(_MARKS, marks, strict=True)), dishonest)


def _by_hand(file: Mapping[str, Any], own: _Own, lapsed: Mapping[str, Any] | None, policy: Policy | None) -> int | None:
    """The limit a person set: of the approval that counts, else the customer's own, which the policy caps (C27); not that of an
    approval that ran out."""
    if file.get("approved_limit") is not None:
        return int(file["approved_limit"])
    if own.limit is None or (lapsed is not None and lapsed["approved_limit"] == own.limit):
        return None
    return credit_limit.manual_limit(own.limit, None if policy is None else policy.cap)
