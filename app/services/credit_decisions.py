"""Deciding on a credit file (F-29): applied for, approved, turned down, ended; what each asks, what it refuses in a sentence."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import credit_moves as moves
from app.analysis.credit_assessment import Policy
from app.analysis.credit_limit import manual_limit
from app.errors import ConflictError, ValidationError
from app.formats import money_text, today
from app.i18n import N_
from app.models import Customer, Employee
from app.models.credit import CreditFile
from app.services import credit_files, credit_policies, records, roles
from app.services.asked import Asked
from app.services.business.period import months_before

Values = Mapping[str, Any]


def asked(session: Session, file_id: UUID, code: str) -> Asked:
    """What the panel of a move shows first: the limit by the rule and the terms of the grade, today, a year less a day."""
    row = records.get(session, CreditFile, file_id)
    policy = _policy(session, row, today())
    days = row["wished_days"] if row["wished_days"] is not None else policy.terms_days
    limit = row["wished_limit"] if row["wished_limit"] is not None else row["computed_limit"]
    usual = {
        "wished_limit": limit, "wished_days": days, "approved_limit": _most(row, policy, limit), "approved_days": days,
        "approved_on": today(), "valid_until": valid_until(today()), "guarantee": row["guarantee"],
        "approver_id": roles.me(session), "applicant_id": row["applicant_id"] or roles.me(session),
    }  # fmt: skip
    asks = moves.move(code).asks
    values = {key: usual.get(key) for key in asks}
    return Asked(values, records.link_titles(session, CreditFile, values), row["row_version"], ready=not asks)


def valid_until(begun: date) -> date:
    """The last day of an approval's twelve months."""
    return months_before(begun, -moves.VALID_MONTHS) - timedelta(days=1)


def take(session: Session, file_id: UUID, code: str, values: Values | None = None, version: int | None = None) -> UUID:
    """Take a move of ``credit_moves``; the id of the file it goes on in. ValidationError names what is missing or beyond the
    policy; ConflictError where the file moved on, or changed since ``version`` was read."""
    row, step = records.get(session, CreditFile, file_id), moves.move(code)
    if version is not None and row["row_version"] != version:
        raise ConflictError(N_("“{name}” was changed elsewhere meanwhile. Open it again and repeat."), name=row["number"])
    if row["state"] not in step.sources:
        raise ConflictError(N_("This credit file was dealt with meanwhile. Look at it again."))
    if code == "renew":
        return credit_files.renew(session, file_id)
    given = {key: value for key, value in (values or {}).items() if key in step.asks}
    for key in step.needs:
        if given.get(key) in (None, ""):
            raise records.missing(CreditFile, key)
    given = records.checked(CreditFile, given, whole=False)
    _TAKEN[code](session, row, given)
    return file_id


def _apply(session: Session, row: Values, given: Values) -> None:
    if not row["grade"]:
        few = N_("Too few marks for a score: give marks for 60 of the 100 points at least.")
        raise ValidationError(few, field="wished_limit")
    records.update(session, CreditFile, row["id"], {**given, "state": moves.APPLIED})


def _withdraw(session: Session, row: Values, _given: Values) -> None:
    records.update(session, CreditFile, row["id"], {"state": moves.DRAFT})


def _refuse(session: Session, row: Values, given: Values) -> None:
    roles.require(session, "approve")
    who = _decider(session, given)
    records.update(session, CreditFile, row["id"], {**given, "approver_id": who, "approved_on": today(), "state": moves.REFUSED})


def _approve(session: Session, row: Values, given: Values) -> None:
    """The customer's own file says the same from now on: grade, limit, terms."""
    roles.require(session, "approve")
    given = {**given, "approver_id": _decider(session, given)}
    _check_days(row, given)
    _check_limit(row, given, _policy(session, row, given["approved_on"]))
    records.update(session, CreditFile, row["id"], {**given, "state": moves.APPROVED})
    said = {"credit_grade": row["grade"], "credit_limit": given["approved_limit"], "terms_days": given["approved_days"]}
    records.update(session, Customer, row["customer_id"], said)


def _decider(session: Session, given: Values) -> UUID | None:
    who = given.get("approver_id") or roles.me(session)
    if who is not None and (person := records.get(session, Employee, who))["has_left"]:
        raise ValidationError(N_("{name} has left. Choose somebody else."), field="approver_id", name=person["name"])
    return who


def _check_days(row: Values, given: Values) -> None:
    if not row["assessed_on"] <= given["approved_on"] <= today():
        raise ValidationError(N_("The approval lies before the assessment, or in the future."), field="approved_on")
    if given["valid_until"] < given["approved_on"]:
        raise ValidationError(N_("The approval would end before it begins."), field="valid_until")


def _check_limit(row: Values, given: Values, policy: Policy) -> None:
    """What the policy caps is refused; what goes beyond the rule needs its reason."""
    limit, rule = given["approved_limit"], row["computed_limit"]
    if limit > 0 and (row["dishonest"] or policy.factor == 0):
        raise ValidationError(N_("Grade {grade} pays in advance: its limit is 0."), field="approved_limit", grade=row["grade"])
    if policy.cap is not None and limit > policy.cap:
        raise ValidationError(N_("The policy of grade {grade} allows {cap} at most."), field="approved_limit",
                              grade=row["grade"], cap=money_text(policy.cap))  # fmt: skip
    if given.get("reason"):
        return
    if rule is not None and limit > rule:
        raise ValidationError(N_("More than the limit by the rule, {limit}: say why."), field="reason", limit=money_text(rule))
    if given["approved_days"] > policy.terms_days:
        raise ValidationError(N_("Longer than the {days} days of the policy: say why."), field="reason", days=policy.terms_days)


def _end(session: Session, row: Values, given: Values) -> None:
    """It holds no longer from today on; the limit in the customer's own file goes, where it is this one."""
    roles.require(session, "approve")
    yesterday = today() - timedelta(days=1)
    if row["valid_until"] is not None and row["valid_until"] <= yesterday:
        raise ConflictError(N_("This approval ran out already."))
    records.update(session, CreditFile, row["id"], {**given, "valid_until": yesterday})
    if records.get(session, Customer, row["customer_id"])["credit_limit"] == row["approved_limit"]:
        records.update(session, Customer, row["customer_id"], {"credit_limit": None})


_TAKEN: Mapping[str, Callable[[Session, Values, Values], None]] = {
    "apply": _apply, "approve": _approve, "refuse": _refuse, "withdraw": _withdraw, "end": _end,
}  # fmt: skip


def _policy(session: Session, row: Values, day: date) -> Policy:
    """Of the file's grade; without a grade the one that gives nothing."""
    policies = credit_policies.in_force(session, day)
    return policies.get(row["grade"] or "D", policies["D"])


def _most(row: Values, policy: Policy, limit: int | None) -> int | None:
    """What may be approved of a limit that was asked for."""
    if row["dishonest"] or policy.factor == 0:
        return 0
    return None if limit is None else manual_limit(limit, policy.cap)
