"""People: a surname that somebody corrected

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE contacts ADD COLUMN "surname" TEXT CONSTRAINT ck_contacts_surname CHECK (length(surname) <= 40)')
