"""Telling the process which fields the firm added, whenever a file is opened, upgraded, or they change."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import CustomField
from app.models.base import table_of
from app.models.own import publish


def publish_own_fields(session: Session) -> None:
    """Make the definitions in this file the ones in force (``models/own.py``)."""
    table = table_of(CustomField)
    if not session.connection().exec_driver_sql("SELECT count(*) FROM custom_fields").scalar():
        publish(())  # a firm without any, at every start: compiling the question costs more than asking it
        return
    living = sa.select(table).where(table.c.deleted_at.is_(None), table.c.retired == sa.false())
    publish(session.execute(living.order_by(table.c.position, table.c.id)).mappings().all())
