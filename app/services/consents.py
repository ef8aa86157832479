"""Consents of people and private customers: purpose, legal basis, since when, until when; the record's own marks follow them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import BY_KEY, Contact, Customer, Entity
from app.models.base import table_of
from app.models.privacy import Consent
from app.services import customer_parts, records

Values = Mapping[str, Any]
_EARLY = N_("A consent can't be withdrawn before it was given.")


class Consents:
    """The consents of one kind of record, as its parts (``ui/forms/parts_store.py`` calls these)."""

    def __init__(self, owner: type[Entity], link: str) -> None:
        self.owner, self.link = owner, link

    def usual(self, entity: type[Entity]) -> dict[str, Any]:
        """What a new one is unless said otherwise."""
        return customer_parts.usual(entity)

    def listed(self, session: Session, entity: str, owner: UUID) -> tuple[customer_parts.Line, ...]:
        """The consents of somebody, the latest first."""
        table = table_of(BY_KEY[entity])
        own = sa.select(table).where(table.c[self.link] == owner, table.c.deleted_at.is_(None))
        ordered = own.order_by(table.c.given_on.desc(), table.c.id.desc())
        return tuple((dict(row), {}) for row in session.execute(ordered).mappings())

    def add(self, session: Session, entity: str, owner: UUID, values: Values) -> UUID:
        """Note a consent. ValidationError where it ends before it begins."""
        given = {**self.usual(BY_KEY[entity]), **{key: value for key, value in values.items() if value is not None}}
        made = records.create(session, BY_KEY[entity], {**_checked(given), self.link: owner})
        self._mark(session, owner)
        return made

    def change(self, session: Session, entity: str, part: UUID, values: Values) -> bool:
        """Change a consent: a day in ``withdrawn_on`` ends it. True when something differed."""
        _checked({**records.get(session, BY_KEY[entity], part), **values})
        changed = records.update(session, BY_KEY[entity], part, values)
        self._mark(session, records.get(session, BY_KEY[entity], part)[self.link])
        return changed

    def remove(self, session: Session, entity: str, part: UUID) -> None:
        """Move one that was noted by mistake to the recycle bin."""
        owner = records.get(session, BY_KEY[entity], part)[self.link]
        records.delete(session, BY_KEY[entity], [part])
        self._mark(session, owner)

    def _mark(self, session: Session, owner: UUID) -> None:
        """The record says whether a consent is in force, since when, what for and by which ways."""
        session.flush()
        lines = [values for values, _titles in self.listed(session, Consent.entity, owner)]
        valid = [one for one in lines if one["withdrawn_on"] is None and one["basis"] == "consent"]
        channels = {code for one in valid for code in (one["channels"] or "").split(",") if code}
        newest: Values = valid[0] if valid else {}
        records.update(session, self.owner, owner, {
            "consent": bool(valid), "consent_on": newest.get("given_on"), "consent_purpose": newest.get("purpose"),
            "consent_channels": ",".join(sorted(channels)) or None,
        })  # fmt: skip


def _checked(values: Values) -> Values:
    given, withdrawn = values.get("given_on"), values.get("withdrawn_on")
    if given is not None and withdrawn is not None and withdrawn < given:
        raise ValidationError(_EARLY, field="withdrawn_on")
    return values


of_people, of_customers = Consents(Contact, "contact_id"), Consents(Customer, "customer_id")
COLUMNS = ("purpose", "basis", "given_on", "withdrawn_on", "channels", "source", "evidence")
