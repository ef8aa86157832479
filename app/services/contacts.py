"""Decision-makers: taking one in, who reports to whom, the decision chain's figures (F-03, F-04)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.decision_chain import ChainView, Node, chain_view
from app.analysis.names import fits, goes_with
from app.errors import ValidationError
from app.formats import local
from app.i18n import N_
from app.models import Contact
from app.services import records, settings
from app.services.birthdays import age_on, occurrences, rules
from app.services.timeline import Happening, happenings

Values = Mapping[str, Any]
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as the window shows them; ``age`` is None where unknown, ``next_birthday`` by the person's own calendar, ``vice``
    whether forms of address keep the 副 of a post."""

    values: dict[str, Any]
    titles: dict[str, str]
    age: int | None
    next_birthday: date | None
    reports: tuple[tuple[UUID, str], ...]
    happenings: tuple[Happening, ...]
    vice: bool = False


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A person in a customer's chain: ``depth`` levels below the top of their reporting line."""

    id: UUID
    depth: int
    values: dict[str, Any]


def add(session: Session, values: Values) -> UUID:
    """Take in a person at a customer."""
    _check_line(session, None, values.get("customer_id"), values.get("reports_to_id"))
    name, said = values.get("name") or "", (values.get("surname") or "").strip()
    _check_surname(name, values)
    return records.create(session, Contact, {**values, "surname": said if goes_with(name, said) else None})


def save(session: Session, contact_id: UUID, values: Values, version: int | None = None) -> bool:
    """Change the given fields. ValidationError where somebody would report to themself or into another firm, or where a
    surname is none of the name."""
    if "reports_to_id" in values or "customer_id" in values:
        whole = {**records.get(session, Contact, contact_id), **values}
        _check_line(session, contact_id, whole["customer_id"], whole["reports_to_id"])
    if "surname" in values or "name" in values:
        values = _with_surname(records.get(session, Contact, contact_id), values)
    return records.update(session, Contact, contact_id, values, version)


def _with_surname(before: Values, values: Values) -> Values:
    """The values with the surname that goes with the name; one from before goes with another name only where that begins so."""
    whole = {**before, **values}
    name, said = whole["name"] or "", (whole["surname"] or "").strip()
    if said == before["surname"]:
        return {**values, "surname": said if goes_with(name, said) else None} if name != before["name"] else values
    _check_surname(name, values)
    return {**values, "surname": said if goes_with(name, said) else None}


def _check_surname(name: str, values: Values) -> None:
    said = (values.get("surname") or "").strip()
    if said and not fits(name, said):
        raise ValidationError(N_("The full name does not begin with this surname."), field="surname")


def _check_line(session: Session, contact_id: UUID | None, customer_id: UUID | None, above: UUID | None) -> None:
    seen, field = 0, "reports_to_id"
    while above is not None and seen < _LONGEST:
        if above == contact_id:
            raise ValidationError(N_("Nobody can report to themself, not even by way of others."), field=field)
        row = session.execute(sa.select(Contact.customer_id, Contact.reports_to_id).where(Contact.id == above)).first()
        if row is None or (seen == 0 and row[0] != customer_id):
            raise ValidationError(N_("Reporting lines stay within one customer."), field=field)
        above, seen = row[1], seen + 1


def remove(session: Session, ids: Iterable[UUID]) -> int:
    """Move people to the recycle bin; those who report to them report to nobody then."""
    gone = list(ids)
    let_go(session, gone)
    return records.delete(session, Contact, gone)


def let_go(session: Session, gone: Sequence[UUID]) -> None:
    """Those who report to people that go report to nobody then."""
    leaving = frozenset(gone)
    for start in range(0, len(gone), _LONGEST):
        above = Contact.reports_to_id.in_(gone[start : start + _LONGEST])
        for below in session.scalars(sa.select(Contact).where(above, Contact.deleted_at.is_(None))):
            if below.id not in leaving:
                below.reports_to_id = None


def view(session: Session, contact_id: UUID, today: date) -> PersonView:
    """Everything the window shows of a person at first sight."""
    values = records.get(session, Contact, contact_id)
    born, calendar = values["birthday"], values["birthday_calendar"]
    ahead = occurrences(born, calendar, today, date(today.year + 2, 12, 31), rules(session)) if born else []
    below = sa.select(Contact.id, Contact.name).where(Contact.reports_to_id == contact_id, Contact.deleted_at.is_(None))
    return PersonView(
        values,
        records.link_titles(session, Contact, values),
        age_on(born, calendar, today),
        ahead[0] if ahead else None,
        tuple((row[0], row[1]) for row in session.execute(below.order_by(Contact.name_key).limit(_LONGEST))),
        happenings(session, "contact_id", contact_id),
        bool(settings.value(session, "address.vice")),
    )


def chain(session: Session, customer_id: UUID, moment: datetime) -> tuple[tuple[ChainLine, ...], ChainView]:
    """A customer's people in the order of their reporting lines, and the chain's coverage, support and alerts (F-04)."""
    table = sa.select(Contact.__table__).where(Contact.customer_id == customer_id, Contact.deleted_at.is_(None))
    rows = [dict(row) for row in session.execute(table.order_by(Contact.name_key).limit(1000)).mappings()]
    staying = [row for row in rows if not row["has_left"]]
    figures = chain_view([node(row) for row in staying], local(moment).date())
    return tuple(_in_lines(rows)), figures


def roles_of(row: Values) -> tuple[str, ...]:
    """A person's roles in the decision, the first one first."""
    further = (row["other_roles"] or "").split(",")
    return tuple(dict.fromkeys(role for role in (row["role"], *further) if role))


def node(row: Values) -> Node:
    """A person as the chain's figures see them."""
    last = row["last_contact_at"]
    return Node(
        row["id"].hex, roles_of(row), row["weight"],
        None if row["attitude"] is None else int(row["attitude"]), local(last).date() if last else None,
    )  # fmt: skip


def _in_lines(rows: Sequence[dict[str, Any]]) -> list[ChainLine]:
    """Depth first from those above whom nobody stands; a circle, should one ever come in, is shown flat."""
    known = {row["id"] for row in rows}
    below: dict[UUID | None, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["reports_to_id"] if row["reports_to_id"] in known else None, []).append(row)
    found: list[ChainLine] = []
    pending = [(row, 0) for row in reversed(below.get(None, []))]
    while pending:
        row, depth = pending.pop()
        found.append(ChainLine(row["id"], depth, row))
        pending += [(each, depth + 1) for each in reversed(below.get(row["id"], []))]
    reached = {line.id for line in found}
    return found + [ChainLine(row["id"], 0, row) for row in rows if row["id"] not in reached]
