"""Complaints: causes, remedies, hand-overs, talks, promises, 8D, improvements, service requests, issued reports

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE complaints ADD COLUMN "complexity" TEXT CONSTRAINT ck_complaints_complexity CHECK (length(complexity) <= 20)')
    op.execute('ALTER TABLE complaints ADD COLUMN "cause_detail" TEXT CONSTRAINT ck_complaints_cause_detail CHECK (length(cause_detail) <= 80)')
    op.execute('ALTER TABLE complaints ADD COLUMN "escape_cause" TEXT CONSTRAINT ck_complaints_escape_cause CHECK (length(escape_cause) <= 20)')
    op.execute('ALTER TABLE complaints ADD COLUMN "escape_text" TEXT CONSTRAINT ck_complaints_escape_text CHECK (length(escape_text) <= 100000)')
    op.execute('ALTER TABLE complaints ADD COLUMN "answer_channel" TEXT CONSTRAINT ck_complaints_answer_channel CHECK (length(answer_channel) <= 20)')
    op.execute('ALTER TABLE complaints ADD COLUMN "remedies_told" TEXT CONSTRAINT ck_complaints_remedies_told CHECK (length(remedies_told) <= 20)')
    op.execute('ALTER TABLE complaints ADD COLUMN "acceptance" TEXT CONSTRAINT ck_complaints_acceptance CHECK (length(acceptance) <= 500)')
    op.execute('ALTER TABLE complaints ADD COLUMN "rework_cost" INTEGER')
    op.execute('ALTER TABLE complaints ADD COLUMN "credit_notes" INTEGER')
    op.execute('ALTER TABLE complaints ADD COLUMN "fines" INTEGER')
    op.execute('ALTER TABLE complaints ADD COLUMN "recovered_cost" INTEGER')
    op.execute('ALTER TABLE complaints ADD COLUMN "eight_d_asked" TEXT CONSTRAINT ck_complaints_eight_d_asked CHECK (length(eight_d_asked) <= 20)')
    op.execute('ALTER TABLE complaints ADD COLUMN "external_body" TEXT CONSTRAINT ck_complaints_external_body CHECK (length(external_body) <= 120)')
    op.execute('ALTER TABLE complaints ADD COLUMN "external_no" TEXT CONSTRAINT ck_complaints_external_no CHECK (length(external_no) <= 80)')
    op.execute('ALTER TABLE complaints ADD COLUMN "external_due" TEXT')
    op.execute('ALTER TABLE complaints ADD COLUMN "external_result" TEXT CONSTRAINT ck_complaints_external_result CHECK (length(external_result) <= 100000)')
    op.execute('ALTER TABLE complaints ADD COLUMN "waiting_for" TEXT CONSTRAINT ck_complaints_waiting_for CHECK (length(waiting_for) <= 500)')
    op.execute('ALTER TABLE complaints ADD COLUMN "waiting_until" TEXT')
    op.execute('ALTER TABLE complaints ADD COLUMN "level" INTEGER')
    op.execute('ALTER TABLE complaints ADD COLUMN "extended_from" TEXT')
    op.execute('ALTER TABLE complaints ADD COLUMN "recommend" TEXT CONSTRAINT ck_complaints_recommend CHECK (length(recommend) <= 20)')
    op.execute('ALTER TABLE complaints ADD COLUMN "archive_checks" TEXT CONSTRAINT ck_complaints_archive_checks CHECK (length(archive_checks) <= 200)')
    op.create_index('ix_complaints_live_state', 'complaints', ['state', 'next_due', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.execute('ALTER TABLE attachments ADD COLUMN "request_id" BLOB REFERENCES requests(id) DEFERRABLE INITIALLY DEFERRED')
    op.execute('ALTER TABLE attachments ADD COLUMN "improvement_id" BLOB REFERENCES improvements(id) DEFERRABLE INITIALLY DEFERRED')
    op.execute('ALTER TABLE attachments ADD COLUMN "issued_report_id" BLOB REFERENCES issued_reports(id) DEFERRABLE INITIALLY DEFERRED')
    op.create_index('ix_attachments_improvement_id', 'attachments', ['improvement_id'])
    op.create_index('ix_attachments_issued_report_id', 'attachments', ['issued_report_id'])
    op.create_index('ix_attachments_request_id', 'attachments', ['request_id'])
    op.create_table(
        'requests',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text()),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('caller', sa.Text()),
        sa.Column('caller_phone', sa.Text()),
        sa.Column('received_at', sa.Text(), nullable=False),
        sa.Column('channel', sa.Text()),
        sa.Column('first_owner_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('handler_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('product', sa.Text()),
        sa.Column('serial_no', sa.Text()),
        sa.Column('text', sa.Text()),
        sa.Column('level', sa.Text()),
        sa.Column('entitlement', sa.Text()),
        sa.Column('price', sa.Integer()),
        sa.Column('price_accepted', sa.Text()),
        sa.Column('respond_due', sa.Text()),
        sa.Column('arrive_due', sa.Text()),
        sa.Column('dispatched_at', sa.Text()),
        sa.Column('responded_at', sa.Text()),
        sa.Column('done_at', sa.Text()),
        sa.Column('solution', sa.Text()),
        sa.Column('confirmed_at', sa.Text()),
        sa.Column('rating', sa.Text()),
        sa.Column('rating_note', sa.Text()),
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED')),
        sa.Column('notes', sa.Text()),
        sa.Column('own', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(caller) <= 120', name='ck_requests_caller'),
        sa.CheckConstraint('length(caller_phone) <= 60', name='ck_requests_caller_phone'),
        sa.CheckConstraint('length(channel) <= 20', name='ck_requests_channel'),
        sa.CheckConstraint('length(entitlement) <= 20', name='ck_requests_entitlement'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_requests_kind'),
        sa.CheckConstraint('length(level) <= 20', name='ck_requests_level'),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_requests_notes'),
        sa.CheckConstraint('length(number) <= 40', name='ck_requests_number'),
        sa.CheckConstraint('length(price_accepted) <= 20', name='ck_requests_price_accepted'),
        sa.CheckConstraint('length(product) <= 200', name='ck_requests_product'),
        sa.CheckConstraint('length(rating) <= 20', name='ck_requests_rating'),
        sa.CheckConstraint('length(rating_note) <= 100000', name='ck_requests_rating_note'),
        sa.CheckConstraint('length(serial_no) <= 80', name='ck_requests_serial_no'),
        sa.CheckConstraint('length(solution) <= 100000', name='ck_requests_solution'),
        sa.CheckConstraint('length(state) <= 20', name='ck_requests_state'),
        sa.CheckConstraint('length(subject) <= 200', name='ck_requests_subject'),
        sa.CheckConstraint('length(text) <= 100000', name='ck_requests_text'),
        sqlite_strict=True,
    )
    op.create_index('ix_requests_complaint_id', 'requests', ['complaint_id'])
    op.create_index('ix_requests_contact_id', 'requests', ['contact_id'])
    op.create_index('ix_requests_customer_id', 'requests', ['customer_id'])
    op.create_index('ix_requests_doc', 'requests', ['doc'])
    op.create_index('ix_requests_first_owner_id', 'requests', ['first_owner_id'])
    op.create_index('ix_requests_handler_id', 'requests', ['handler_id'])
    op.create_index('ix_requests_live_received_at', 'requests', ['received_at', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_requests_live_respond_due', 'requests', ['respond_due', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_requests_number', 'requests', ['number'])
    op.create_index('ix_requests_state', 'requests', ['state'])
    op.create_table(
        'recoveries',
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('name', sa.Text()),
        sa.Column('amount', sa.Integer()),
        sa.Column('responsible_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('due_on', sa.Text()),
        sa.Column('done_on', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(kind) <= 20', name='ck_recoveries_kind'),
        sa.CheckConstraint('length(name) <= 500', name='ck_recoveries_name'),
        sqlite_strict=True,
    )
    op.create_index('ix_recoveries_complaint_id', 'recoveries', ['complaint_id'])
    op.create_index('ix_recoveries_doc', 'recoveries', ['doc'])
    op.create_index('ix_recoveries_responsible_id', 'recoveries', ['responsible_id'])
    op.create_table(
        'whys',
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('side', sa.Text(), nullable=False),
        sa.Column('place', sa.Integer()),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(name) <= 500', name='ck_whys_name'),
        sa.CheckConstraint('length(side) <= 20', name='ck_whys_side'),
        sqlite_strict=True,
    )
    op.create_index('ix_whys_complaint_id', 'whys', ['complaint_id'])
    op.create_index('ix_whys_doc', 'whys', ['doc'])
    op.create_table(
        'possible_causes',
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('branch', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('confirmed', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(branch) <= 20', name='ck_possible_causes_branch'),
        sa.CheckConstraint('length(confirmed) <= 20', name='ck_possible_causes_confirmed'),
        sa.CheckConstraint('length(name) <= 200', name='ck_possible_causes_name'),
        sqlite_strict=True,
    )
    op.create_index('ix_possible_causes_complaint_id', 'possible_causes', ['complaint_id'])
    op.create_index('ix_possible_causes_doc', 'possible_causes', ['doc'])
    op.create_table(
        'eight_ds',
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('leader_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('opened_on', sa.Text()),
        sa.Column('due_on', sa.Text()),
        sa.Column('closed_on', sa.Text()),
        sa.Column('emergency', sa.Text()),
        sa.Column('team', sa.Text()),
        sa.Column('problem', sa.Text()),
        sa.Column('containment', sa.Text()),
        sa.Column('occurrence', sa.Text()),
        sa.Column('slipped', sa.Text()),
        sa.Column('chosen', sa.Text()),
        sa.Column('verified', sa.Text()),
        sa.Column('prevention', sa.Text()),
        sa.Column('closing', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(chosen) <= 100000', name='ck_eight_ds_chosen'),
        sa.CheckConstraint('length(closing) <= 100000', name='ck_eight_ds_closing'),
        sa.CheckConstraint('length(containment) <= 100000', name='ck_eight_ds_containment'),
        sa.CheckConstraint('length(emergency) <= 100000', name='ck_eight_ds_emergency'),
        sa.CheckConstraint('length(occurrence) <= 100000', name='ck_eight_ds_occurrence'),
        sa.CheckConstraint('length(prevention) <= 100000', name='ck_eight_ds_prevention'),
        sa.CheckConstraint('length(problem) <= 100000', name='ck_eight_ds_problem'),
        sa.CheckConstraint('length(slipped) <= 100000', name='ck_eight_ds_slipped'),
        sa.CheckConstraint('length(team) <= 100000', name='ck_eight_ds_team'),
        sa.CheckConstraint('length(verified) <= 100000', name='ck_eight_ds_verified'),
        sqlite_strict=True,
    )
    op.create_index('ix_eight_ds_complaint_id', 'eight_ds', ['complaint_id'])
    op.create_index('ix_eight_ds_doc', 'eight_ds', ['doc'])
    op.create_index('ix_eight_ds_leader_id', 'eight_ds', ['leader_id'])
    op.create_table(
        'transfers',
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('from_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('to_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('asked_at', sa.Text(), nullable=False),
        sa.Column('due_at', sa.Text()),
        sa.Column('answered_at', sa.Text()),
        sa.Column('reason', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(reason) <= 500', name='ck_transfers_reason'),
        sa.CheckConstraint('length(state) <= 20', name='ck_transfers_state'),
        sqlite_strict=True,
    )
    op.create_index('ix_transfers_complaint_id', 'transfers', ['complaint_id'])
    op.create_index('ix_transfers_doc', 'transfers', ['doc'])
    op.create_index('ix_transfers_from_id', 'transfers', ['from_id'])
    op.create_index('ix_transfers_state', 'transfers', ['state'])
    op.create_index('ix_transfers_to_id', 'transfers', ['to_id'])
    op.create_table(
        'messages',
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('at', sa.Text(), nullable=False),
        sa.Column('by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('channel', sa.Text()),
        sa.Column('text', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(channel) <= 20', name='ck_messages_channel'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_messages_kind'),
        sa.CheckConstraint('length(text) <= 100000', name='ck_messages_text'),
        sqlite_strict=True,
    )
    op.create_index('ix_messages_by_id', 'messages', ['by_id'])
    op.create_index('ix_messages_complaint_id', 'messages', ['complaint_id'])
    op.create_index('ix_messages_doc', 'messages', ['doc'])
    op.create_table(
        'promises',
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED')),
        sa.Column('visit_id', sa.LargeBinary(), sa.ForeignKey('visits.id', deferrable=True, initially='DEFERRED')),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('due_at', sa.Text()),
        sa.Column('kept_at', sa.Text()),
        sa.Column('by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(name) <= 500', name='ck_promises_name'),
        sqlite_strict=True,
    )
    op.create_index('ix_promises_by_id', 'promises', ['by_id'])
    op.create_index('ix_promises_complaint_id', 'promises', ['complaint_id'])
    op.create_index('ix_promises_doc', 'promises', ['doc'])
    op.create_index('ix_promises_due_at', 'promises', ['due_at'])
    op.create_index('ix_promises_visit_id', 'promises', ['visit_id'])
    op.create_table(
        'improvements',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('source', sa.Text()),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('category', sa.Text()),
        sa.Column('opened_on', sa.Text()),
        sa.Column('problem', sa.Text()),
        sa.Column('data', sa.Text()),
        sa.Column('cause', sa.Text()),
        sa.Column('cause_text', sa.Text()),
        sa.Column('plan', sa.Text()),
        sa.Column('owner_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('due_on', sa.Text()),
        sa.Column('expected', sa.Text()),
        sa.Column('metric', sa.Text()),
        sa.Column('unit', sa.Text()),
        sa.Column('baseline', sa.Text()),
        sa.Column('target', sa.Text()),
        sa.Column('done_on', sa.Text()),
        sa.Column('evidence', sa.Text()),
        sa.Column('check_on', sa.Text()),
        sa.Column('checked_on', sa.Text()),
        sa.Column('checked_by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('measured', sa.Text()),
        sa.Column('effective', sa.Text()),
        sa.Column('check_note', sa.Text()),
        sa.Column('same_person_reason', sa.Text()),
        sa.Column('standardised', sa.Text()),
        sa.Column('closed_on', sa.Text()),
        sa.Column('begun_again', sa.Integer()),
        sa.Column('notes', sa.Text()),
        sa.Column('own', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(baseline) <= 40', name='ck_improvements_baseline'),
        sa.CheckConstraint('length(category) <= 80', name='ck_improvements_category'),
        sa.CheckConstraint('length(cause) <= 20', name='ck_improvements_cause'),
        sa.CheckConstraint('length(cause_text) <= 100000', name='ck_improvements_cause_text'),
        sa.CheckConstraint('length(check_note) <= 100000', name='ck_improvements_check_note'),
        sa.CheckConstraint('length(data) <= 100000', name='ck_improvements_data'),
        sa.CheckConstraint('length(effective) <= 20', name='ck_improvements_effective'),
        sa.CheckConstraint('length(evidence) <= 100000', name='ck_improvements_evidence'),
        sa.CheckConstraint('length(expected) <= 500', name='ck_improvements_expected'),
        sa.CheckConstraint('length(measured) <= 40', name='ck_improvements_measured'),
        sa.CheckConstraint('length(metric) <= 200', name='ck_improvements_metric'),
        sa.CheckConstraint('length(name) <= 300', name='ck_improvements_name'),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_improvements_notes'),
        sa.CheckConstraint('length(number) <= 40', name='ck_improvements_number'),
        sa.CheckConstraint('length(plan) <= 100000', name='ck_improvements_plan'),
        sa.CheckConstraint('length(problem) <= 100000', name='ck_improvements_problem'),
        sa.CheckConstraint('length(same_person_reason) <= 300', name='ck_improvements_same_person_reason'),
        sa.CheckConstraint('length(source) <= 20', name='ck_improvements_source'),
        sa.CheckConstraint('length(standardised) <= 100000', name='ck_improvements_standardised'),
        sa.CheckConstraint('length(state) <= 20', name='ck_improvements_state'),
        sa.CheckConstraint('length(target) <= 40', name='ck_improvements_target'),
        sa.CheckConstraint('length(unit) <= 20', name='ck_improvements_unit'),
        sqlite_strict=True,
    )
    op.create_index('ix_improvements_checked_by_id', 'improvements', ['checked_by_id'])
    op.create_index('ix_improvements_doc', 'improvements', ['doc'])
    op.create_index('ix_improvements_due_on', 'improvements', ['due_on'])
    op.create_index('ix_improvements_owner_id', 'improvements', ['owner_id'])
    op.create_index('ix_improvements_state', 'improvements', ['state'])
    op.create_table(
        'improvement_cases',
        sa.Column('improvement_id', sa.LargeBinary(), sa.ForeignKey('improvements.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED')),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sqlite_strict=True,
    )
    op.create_index('ix_improvement_cases_complaint_id', 'improvement_cases', ['complaint_id'])
    op.create_index('ix_improvement_cases_doc', 'improvement_cases', ['doc'])
    op.create_index('ix_improvement_cases_improvement_id', 'improvement_cases', ['improvement_id'])
    op.create_table(
        'issued_reports',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('period', sa.Text(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('change_note', sa.Text()),
        sa.Column('prepared_by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('prepared_on', sa.Text()),
        sa.Column('reviewed_by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('reviewed_on', sa.Text()),
        sa.Column('issued_by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('issued_on', sa.Text()),
        sa.Column('figures', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(change_note) <= 2000', name='ck_issued_reports_change_note'),
        sa.CheckConstraint('length(figures) <= 10000000', name='ck_issued_reports_figures'),
        sa.CheckConstraint('length(kind) <= 40', name='ck_issued_reports_kind'),
        sa.CheckConstraint('length(number) <= 40', name='ck_issued_reports_number'),
        sa.CheckConstraint('length(period) <= 20', name='ck_issued_reports_period'),
        sa.CheckConstraint('length(state) <= 20', name='ck_issued_reports_state'),
        sqlite_strict=True,
    )
    op.create_index('ix_issued_reports_doc', 'issued_reports', ['doc'])
    op.create_index('ix_issued_reports_issued_by_id', 'issued_reports', ['issued_by_id'])
    op.create_index('ix_issued_reports_period', 'issued_reports', ['kind', 'period'])
    op.create_index('ix_issued_reports_prepared_by_id', 'issued_reports', ['prepared_by_id'])
    op.create_index('ix_issued_reports_reviewed_by_id', 'issued_reports', ['reviewed_by_id'])
    op.create_table(
        'report_notes',
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('period', sa.Text(), nullable=False),
        sa.Column('section', sa.Text(), nullable=False),
        sa.Column('text', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(kind) <= 40', name='ck_report_notes_kind'),
        sa.CheckConstraint('length(period) <= 20', name='ck_report_notes_period'),
        sa.CheckConstraint('length(section) <= 20', name='ck_report_notes_section'),
        sa.CheckConstraint('length(text) <= 20000', name='ck_report_notes_text'),
        sqlite_strict=True,
    )
    op.create_index('ix_report_notes_doc', 'report_notes', ['doc'])
    op.create_index('ix_report_notes_period', 'report_notes', ['kind', 'period'])
    op.execute('ALTER TABLE operations ADD COLUMN "digest" BLOB')
