"""Files: the eight dimensions, parts of a file, attachments, saved views, prospects.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE products ADD COLUMN "own" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "region_code" TEXT CONSTRAINT ck_customers_region_code CHECK (length(region_code) <= 12)')
    op.execute('ALTER TABLE customers ADD COLUMN "invoice_kind" TEXT CONSTRAINT ck_customers_invoice_kind CHECK (length(invoice_kind) <= 20)')
    op.execute('ALTER TABLE customers ADD COLUMN "tax_rate" TEXT CONSTRAINT ck_customers_tax_rate CHECK (length(tax_rate) <= 20)')
    op.execute('ALTER TABLE customers ADD COLUMN "invoice_email" TEXT CONSTRAINT ck_customers_invoice_email CHECK (length(invoice_email) <= 200)')
    op.execute('ALTER TABLE customers ADD COLUMN "invoice_phone" TEXT CONSTRAINT ck_customers_invoice_phone CHECK (length(invoice_phone) <= 60)')
    op.execute('ALTER TABLE customers ADD COLUMN "invoice_address" TEXT CONSTRAINT ck_customers_invoice_address CHECK (length(invoice_address) <= 300)')
    op.execute('ALTER TABLE customers ADD COLUMN "supervisor" TEXT CONSTRAINT ck_customers_supervisor CHECK (length(supervisor) <= 200)')
    op.execute('ALTER TABLE customers ADD COLUMN "yearly_turnover" INTEGER')
    op.execute('ALTER TABLE customers ADD COLUMN "turnover_year" INTEGER')
    op.execute('ALTER TABLE customers ADD COLUMN "market_position" TEXT CONSTRAINT ck_customers_market_position CHECK (length(market_position) <= 20)')
    op.execute('ALTER TABLE customers ADD COLUMN "market_area" TEXT CONSTRAINT ck_customers_market_area CHECK (length(market_area) <= 200)')
    op.execute('ALTER TABLE customers ADD COLUMN "strategy_1y" TEXT CONSTRAINT ck_customers_strategy_1y CHECK (length(strategy_1y) <= 100000)')
    op.execute('ALTER TABLE customers ADD COLUMN "strategy_3y" TEXT CONSTRAINT ck_customers_strategy_3y CHECK (length(strategy_3y) <= 100000)')
    op.execute('ALTER TABLE customers ADD COLUMN "strategy_long" TEXT CONSTRAINT ck_customers_strategy_long CHECK (length(strategy_long) <= 100000)')
    op.execute('ALTER TABLE customers ADD COLUMN "planning" TEXT CONSTRAINT ck_customers_planning CHECK (length(planning) <= 100000)')
    op.execute('ALTER TABLE customers ADD COLUMN "certificates" TEXT CONSTRAINT ck_customers_certificates CHECK (length(certificates) <= 100000)')
    op.execute('ALTER TABLE customers ADD COLUMN "yearly_investment" INTEGER')
    op.execute('ALTER TABLE customers ADD COLUMN "yearly_purchases" INTEGER')
    op.execute('ALTER TABLE customers ADD COLUMN "buying_method" TEXT CONSTRAINT ck_customers_buying_method CHECK (length(buying_method) <= 20)')
    op.execute('ALTER TABLE customers ADD COLUMN "buying_process" TEXT CONSTRAINT ck_customers_buying_process CHECK (length(buying_process) <= 100000)')
    op.execute('ALTER TABLE customers ADD COLUMN "buying_cycle" TEXT CONSTRAINT ck_customers_buying_cycle CHECK (length(buying_cycle) <= 120)')
    op.execute('ALTER TABLE customers ADD COLUMN "latent_needs" TEXT CONSTRAINT ck_customers_latent_needs CHECK (length(latent_needs) <= 100000)')
    op.execute('ALTER TABLE customers ADD COLUMN "service_level" TEXT CONSTRAINT ck_customers_service_level CHECK (length(service_level) <= 20)')
    op.execute('ALTER TABLE customers ADD COLUMN "service_agreement" TEXT CONSTRAINT ck_customers_service_agreement CHECK (length(service_agreement) <= 100000)')
    op.execute('ALTER TABLE customers ADD COLUMN "prospect_no" TEXT CONSTRAINT ck_customers_prospect_no CHECK (length(prospect_no) <= 40)')
    op.execute('ALTER TABLE customers ADD COLUMN "prospect_class" TEXT CONSTRAINT ck_customers_prospect_class CHECK (length(prospect_class) <= 120)')
    op.execute('ALTER TABLE customers ADD COLUMN "prospect_grade" TEXT CONSTRAINT ck_customers_prospect_grade CHECK (length(prospect_grade) <= 20)')
    op.execute('ALTER TABLE customers ADD COLUMN "expected_amount" INTEGER')
    op.execute('ALTER TABLE customers ADD COLUMN "fit" TEXT CONSTRAINT ck_customers_fit CHECK (length(fit) <= 200)')
    op.execute('ALTER TABLE customers ADD COLUMN "touches" TEXT CONSTRAINT ck_customers_touches CHECK (length(touches) <= 200)')
    op.execute('ALTER TABLE customers ADD COLUMN "next_touch_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "won_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "dropped_reason" TEXT CONSTRAINT ck_customers_dropped_reason CHECK (length(dropped_reason) <= 300)')
    op.execute('ALTER TABLE customers ADD COLUMN "verified_basic_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "verified_ownership_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "verified_business_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "verified_finance_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "verified_people_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "verified_needs_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "verified_service_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "verified_competition_on" TEXT')
    op.execute('ALTER TABLE customers ADD COLUMN "consent_purpose" TEXT CONSTRAINT ck_customers_consent_purpose CHECK (length(consent_purpose) <= 200)')
    op.execute('ALTER TABLE customers ADD COLUMN "consent_evidence" TEXT CONSTRAINT ck_customers_consent_evidence CHECK (length(consent_evidence) <= 200)')
    op.execute('ALTER TABLE customers ADD COLUMN "id_kind" TEXT CONSTRAINT ck_customers_id_kind CHECK (length(id_kind) <= 20)')
    op.execute('ALTER TABLE customers ADD COLUMN "id_number" TEXT CONSTRAINT ck_customers_id_number CHECK (length(id_number) <= 40)')
    op.execute('ALTER TABLE customers ADD COLUMN "id_reason" TEXT CONSTRAINT ck_customers_id_reason CHECK (length(id_reason) <= 200)')
    op.execute('ALTER TABLE customers ADD COLUMN "merged_into_id" BLOB REFERENCES customers(id) DEFERRABLE INITIALLY DEFERRED')
    op.execute('ALTER TABLE customers ADD COLUMN "own" TEXT')
    op.create_index('ix_customers_live_next_touch_on', 'customers', ['next_touch_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_customers_merged_into_id', 'customers', ['merged_into_id'])
    op.create_index('ix_customers_starred', 'customers', ['id'], sqlite_where=sa.text('starred = 1 AND deleted_at IS NULL'))
    op.execute('ALTER TABLE contacts ADD COLUMN "rank" TEXT CONSTRAINT ck_contacts_rank CHECK (length(rank) <= 80)')
    op.execute('ALTER TABLE contacts ADD COLUMN "other_roles" TEXT CONSTRAINT ck_contacts_other_roles CHECK (length(other_roles) <= 200)')
    op.execute('ALTER TABLE contacts ADD COLUMN "chain_order" INTEGER')
    op.execute('ALTER TABLE contacts ADD COLUMN "address" TEXT CONSTRAINT ck_contacts_address CHECK (length(address) <= 300)')
    op.execute('ALTER TABLE contacts ADD COLUMN "consent_channels" TEXT CONSTRAINT ck_contacts_consent_channels CHECK (length(consent_channels) <= 200)')
    op.execute('ALTER TABLE contacts ADD COLUMN "consent_purpose" TEXT CONSTRAINT ck_contacts_consent_purpose CHECK (length(consent_purpose) <= 200)')
    op.execute('ALTER TABLE contacts ADD COLUMN "tags" TEXT CONSTRAINT ck_contacts_tags CHECK (length(tags) <= 500)')
    op.execute('ALTER TABLE contacts ADD COLUMN "merged_into_id" BLOB REFERENCES contacts(id) DEFERRABLE INITIALLY DEFERRED')
    op.execute('ALTER TABLE contacts ADD COLUMN "own" TEXT')
    op.create_index('ix_contacts_merged_into_id', 'contacts', ['merged_into_id'])
    op.create_index('ix_contacts_name', 'contacts', ['name'])
    op.create_index('ix_contacts_starred', 'contacts', ['id'], sqlite_where=sa.text('starred = 1 AND deleted_at IS NULL'))
    op.execute('ALTER TABLE visits ADD COLUMN "own" TEXT')
    op.execute('ALTER TABLE complaints ADD COLUMN "own" TEXT')
    op.create_table(
        'shareholders',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('share', sa.Integer()),
        sa.Column('kind', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(kind) <= 20', name='ck_shareholders_kind'),
        sa.CheckConstraint('length(name) <= 200', name='ck_shareholders_name'),
        sqlite_strict=True,
    )
    op.create_index('ix_shareholders_customer_id', 'shareholders', ['customer_id'])
    op.create_index('ix_shareholders_doc', 'shareholders', ['doc'])
    op.create_table(
        'capabilities',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('level', sa.Text()),
        sa.Column('importance', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(importance) <= 20', name='ck_capabilities_importance'),
        sa.CheckConstraint('length(level) <= 20', name='ck_capabilities_level'),
        sa.CheckConstraint('length(name) <= 200', name='ck_capabilities_name'),
        sqlite_strict=True,
    )
    op.create_index('ix_capabilities_customer_id', 'capabilities', ['customer_id'])
    op.create_index('ix_capabilities_doc', 'capabilities', ['doc'])
    op.create_table(
        'standards',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('issuer', sa.Text()),
        sa.Column('effective_on', sa.Text()),
        sa.Column('effect', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(effect) <= 500', name='ck_standards_effect'),
        sa.CheckConstraint('length(issuer) <= 200', name='ck_standards_issuer'),
        sa.CheckConstraint('length(name) <= 300', name='ck_standards_name'),
        sqlite_strict=True,
    )
    op.create_index('ix_standards_customer_id', 'standards', ['customer_id'])
    op.create_index('ix_standards_doc', 'standards', ['doc'])
    op.create_table(
        'needs',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('product_id', sa.LargeBinary(), sa.ForeignKey('products.id', deferrable=True, initially='DEFERRED')),
        sa.Column('quantity', sa.Text()),
        sa.Column('yearly_amount', sa.Integer()),
        sa.Column('importance', sa.Text()),
        sa.Column('expectation', sa.Text()),
        sa.Column('performance', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(expectation) <= 20', name='ck_needs_expectation'),
        sa.CheckConstraint('length(importance) <= 20', name='ck_needs_importance'),
        sa.CheckConstraint('length(name) <= 300', name='ck_needs_name'),
        sa.CheckConstraint('length(performance) <= 20', name='ck_needs_performance'),
        sa.CheckConstraint('length(quantity) <= 80', name='ck_needs_quantity'),
        sqlite_strict=True,
    )
    op.create_index('ix_needs_customer_id', 'needs', ['customer_id'])
    op.create_index('ix_needs_doc', 'needs', ['doc'])
    op.create_index('ix_needs_product_id', 'needs', ['product_id'])
    op.create_table(
        'competitors',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('products', sa.Text()),
        sa.Column('share', sa.Integer()),
        sa.Column('strengths', sa.Text()),
        sa.Column('counter', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(counter) <= 500', name='ck_competitors_counter'),
        sa.CheckConstraint('length(name) <= 200', name='ck_competitors_name'),
        sa.CheckConstraint('length(products) <= 300', name='ck_competitors_products'),
        sa.CheckConstraint('length(strengths) <= 500', name='ck_competitors_strengths'),
        sqlite_strict=True,
    )
    op.create_index('ix_competitors_customer_id', 'competitors', ['customer_id'])
    op.create_index('ix_competitors_doc', 'competitors', ['doc'])
    op.create_table(
        'traits',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('impact', sa.Text()),
        sa.Column('counter', sa.Text()),
        sa.Column('responsible_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('due_on', sa.Text()),
        sa.Column('state', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(counter) <= 500', name='ck_traits_counter'),
        sa.CheckConstraint('length(impact) <= 20', name='ck_traits_impact'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_traits_kind'),
        sa.CheckConstraint('length(name) <= 500', name='ck_traits_name'),
        sa.CheckConstraint('length(state) <= 20', name='ck_traits_state'),
        sqlite_strict=True,
    )
    op.create_index('ix_traits_customer_id', 'traits', ['customer_id'])
    op.create_index('ix_traits_doc', 'traits', ['doc'])
    op.create_index('ix_traits_responsible_id', 'traits', ['responsible_id'])
    op.create_table(
        'employments',
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED')),
        sa.Column('employer', sa.Text(), nullable=False),
        sa.Column('title', sa.Text()),
        sa.Column('department', sa.Text()),
        sa.Column('since', sa.Text()),
        sa.Column('until', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(department) <= 80', name='ck_employments_department'),
        sa.CheckConstraint('length(employer) <= 200', name='ck_employments_employer'),
        sa.CheckConstraint('length(title) <= 120', name='ck_employments_title'),
        sqlite_strict=True,
    )
    op.create_index('ix_employments_contact_id', 'employments', ['contact_id'])
    op.create_index('ix_employments_customer_id', 'employments', ['customer_id'])
    op.create_index('ix_employments_doc', 'employments', ['doc'])
    op.create_table(
        'attachments',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED')),
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('visit_id', sa.LargeBinary(), sa.ForeignKey('visits.id', deferrable=True, initially='DEFERRED')),
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED')),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text()),
        sa.Column('digest', sa.Text(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('mime', sa.Text()),
        sa.Column('added_at', sa.Text(), nullable=False),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(digest) <= 64', name='ck_attachments_digest'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_attachments_kind'),
        sa.CheckConstraint('length(mime) <= 120', name='ck_attachments_mime'),
        sa.CheckConstraint('length(name) <= 255', name='ck_attachments_name'),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_attachments_notes'),
        sqlite_strict=True,
    )
    op.create_index('ix_attachments_complaint_id', 'attachments', ['complaint_id'])
    op.create_index('ix_attachments_contact_id', 'attachments', ['contact_id'])
    op.create_index('ix_attachments_customer_id', 'attachments', ['customer_id'])
    op.create_index('ix_attachments_doc', 'attachments', ['doc'])
    op.create_index('ix_attachments_visit_id', 'attachments', ['visit_id'])
    op.create_table(
        'custom_fields',
        sa.Column('target', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('options', sa.Text()),
        sa.Column('position', sa.Integer()),
        sa.Column('retired', sa.Integer(), nullable=False),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(kind) <= 20', name='ck_custom_fields_kind'),
        sa.CheckConstraint('length(name) <= 80', name='ck_custom_fields_name'),
        sa.CheckConstraint('length(options) <= 4000', name='ck_custom_fields_options'),
        sa.CheckConstraint('length(target) <= 20', name='ck_custom_fields_target'),
        sqlite_strict=True,
    )
    op.create_index('ix_custom_fields_doc', 'custom_fields', ['doc'])
    op.create_table(
        'saved_views',
        sa.Column('target', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('query', sa.Text(), nullable=False),
        sa.Column('pinned', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(name) <= 80', name='ck_saved_views_name'),
        sa.CheckConstraint('length(query) <= 20000', name='ck_saved_views_query'),
        sa.CheckConstraint('length(target) <= 40', name='ck_saved_views_target'),
        sqlite_strict=True,
    )
    op.create_index('ix_saved_views_doc', 'saved_views', ['doc'])
    op.create_table(
        'distinct_pairs',
        sa.Column('target', sa.Text(), nullable=False),
        sa.Column('pair', sa.Text(), nullable=False),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(pair) <= 80', name='ck_distinct_pairs_pair'),
        sa.CheckConstraint('length(target) <= 40', name='ck_distinct_pairs_target'),
        sqlite_strict=True,
    )
    op.create_index('ix_distinct_pairs_doc', 'distinct_pairs', ['doc'])
    op.create_table(
        'handovers',
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('from_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('has_left', sa.Integer(), nullable=False),
        sa.Column('items', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(items) <= 10000000', name='ck_handovers_items'),
        sa.CheckConstraint('length(title) <= 200', name='ck_handovers_title'),
        sqlite_strict=True,
    )
    op.create_index('ix_handovers_doc', 'handovers', ['doc'])
    op.create_index('ix_handovers_from_id', 'handovers', ['from_id'])
