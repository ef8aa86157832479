"""What the person at the keyboard has put off, asked without mapping anything: the first rows need it (see ``snoozes``)."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import today
from app.models.types import DateType, MomentType, UuidType
from app.services.complaint_people import me

Key = tuple[str, str, str]
"""(kind of record, its id as hex or another key, item)"""

_SNOOZES = sa.table(
    "snoozes", sa.column("deleted_at", MomentType()), sa.column("employee_id", UuidType()), sa.column("about", sa.Text),
    sa.column("record_key", sa.Text), sa.column("item", sa.Text), sa.column("until_on", DateType()),
)  # fmt: skip


def hidden(session: Session, day: date | None = None) -> frozenset[Key]:
    """What was put off beyond a day, today unless said."""
    s, who = _SNOOZES.c, me(session)
    own = s.employee_id.is_(None) if who is None else s.employee_id == who
    found = sa.select(s.about, s.record_key, s.item).where(s.deleted_at.is_(None), s.until_on > (day or today()), own)
    return frozenset((row[0], row[1], row[2]) for row in session.execute(found))
