"""What each credit grade gets (F-30): versions that hold from a day on; before the first of a grade the usual one (70 §7.9)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.credit_assessment import USUAL, Policy
from app.errors import ConflictError, ValidationError
from app.formats import day_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.base import table_of
from app.models.credit import CreditPolicy
from app.services import records

Values = Mapping[str, Any]
_STANDARDS = {
    "A": N_("80 points and more"), "B": N_("65 to 79.9 points"), "C": N_("50 to 64.9 points"),
    "D": N_("Less than 50 points, or on the list of dishonest debtors"),
}  # fmt: skip
_COLLECTION = {
    "A": N_("Reminder 7 days before it is due, then the dunning ladder"),
    "B": N_("Reminder 7 days before it is due, then the dunning ladder"),
    "C": N_("Call before each delivery, then the dunning ladder"), "D": N_("Paid in advance"),
}  # fmt: skip


def in_force(session: Session, day: date) -> dict[str, Policy]:
    """Grade -> its policy on a day: the version that began last, the usual policy without one. What a version leaves open is
    the usual."""
    table = table_of(CreditPolicy)
    found = dict(USUAL)
    where = (table.c.deleted_at.is_(None), table.c.effective_on <= day)
    ordered = sa.select(table).where(*where).order_by(table.c.effective_on, table.c.edition, table.c.id)
    for row in session.execute(ordered).mappings():
        usual = USUAL.get(row["grade"], Policy(0, Decimal(0)))
        days = usual.terms_days if row["terms_days"] is None else row["terms_days"]
        found[row["grade"]] = Policy(days, usual.factor if row["factor"] is None else row["factor"], row["cap"])
    return found


def save(session: Session, values: Values, policy_id: UUID | None = None) -> UUID:
    """Write a version, a new one or a known one that is not in force yet. Its number follows those of its grade; it begins on the
    day the newest of them does, or later. ConflictError for one that is in force: what was decided by it stays explained."""
    before = records.get(session, CreditPolicy, policy_id) if policy_id is not None else {}
    if before and before["effective_on"] < today():
        raise ConflictError(
            N_("Version {edition} holds since {day} and stays as it is. Add a new one that begins today or later."),
            edition=before["edition"], day=day_text(before["effective_on"]),
        )  # fmt: skip
    whole = {"grade": "B", "effective_on": today(), **before, **{key: one for key, one in values.items() if one is not None}}
    newest = _newest(session, whole["grade"], policy_id)
    if newest is not None and whole["effective_on"] < newest["effective_on"]:
        raise ValidationError(
            N_("Version {edition} is valid from {day} on. A new version begins on that day or later."), field="effective_on",
            edition=newest["edition"], day=day_text(newest["effective_on"]),
        )  # fmt: skip
    edition = {"edition": before.get("edition") or (newest["edition"] if newest is not None else 0) + 1}
    if policy_id is None:
        return records.create(session, CreditPolicy, {**whole, **edition})
    records.update(session, CreditPolicy, policy_id, values)
    return policy_id


def _newest(session: Session, grade: str, but: UUID | None) -> Mapping[str, Any] | None:
    table = table_of(CreditPolicy)
    where = [table.c.deleted_at.is_(None), table.c.grade == grade]
    if but is not None:
        where.append(table.c.id != but)
    newest = (table.c.effective_on.desc(), table.c.edition.desc(), table.c.id.desc())
    row = session.execute(sa.select(table).where(*where).order_by(*newest).limit(1)).mappings().first()
    return None if row is None else dict(row)


def change(session: Session, policy_id: UUID, values: Values) -> UUID:
    """Change a version that is not in force yet."""
    return save(session, values, policy_id)


def install_defaults(session: Session) -> None:
    """Write down the usual policies, in the language in force, for grades that have none."""
    for grade, usual in USUAL.items():
        if _newest(session, grade, None) is None:
            save(session, {
                "grade": grade, "terms_days": usual.terms_days, "factor": usual.factor, "standard": _(_STANDARDS[grade]),
                "collection": _(_COLLECTION[grade]),
            })  # fmt: skip
