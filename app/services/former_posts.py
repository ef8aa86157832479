"""Former posts of a person, typed in by hand or written by a change of employer (F-03): a person's parts."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import BY_KEY, Customer, Entity
from app.models.base import table_of
from app.services import customer_parts, records

LINK = "contact_id"
Values = Mapping[str, Any]
usual, remove = customer_parts.usual, customer_parts.remove


def listed(session: Session, entity: str, owner: UUID) -> tuple[customer_parts.Line, ...]:
    """Somebody's former posts, the latest first."""
    cls = BY_KEY[entity]
    table = table_of(cls)
    own = sa.select(table).where(table.c[LINK] == owner, table.c.deleted_at.is_(None))
    rows = [dict(row) for row in session.execute(own).mappings()]
    rows.sort(key=lambda row: (row["until"] or date.min, row["since"] or date.min, row["id"]), reverse=True)
    return tuple((row, records.link_titles(session, cls, row)) for row in rows)


def add(session: Session, entity: str, owner: UUID, values: Values) -> UUID:
    """Add a former post. ValidationError where it ends before it begins, or no firm is named."""
    return records.create(session, BY_KEY[entity], {**_checked(session, values), LINK: owner})


def change(session: Session, entity: str, part: UUID, values: Values) -> bool:
    """Change a former post; True when something differed."""
    cls: type[Entity] = BY_KEY[entity]
    whole = _checked(session, {**records.get(session, cls, part), **values})
    return records.update(session, cls, part, {**values, "employer": whole["employer"]})


def _checked(session: Session, values: Values) -> dict[str, Any]:
    """A customer of ours is named by its name where no other name was typed."""
    since, until, firm = values.get("since"), values.get("until"), values.get("customer_id")
    if since is not None and until is not None and until < since:
        raise ValidationError(N_("A post can't end before it begins."), field="until")
    named = str(values.get("employer") or "").strip()
    if not named and firm is not None:
        named = str(records.titles(session, Customer, [firm]).get(firm, ""))
    return {**values, "employer": named or None}
