"""Indexes by which the likeliest records are found among many: names as they begin, and the few that are starred."""

import sqlalchemy as sa

from app.models.contact import Contact
from app.models.customer import Customer

_STARRED = sa.text("starred = 1 AND deleted_at IS NULL")

INDEXES = (
    sa.Index("ix_contacts_name", Contact.name),
    sa.Index("ix_customers_starred", Customer.id, sqlite_where=_STARRED),
    sa.Index("ix_contacts_starred", Contact.id, sqlite_where=_STARRED),
)
