"""What a customer gets (F-09): the policy of its class, by version from a day on, or an exception of its own with reason,
approver and end. Six dimensions: 付款 培训 人员支持 授权 奖励 价格. Where the firm has written nothing, the usual
ones hold (70 §7.4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError, ValidationError
from app.formats import day_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer
from app.models.account_plan import CustomerPolicy
from app.models.base import table_of
from app.services import records

Values = Mapping[str, Any]
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "payment": ("payment_days", "prepaid", "credit_most", "cash_discount"), "training": ("training_times",),
    "staffing": ("man_days",), "authority": ("price_authority",), "reward": ("rebate",),
    "price": ("price_discount", "protection_days"),
}  # fmt: skip
"""Each dimension in words, and the figures that belong to it."""
CONTENT = tuple(key for words, figures in DIMENSIONS.items() for key in (words, *figures))

_USUAL: Mapping[str, Mapping[str, Any]] = {
    "gold": {
        "payment": N_("60 days to pay; limit by the credit file"), "payment_days": 60, "training": N_("4 times a year, free"),
        "training_times": 4, "staffing": N_("Own account manager and engineer"), "man_days": 12,
        "authority": N_("Sole right for a region is possible"), "price_authority": 500,
        "reward": N_("Paid within 30 days after a quarter that met its plan"), "rebate": 300,
        "price": N_("8% below the list"), "price_discount": 800, "protection_days": 90,
    },
    "silver": {
        "payment": N_("30 days to pay"), "payment_days": 30, "training": N_("Twice a year, free"), "training_times": 2,
        "staffing": N_("Own account manager"), "man_days": 4, "authority": N_("Not exclusive"), "price_authority": 200,
        "reward": N_("Paid within 30 days after a quarter that met its plan"), "rebate": 150,
        "price": N_("4% below the list"), "price_discount": 400, "protection_days": 30,
    },
    "ordinary": {
        "payment": N_("30% in advance, or cash on delivery"), "payment_days": 0, "prepaid": 3000,
        "training": N_("Material online; on site it is charged"), "staffing": N_("Shared service desk"),
        "authority": N_("None granted"), "reward": N_("Gift points"), "price": N_("List price"),
    },
}  # fmt: skip
"""Percentages in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds: ``source`` "exception", "class" or "usual"; ``id`` of the entry, None for the usual one."""

    values: Mapping[str, Any]
    source: str
    id: UUID | None = None


def in_force(session: Session, day: date) -> dict[str, Policy]:
    """Class -> its policy on a day: the version that began last and has not ended, else the usual one, else none."""
    found = {grade: Policy(_said(usual), "usual") for grade, usual in _USUAL.items()}
    for row in _rows(session, day, CustomerPolicy.customer_id.is_(None)):
        if row["grade"]:
            found[row["grade"]] = Policy(row, "class", row["id"])
    return found


def effective(session: Session, customer_id: UUID, day: date) -> Policy | None:
    """What a customer gets on a day: its exception, else what its class gets; None without a class that has a policy."""
    own = list(_rows(session, day, CustomerPolicy.customer_id == customer_id))
    if own:
        return Policy(own[-1], "exception", own[-1]["id"])
    return in_force(session, day).get(records.get(session, Customer, customer_id)["grade"] or "")


def payment_days(session: Session, customer_id: UUID, day: date) -> int | None:
    """The days to pay that its policy gives; None where none is written down: the usual ones bind nobody."""
    found = effective(session, customer_id, day)
    return None if found is None or found.source == "usual" else found.values["payment_days"]


def is_any(session: Session) -> bool:
    """Whether anything is written down at all: where nothing is, nobody has to be asked customer by customer."""
    return session.scalar(sa.select(CustomerPolicy.id).where(CustomerPolicy.deleted_at.is_(None)).limit(1)) is not None


def _rows(session: Session, day: date, whose: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    p = CustomerPolicy
    holds = (p.deleted_at.is_(None), p.begins_on <= day, sa.or_(p.ends_on.is_(None), p.ends_on >= day), whose)
    statement = sa.select(table_of(p)).where(*holds).order_by(p.begins_on, p.edition, p.id)
    return [dict(row) for row in session.execute(statement).mappings()]


def _said(usual: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _(value) if isinstance(value := usual.get(key), str) else value for key in CONTENT}


def save(session: Session, values: Values, key: UUID | None = None) -> UUID:
    """Write a version of a class, or an exception. ValidationError where neither or both are named, where an exception lacks its
    reason, approver or end, or ends before it begins; ConflictError for what a version in force says: that stays explained."""
    before = records.get(session, CustomerPolicy, key) if key is not None else {}
    given = {name: value for name, value in values.items() if name != "edition" and before.get(name, ...) != value}
    whole = {"begins_on": today(), **before, **given}
    _require_whole(whole)
    if before and before["begins_on"] < today() and set(given) - {"ends_on"}:
        raise ConflictError(
            N_("This policy holds since {day} and stays as it is. Add a new one, or end it."), day=day_text(before["begins_on"]),
        )  # fmt: skip
    if before:
        records.update(session, CustomerPolicy, before["id"], given)
        return before["id"]  # type: ignore[no-any-return]
    edition = {} if whole.get("customer_id") else {"edition": _editions(session, whole["grade"]) + 1}
    tidy = {name: value for name, value in {**whole, **edition}.items() if value not in (None, "")}
    return records.create(session, CustomerPolicy, tidy)


def _require_whole(whole: Values) -> None:
    grade, customer = whole.get("grade"), whole.get("customer_id")
    if not grade and not customer:
        raise ValidationError(N_("Choose a class, or a customer that gets something else."), field="grade")
    if grade and customer:
        raise ValidationError(N_("A class or a customer, not both: an exception is of one customer alone."), field="grade")
    if customer:
        for name in ("reason", "approver_id", "ends_on"):
            if not whole.get(name):
                raise records.missing(CustomerPolicy, name)
    if whole.get("ends_on") and whole["ends_on"] < whole["begins_on"]:
        raise ValidationError(N_("It would end before it begins."), field="ends_on")


def _editions(session: Session, grade: str) -> int:
    p = CustomerPolicy
    return session.scalar(sa.select(sa.func.max(p.edition)).where(p.grade == grade, p.deleted_at.is_(None))) or 0


def install_usual(session: Session) -> int:
    """Write down the usual policies, in the language in force, for classes without any; how many there were."""
    missing = [grade for grade, policy in in_force(session, today()).items() if policy.source == "usual"]
    for grade in missing:
        save(session, {**_said(_USUAL[grade]), "grade": grade})
    return len(missing)
