"""Serving a customer no longer (绝对不服务, F-12): applied for with evidence, endorsed by the director, approved by the general
manager, looked at again after a year, lifted. Never automatic, and never because of a complaint.

While it is approved the customer's grade and status say so: new orders are refused, care dates skipped, no visits planned;
receivables and open complaints go on. Each function that writes is one step.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import never_moves as moves
from app.analysis.complaint_states import FINAL
from app.errors import ConflictError, ValidationError
from app.formats import money_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint, Customer, Employee
from app.models.grading import NeverServe
from app.models.order import Order
from app.services import receipts, records, roles
from app.services.asked import Asked
from app.services.business.period import months_before

Values = Mapping[str, Any]
NEVER = "never"
APPLIED = ("customer_id", "reason", "evidence", "tried", "loss", "obligations", "obligations_checked", "applied_on",
           "applicant_id")  # fmt: skip
"""What an application says; the rest is written by moves alone."""
_OPEN_STATES = (moves.APPLIED, moves.ENDORSED, moves.APPROVED)
_COMPLAINED = re.compile(r"投诉|complain|\bTS\d{6}-\d+", re.IGNORECASE)
_EITHER = {"director": "manager_id", "manager": "director_id"}


def save(session: Session, values: Values, key: UUID | None = None) -> UUID:
    """Apply, or change an application nobody has decided on. ConflictError for a second application of a customer and for one
    that was decided on; ValidationError where a complaint is the reason."""
    before = records.get(session, NeverServe, key) if key is not None else {}
    given = {name: value for name, value in values.items() if name in APPLIED and before.get(name, ...) != value}
    if before and before["state"] != moves.APPLIED:
        if given:
            raise ConflictError(N_("This application was decided on and stays as it is."))
        return before["id"]  # type: ignore[no-any-return]
    whole = {**before, **given}
    _require_no_complaint(whole)
    if before:
        records.update(session, NeverServe, before["id"], given)
        return before["id"]  # type: ignore[no-any-return]
    return _apply(session, whole)


def _apply(session: Session, whole: dict[str, Any]) -> UUID:
    n, customer = NeverServe, whole.get("customer_id")
    if customer is None:
        raise records.missing(NeverServe, "customer_id")
    if not whole.get("reason"):
        raise records.missing(NeverServe, "reason")
    held = sa.select(n.id).where(n.customer_id == customer, n.deleted_at.is_(None), n.state.in_(_OPEN_STATES)).limit(1)
    if session.scalar(held) is not None:
        raise ConflictError(N_("There is an application for this customer already."))
    first = {"applied_on": today(), "applicant_id": roles.me(session), "obligations": owed_words(session, customer)}
    given = {name: value for name, value in whole.items() if value not in (None, "")}
    return records.create(session, NeverServe, {**first, **given})


def _require_no_complaint(whole: Values) -> None:
    """A customer may always complain. What else it did is a reason of its own and has its own code."""
    if whole.get("reason") == "other" and _COMPLAINED.search(whole.get("evidence") or ""):
        raise ValidationError(
            N_("A complaint is never a reason. Choose what the customer did, and write that down."), field="reason",
        )  # fmt: skip


def require_deletable(row: Values) -> None:
    """ConflictError for one in force: it is lifted first, so that the customer is served again."""
    if row["state"] == moves.APPROVED:
        raise ConflictError(N_("It is in force. Lift it first."))


def owed_words(session: Session, customer_id: UUID) -> str:
    """What is open between us and a customer, in words: receivables, orders to deliver, complaints; "nothing" is said too."""
    o, c = Order, Complaint
    debts = receipts.open_items(session, customer_id)
    orders = session.scalar(sa.select(sa.func.count()).where(
        o.customer_id == customer_id, o.deleted_at.is_(None), o.state == "confirmed"))  # fmt: skip
    cases = session.scalar(sa.select(sa.func.count()).where(
        c.customer_id == customer_id, c.deleted_at.is_(None), c.state.not_in(FINAL)))  # fmt: skip
    parts = (
        _("Receivables {amount}, {count} invoices").format(amount=money_text(sum(one.open for one in debts)), count=len(debts)),
        _("orders to deliver: {count}").format(count=orders), _("open complaints: {count}").format(count=cases),
    )  # fmt: skip
    return _("; ").join(parts)


def asked(session: Session, key: UUID, code: str) -> Asked:
    """What the panel of a move shows first: who decides by their level, today, a year on."""
    row, asks = records.get(session, NeverServe, key), moves.move(code).asks
    usual = {
        "director_id": _of_level(session, "director"), "manager_id": _of_level(session, "cxo"), "effective_on": today(),
        "review_on": months_before(today(), -moves.REVIEW_MONTHS), "obligations": row["obligations"],
        "obligations_checked": row["obligations_checked"],
    }  # fmt: skip
    values = {name: usual.get(name) for name in asks}
    return Asked(values, records.link_titles(session, NeverServe, values), row["row_version"])


def _of_level(session: Session, level: str) -> UUID | None:
    e = Employee
    found = session.scalars(sa.select(e.id).where(e.level == level, e.deleted_at.is_(None), sa.not_(e.has_left)).limit(2)).all()
    return found[0] if len(found) == 1 else roles.me(session)


def take(session: Session, key: UUID, code: str, values: Values | None = None, version: int | None = None) -> UUID:
    """Take a move of ``never_moves``. ValidationError names what is missing or who may not decide; ConflictError where the
    application moved on."""
    row, step = records.get(session, NeverServe, key), moves.move(code)
    if version is not None and row["row_version"] != version:
        raise ConflictError(N_("“{name}” was changed elsewhere meanwhile. Open it again and repeat."), name=_name(session, row))
    if row["state"] not in step.sources:
        raise ConflictError(N_("This application was dealt with meanwhile. Look at it again."))
    roles.require(session, "approve")
    given = {name: value for name, value in (values or {}).items() if name in step.asks}
    for name in step.needs:
        if given.get(name) in (None, "", False):
            raise records.missing(NeverServe, name)
    given = records.checked(NeverServe, given, whole=False)
    given |= _TAKEN[code](session, row, given)
    records.update(session, NeverServe, key, {**given, "state": step.target})
    return key


def _name(session: Session, row: Values) -> str:
    return str(records.get(session, Customer, row["customer_id"])["name"])


def _endorse(session: Session, row: Values, given: Values) -> Values:
    _require_other(session, row, given, "director")
    return {"director_on": today()}


def _approve(session: Session, row: Values, given: Values) -> Values:
    _require_other(session, row, given, "manager")
    if given["effective_on"] > today():
        late = N_("It holds from today at the latest: approve it on the day it is to begin.")
        raise ValidationError(late, field="effective_on")
    if given["effective_on"] < row["applied_on"]:
        raise ValidationError(N_("It would hold before it was applied for."), field="effective_on")
    _require_ahead(given)
    customer = records.get(session, Customer, row["customer_id"])
    records.update(session, Customer, customer["id"], {"grade": NEVER, "status": NEVER})
    kept = {"grade_before": customer["grade"], "status_before": customer["status"]}
    return {"manager_on": today(), **{name: value for name, value in kept.items() if value != NEVER}}


def _decline(session: Session, row: Values, given: Values) -> Values:
    _require_present(session, given["director_id"], "director_id")
    return {"director_on": today()}


def _refuse(session: Session, row: Values, given: Values) -> Values:
    _require_present(session, given["manager_id"], "manager_id")
    return {"manager_on": today()}


def _review(_session: Session, _row: Values, given: Values) -> Values:
    _require_ahead(given)
    return {}


def _lift(session: Session, row: Values, _given: Values) -> Values:
    """Grade and status are those from before, until the next grading."""
    back = {"grade": row["grade_before"], "status": row["status_before"] or "active"}
    records.update(session, Customer, row["customer_id"], back)
    return {"lifted_on": today()}


_TAKEN: Mapping[str, Callable[[Session, Values, Values], Values]] = {
    "endorse": _endorse, "approve": _approve, "decline": _decline, "refuse": _refuse, "review": _review, "lift": _lift,
}  # fmt: skip


def _require_ahead(given: Values) -> None:
    if given["review_on"] <= today():
        raise ValidationError(N_("It is looked at again on a day that is still ahead."), field="review_on")


def _require_other(session: Session, row: Values, given: Values, part: str) -> None:
    """Two people sign who are not the one who applied, where the firm has so many."""
    key = f"{part}_id"
    who = given[key]
    _require_present(session, who, key)
    e = Employee
    others = session.scalar(sa.select(sa.func.count()).where(e.deleted_at.is_(None), sa.not_(e.has_left))) or 0
    if who == row["applicant_id"] and others > 1:
        raise ValidationError(N_("Whoever applied does not decide. Choose somebody else."), field=key)
    if who == row[_EITHER[part]] and others > 2:
        raise ValidationError(N_("The director has signed already: somebody else approves."), field=key)


def _require_present(session: Session, employee_id: UUID, field: str) -> None:
    person = records.get(session, Employee, employee_id)
    if person["has_left"]:
        raise ValidationError(N_("{name} has left. Choose somebody else."), field=field, name=person["name"])
