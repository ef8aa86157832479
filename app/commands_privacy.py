"""The commands about a person's data. Everything they need is imported when they run."""

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from app.errors import ValidationError
from app.i18n import N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_NOBODY = N_("There is no person “{who}”. Say an id, a customer no. or a full name.")
_SEVERAL = N_("“{who}” is the name of {count} people. Say the id of one: {ids}")


def export_person(options: argparse.Namespace) -> None:
    """Everything kept about one person as a ZIP; that it was handed over is noted in the file."""
    from app.commands import writing_to
    from app.reports.person_data import paper
    from app.safety.person_export import export_person as write

    with writing_to(options) as store:
        entity, record_id = store.read(find_person, options.person)
        write(store, entity, record_id, options.out, paper)
    print(options.out)


def find_person(session: "Session", who: str) -> tuple[str, UUID]:
    """(entity key, id) of the person with this id, customer no. or full name. ValidationError where it is none, or several."""
    import sqlalchemy as sa

    from app.models import Contact, Customer
    from app.models.base import table_of

    found = []
    for entity, keys in ((Contact, ("name",)), (Customer, ("name", "code"))):
        table = table_of(entity)
        named = table.c.id == _id(who) if _id(who) else sa.or_(*(table.c[key] == who for key in keys))
        person = table.c.kind == "person" if "kind" in table.c else sa.true()
        rows = session.scalars(sa.select(table.c.id).where(named, person, table.c.deleted_at.is_(None)))
        found += [(entity.entity, record_id) for record_id in rows]
    if len(found) > 1:
        raise ValidationError(_SEVERAL, who=who, count=len(found), ids=", ".join(str(one) for _entity, one in found))
    if not found:
        raise ValidationError(_NOBODY, who=who)
    return found[0]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
