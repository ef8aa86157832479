"""Telling the process which fields the firm added, whenever a file is opened, upgraded, or they change."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models.base import table_of
from app.models.own import publish

KEY = "custom_fields"
"""The public key of the definitions, here so that a firm without any need not map them."""


def publish_own_fields(session: Session) -> None:
    """Make the definitions in this file the ones in force (``models/own.py``)."""
    if not session.connection().exec_driver_sql("SELECT count(*) FROM custom_fields").scalar():
        publish(())  # a firm without any, at every start: compiling the question costs more than asking it
        return
    from app.models.firm_lists import CustomField

    table = table_of(CustomField)
    living = sa.select(table).where(table.c.deleted_at.is_(None), table.c.retired == sa.false())
    publish(session.execute(living.order_by(table.c.position, table.c.id)).mappings().all())
