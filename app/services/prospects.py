"""Prospects (F-05): a customer whose status says so, its card's number QK…, how well it fits, being won or dropped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.formats import local
from app.i18n import N_
from app.models import Customer, fields_of
from app.models.session import now
from app.services import customers, records
from app.services.approaches import STATUS
from app.services.numbers import assign_numbers, next_number, next_numbers

PREFIX = "QK"
CRITERIA: dict[str, int] = {"industry": 30, "size": 20, "need": 20, "budget": 15, "reach": 15}
"""Points of what a prospect was found to be (domain/20 F-05)."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well a prospect fits: 0 to 100, and the criteria with their points and whether they are met; msgids as labels."""

    score: int
    parts: tuple[tuple[str, int, bool], ...]


def is_prospect(values: Mapping[str, Any]) -> bool:
    """Whether this customer is one yet to be won."""
    return values.get("status") == STATUS


def match(fit: str | None) -> Match:
    """The score of the ticked criteria."""
    met = set((fit or "").split(","))
    labels = {choice.code: choice.label for choice in fields_of(Customer)["fit"].choices}
    parts = tuple((labels[code], points, code in met) for code, points in CRITERIA.items())
    return Match(sum(points for _label, points, ticked in parts if ticked), parts)


def add(session: Session, values: Mapping[str, Any]) -> UUID:
    """Take in a prospect: the name is enough. Its number is the card's until it is won."""
    number = next_number(session, Customer, "prospect_no", PREFIX)
    return customers.add(session, {**values, "status": STATUS, "prospect_no": number, "code": number})


def numbered(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of new customers, prospects among them with the number of a card, which is their own too where they have
    none. Numbers that come along are kept, and not given again."""
    given = {str(row[key]) for row in rows for key in ("code", "prospect_no") if row.get(key)}
    free = (number for number in next_numbers(session, Customer, "prospect_no", PREFIX) if number not in given)
    return [_with_card(row, free) if is_prospect(row) else dict(row) for row in rows]


def _with_card(row: Mapping[str, Any], free: Iterator[str]) -> dict[str, Any]:
    code = str(row.get("code") or "")
    card = row.get("prospect_no") or (code if code.startswith(PREFIX) else next(free))
    return {**row, "prospect_no": card, "code": code or card}


def win(session: Session, customer_id: UUID) -> str:
    """Make a customer of a prospect: a customer number, the card's number kept, won today; returns the new number."""
    values = _prospect(session, customer_id)
    today = local(now(session)).date()
    card = values["prospect_no"] or (values["code"] if str(values["code"]).startswith(PREFIX) else None)
    (numbered,) = assign_numbers(session, Customer, [{Customer.number_field: None}], today)
    number = str(numbered["code"]) if card == values["code"] else str(values["code"])
    won = {"code": number, "prospect_no": card, "status": "new", "won_on": today, "next_touch_on": None, "dropped_reason": None}
    records.update(session, Customer, customer_id, won)
    return number


def drop(session: Session, customer_id: UUID, reason: str) -> None:
    """Give a prospect up, with the reason."""
    _prospect(session, customer_id)
    if not reason.strip():
        raise ValidationError(N_("Say why the prospect is dropped."), field="dropped_reason")
    records.update(session, Customer, customer_id, {"status": "lost", "dropped_reason": reason, "next_touch_on": None})


def _prospect(session: Session, customer_id: UUID) -> dict[str, Any]:
    values = records.get(session, Customer, customer_id)
    if not is_prospect(values):
        raise ValidationError(N_("“{name}” is no prospect."), name=values["name"])
    return values
