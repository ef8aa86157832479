"""Grades set by hand, for a reason and until a day; what is computed stays beside them (domain/00 G7)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer
from app.models.base import table_of
from app.models.grading import Grade, GradeOverride, Grading
from app.models.session import actor
from app.services import records, settings
from app.services.business.labels import LABELS

NEVER = "never"
_DECIDED = N_("Never serve is decided by its own application.")
_MAIN: Mapping[str, str] = {"A": "gold", "B": "silver", "C": "ordinary", "vip": "gold", "major": "silver", "common": "ordinary",
                            "minor": "watch"}  # fmt: skip


GRADES: Mapping[str, tuple[str, ...]] = {
    "scorecard": ("gold", "silver", "ordinary", "watch"), "matrices": ("A", "B", "C"), "pareto": ("A", "B", "C"),
    "pyramid": ("vip", "major", "common", "minor"),
}  # fmt: skip
"""What can be set by hand in each system, the best first."""
_FIELD = {"scorecard": "band", "matrices": "abc", "pyramid": "tier", "pareto": "pareto"}
"""Where a grade of each system is kept."""


def code_of(system: str, typed: str) -> str:
    """The code of a grade typed as one or in words. ValidationError for one that the
    system does not have."""
    for code in GRADES[system]:
        words = LABELS.get(code, code)
        if typed.strip().casefold() in (code.casefold(), words.casefold(), _(words).casefold()):
            return code
    names = ", ".join(_(LABELS.get(code, code)) for code in GRADES[system])
    raise ValidationError(N_("This system has no such grade. It has: {names}."), field="value", names=names)


def save(session: Session, values: Mapping[str, Any], key: UUID | None = None) -> UUID:
    """Store what is typed in the list of grades set by hand; in the main system it holds at once while its days have come.

    ValidationError as ``set_grade``, and for an end before its beginning."""
    kept = records.get(session, GradeOverride, key) if key is not None else {}
    main = str(settings.value(session, "grade.main"))
    given = _checked(session, {"system": main, "begins_on": today(), **kept, **values})
    own = {name: given[name] for name in (*values, "system", "value", "begins_on") if name in given}
    if key is None:
        key = records.create(session, GradeOverride, own)
    else:
        records.update(session, GradeOverride, key, own)
    holds = given["begins_on"] <= today() <= (given.get("ends_on") or date.max)
    if given["system"] == main and holds:
        records.update(session, Customer, given["customer_id"], {"grade": _MAIN.get(given["value"], given["value"])})
    elif kept:
        give_way(session, kept)
    return key


def give_way(session: Session, gone: Mapping[str, Any]) -> None:
    """Where what was set by hand (its row) was the main grade and nothing else holds by hand, that is what the newest grading
    computed; where none was computed ever, and where the customer has another grade by now, it stays."""
    customer_id, own = gone["customer_id"], records.get(session, Customer, gone["customer_id"])["grade"]
    if gone["system"] != settings.value(session, "grade.main") or own != _MAIN.get(gone["value"], gone["value"]):
        return
    grade, run, main = table_of(Grade), table_of(Grading), str(settings.value(session, "grade.main"))
    found = sa.select(grade.c[_FIELD[main]]).join(run, run.c.id == grade.c.grading_id).where(
        grade.c.customer_id == customer_id, grade.c.deleted_at.is_(None), run.c.deleted_at.is_(None))  # fmt: skip
    newest = session.execute(found.order_by(run.c.as_of.desc(), run.c.id.desc()).limit(1)).first()
    holds = main_grades(session, today(), customer_id).get(customer_id)
    wanted = holds if holds is not None else _MAIN.get(newest[0], newest[0]) if newest is not None else own
    if own != wanted:
        records.update(session, Customer, customer_id, {"grade": wanted})


def _checked(session: Session, given: dict[str, Any]) -> dict[str, Any]:
    """What is typed with its grade as a code."""
    for name in ("customer_id", "value", "reason"):
        if given.get(name) in (None, ""):
            raise records.missing(GradeOverride, name)
    if records.get(session, Customer, given["customer_id"])["grade"] == NEVER:
        raise ValidationError(_DECIDED, field="customer_id")
    if given.get("ends_on") is not None and given["ends_on"] < given["begins_on"]:
        raise ValidationError(N_("It ends before it begins."), field="ends_on")
    return given | {"value": code_of(str(given["system"]), str(given["value"]))}


def set_grade(session: Session, customer_id: UUID, value: str, reason: str, until: date | None, system: str = "") -> UUID:
    """Set a customer's grade of a system (the main one) by hand from today on. ValidationError without a reason, for an end that
    is over, and for 绝对不服务, which only an approval gives (F-12). One that holds already ends with it."""
    if not reason.strip():
        raise records.missing(GradeOverride, "reason")
    if until is not None and until < today():
        raise ValidationError(N_("This day is over."), field="ends_on")
    customer = records.get(session, Customer, customer_id)
    if NEVER in (value, customer["grade"]):
        raise ValidationError(_DECIDED, field="value")
    main = str(settings.value(session, "grade.main"))
    system = system or main
    end_now(session, customer_id, system)
    made = records.create(session, GradeOverride, {
        "customer_id": customer_id, "system": system, "value": value, "reason": reason, "decided_by_id": actor(session),
        "begins_on": today(), "ends_on": until,
    })  # fmt: skip
    if system == main:
        records.update(session, Customer, customer_id, {"grade": _MAIN.get(value, value)})
    return made


def end_now(session: Session, customer_id: UUID, system: str) -> int:
    """End what holds of a customer; the computed grade comes back with the next grading. How many ended."""
    o = GradeOverride
    mine = sa.select(o.id).where(o.customer_id == customer_id, o.system == system, *valid(today()))
    keys = session.scalars(mine).all()
    for key in keys:
        begun = records.get(session, GradeOverride, key)["begins_on"]
        if begun == today():
            records.delete(session, GradeOverride, [key])
        else:
            records.update(session, GradeOverride, key, {"ends_on": date.fromordinal(today().toordinal() - 1)})
    return len(keys)


def valid(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """What holds for those that are valid on a day."""
    o = GradeOverride
    return o.deleted_at.is_(None), o.begins_on <= day, sa.or_(o.ends_on.is_(None), o.ends_on >= day)


def main_grades(session: Session, day: date, customer_id: UUID | None = None) -> dict[UUID, str]:
    """The main grades that hold by hand on a day, as codes of choices.GRADE; the latest decision of several. Of one customer, or
    of all."""
    o = GradeOverride
    own = () if customer_id is None else (o.customer_id == customer_id,)
    return dict(_of_main(session, *valid(day), *own))


def over(session: Session, day: date) -> set[tuple[UUID, str]]:
    """(customer, main grade) that were set by hand until before a day."""
    o = GradeOverride
    return set(_of_main(session, o.deleted_at.is_(None), o.ends_on < day))


def _of_main(session: Session, *where: sa.ColumnElement[bool]) -> list[tuple[UUID, str]]:
    o, main = GradeOverride, str(settings.value(session, "grade.main"))
    rows = session.execute(sa.select(o.customer_id, o.value).where(o.system == main, *where).order_by(o.begins_on, o.id))
    return [(key, _MAIN.get(value, value)) for key, value in rows]
