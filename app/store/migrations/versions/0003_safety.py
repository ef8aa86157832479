"""Safety: roles and sign-in, consents, who received what, erasures, how long to keep.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE employees ADD COLUMN "role" TEXT CONSTRAINT ck_employees_role CHECK (length(role) <= 20)')
    op.execute('ALTER TABLE employees ADD COLUMN "secret" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "retain_until" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "hold_reason" TEXT CONSTRAINT ck_customers_hold_reason CHECK (length(hold_reason) <= 300)')
    op.execute('ALTER TABLE contacts ADD COLUMN "retain_until" TEXT')
    op.execute('ALTER TABLE contacts ADD COLUMN "hold_reason" TEXT CONSTRAINT ck_contacts_hold_reason CHECK (length(hold_reason) <= 300)')
    op.execute('ALTER TABLE complaints ADD COLUMN "masked_on" TEXT')
    op.execute('ALTER TABLE custom_fields ADD COLUMN "sensitive" INTEGER')
    op.create_table(
        'consents',
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED')),
        sa.Column('purpose', sa.Text(), nullable=False),
        sa.Column('basis', sa.Text(), nullable=False),
        sa.Column('channels', sa.Text()),
        sa.Column('given_on', sa.Text(), nullable=False),
        sa.Column('withdrawn_on', sa.Text()),
        sa.Column('source', sa.Text()),
        sa.Column('wording', sa.Text()),
        sa.Column('evidence', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(basis) <= 20', name='ck_consents_basis'),
        sa.CheckConstraint('length(channels) <= 200', name='ck_consents_channels'),
        sa.CheckConstraint('length(evidence) <= 200', name='ck_consents_evidence'),
        sa.CheckConstraint('length(purpose) <= 200', name='ck_consents_purpose'),
        sa.CheckConstraint('length(source) <= 200', name='ck_consents_source'),
        sa.CheckConstraint('length(wording) <= 4000', name='ck_consents_wording'),
        sqlite_strict=True,
    )
    op.create_index('ix_consents_contact_id', 'consents', ['contact_id'])
    op.create_index('ix_consents_customer_id', 'consents', ['customer_id'])
    op.create_index('ix_consents_doc', 'consents', ['doc'])
    op.create_table(
        'disclosures',
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('at', sa.Text(), nullable=False),
        sa.Column('by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('what', sa.Text()),
        sa.Column('target', sa.Text()),
        sa.Column('count', sa.Integer()),
        sa.Column('keys', sa.Text()),
        sa.Column('sensitive', sa.Integer(), nullable=False),
        sa.Column('place', sa.Text()),
        sa.Column('records', sa.Text()),
        sa.Column('revokes_id', sa.LargeBinary(), sa.ForeignKey('disclosures.id', deferrable=True, initially='DEFERRED')),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(keys) <= 4000', name='ck_disclosures_keys'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_disclosures_kind'),
        sa.CheckConstraint('length(place) <= 500', name='ck_disclosures_place'),
        sa.CheckConstraint('length(records) <= 100000', name='ck_disclosures_records'),
        sa.CheckConstraint('length(target) <= 40', name='ck_disclosures_target'),
        sa.CheckConstraint('length(what) <= 300', name='ck_disclosures_what'),
        sqlite_strict=True,
    )
    op.create_index('ix_disclosures_by_id', 'disclosures', ['by_id'])
    op.create_index('ix_disclosures_doc', 'disclosures', ['doc'])
    op.create_index('ix_disclosures_revokes_id', 'disclosures', ['revokes_id'])
    op.create_table(
        'erasures',
        sa.Column('at', sa.Text(), nullable=False),
        sa.Column('by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('target', sa.Text(), nullable=False),
        sa.Column('salt', sa.Text(), nullable=False),
        sa.Column('mark', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('removed', sa.Text()),
        sa.Column('kept', sa.Text()),
        sa.Column('revokes_id', sa.LargeBinary(), sa.ForeignKey('erasures.id', deferrable=True, initially='DEFERRED')),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(kept) <= 4000', name='ck_erasures_kept'),
        sa.CheckConstraint('length(mark) <= 64', name='ck_erasures_mark'),
        sa.CheckConstraint('length(reason) <= 20', name='ck_erasures_reason'),
        sa.CheckConstraint('length(removed) <= 4000', name='ck_erasures_removed'),
        sa.CheckConstraint('length(salt) <= 32', name='ck_erasures_salt'),
        sa.CheckConstraint('length(target) <= 40', name='ck_erasures_target'),
        sqlite_strict=True,
    )
    op.create_index('ix_erasures_by_id', 'erasures', ['by_id'])
    op.create_index('ix_erasures_doc', 'erasures', ['doc'])
    op.create_index('ix_erasures_revokes_id', 'erasures', ['revokes_id'])
