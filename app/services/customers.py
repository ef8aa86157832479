"""Customers: taking one in, changing, starring, tagging, assigning, and what is doubtful about what was typed.

Doubts never stand in the way (domain/20 "Duplicate rule", domain/60 §6.1).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import credit_code
from app.analysis.names import same_company_key
from app.formats import local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer
from app.models.checks import tidy_credit_code
from app.models.session import finder, now
from app.services import records
from app.services.complaint_people import me

Values = Mapping[str, Any]
Likeness = Literal["code", "name", "phone", "close"]
_RANK: dict[str, int] = {"code": 0, "name": 1, "phone": 2, "close": 3}
_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Similar:
    """A customer that may be the same; ``why`` code, name, phone or close (begins alike)."""

    id: UUID
    code: str
    name: str
    why: Likeness


def add(session: Session, values: Values) -> UUID:
    """Take in a customer: the name is enough. Salesperson and filler-in are the person at the keyboard unless given."""
    mine = me(session)
    usual = {"owner_id": mine, "filled_by_id": mine, "filled_on": local(now(session)).date()}
    given = prepared(values)
    return records.create(session, Customer, {**usual, **{key: value for key, value in given.items() if value is not None}})


def save(session: Session, customer_id: UUID, values: Values, version: int | None = None) -> bool:
    """Change the given fields; True when something differed. ConflictError when somebody else was faster."""
    return records.update(session, Customer, customer_id, prepared(values), version)


def prepared(values: Values) -> dict[str, Any]:
    """The values as they are stored: a credit code without blanks, in capitals and half width."""
    given = dict(values)
    if given.get("credit_code"):
        given["credit_code"] = tidy_credit_code(given["credit_code"])
    return given


def remove(session: Session, ids: Iterable[UUID]) -> int:
    """Move customers with their people and visits to the recycle bin; their complaints stay."""
    return records.delete(session, Customer, ids)


def star(session: Session, customer_id: UUID, on: bool) -> None:
    """Star a customer, or take the star away."""
    records.update(session, Customer, customer_id, {"starred": on})


def assign(session: Session, ids: Iterable[UUID], owner_id: UUID) -> int:
    """Give customers to a salesperson; how many changed hands."""
    return sum(records.update(session, Customer, each, {"owner_id": owner_id}) for each in ids)


def tag(session: Session, ids: Iterable[UUID], word: str) -> int:
    """Put a tag on customers that lack it; how many got it."""
    count = 0
    for each in ids:
        present = tags_of(records.get(session, Customer, each)["tags"])
        if word.strip() and word.strip() not in present:
            count += records.update(session, Customer, each, {"tags": ", ".join([*present, word.strip()])})
    return count


def tags_of(text: str | None) -> list[str]:
    """The tags in a field, separated by commas of either kind."""
    return [part.strip() for part in (text or "").replace("，", ",").split(",") if part.strip()]


def code_warning(text: str | None) -> str:
    """What is doubtful, or wrong, about a credit code, as a sentence in the language in force; the empty text for none."""
    better = credit_code.suggestion(text or "") if credit_code.problems(text or "") else None
    return _("Did you mean {code}?").format(code=better) if better else _(code_doubt(text))


def code_doubt(text: str | None) -> str:
    """What is doubtful about a credit code that is kept all the same, as a msgid; the empty text for none."""
    found = next(iter(credit_code.problems(text or "")), None)
    return _DOUBTS.get(found.code, "") if found is not None else ""


_DOUBTS = {
    credit_code.CHECK_DIGIT: N_("The check character does not fit. Compare with the business licence."),
    credit_code.REGION: N_("Characters 3 to 8 are usually digits. Compare with the business licence."),
}


def similar(
    session: Session, name: str, phone: str = "", code: str = "", excluding: UUID | None = None, limit: int = 5
) -> tuple[Similar, ...]:
    """Customers that may be the same: equal credit code, equal comparable name, equal phone, or a name found by the words."""
    found: dict[UUID, Similar] = {}
    for each in (*_by_code(session, code), *_by_phone(session, phone), *_by_name(session, name)):
        known = found.get(each.id)
        if each.id != excluding and (known is None or _RANK[each.why] < _RANK[known.why]):
            found[each.id] = each
    return tuple(sorted(found.values(), key=lambda each: (_RANK[each.why], each.name, each.code)))[:limit]


def _listed(session: Session, *conditions: sa.ColumnElement[bool], limit: int = 40) -> Sequence[sa.Row[Any]]:
    columns = sa.select(Customer.id, Customer.code, Customer.name, Customer.phone, Customer.mobile)
    rows: Sequence[Any] = session.execute(columns.where(Customer.deleted_at.is_(None), *conditions).limit(limit)).all()
    return rows


def _by_code(session: Session, code: str) -> list[Similar]:
    tidy = tidy_credit_code(code) if code else ""
    rows = _listed(session, Customer.credit_code == tidy) if len(tidy) == credit_code.LENGTH else ()
    return [Similar(row.id, row.code, row.name, "code") for row in rows]


def _by_phone(session: Session, phone: str) -> list[Similar]:
    digits = _digits(phone)
    if len(digits) < _DIGITS:
        return []
    rows = _listed(session, finder(session).matches(Customer, digits))
    return [Similar(row.id, row.code, row.name, "phone") for row in rows if digits in (_digits(row.phone), _digits(row.mobile))]


def _digits(text: str | None) -> str:
    return "".join(letter for letter in text or "" if letter.isdigit())


def _by_name(session: Session, name: str) -> list[Similar]:
    key = same_company_key(name) if name.strip() else ""
    if len(key) < 2:
        return []
    rows = _listed(session, finder(session).matches(Customer, key))
    return [Similar(row.id, row.code, row.name, "name" if same_company_key(row.name) == key else "close") for row in rows]
