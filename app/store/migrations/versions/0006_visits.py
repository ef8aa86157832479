"""Visits get their policy, series, people and promises; phone memos; care; contracts and warranties

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE employees ADD COLUMN "daily_visits" INTEGER')
    op.execute('ALTER TABLE visits ADD COLUMN "planned_time" TEXT CONSTRAINT ck_visits_planned_time CHECK (length(planned_time) <= 5)')
    op.execute('ALTER TABLE visits ADD COLUMN "day_order" INTEGER')
    op.execute('ALTER TABLE visits ADD COLUMN "confirmed_on" TEXT')
    op.execute('ALTER TABLE visits ADD COLUMN "origin" TEXT CONSTRAINT ck_visits_origin CHECK (length(origin) <= 20)')
    op.execute('ALTER TABLE visits ADD COLUMN "first_planned_on" TEXT')
    op.execute('ALTER TABLE visits ADD COLUMN "moved_reason" TEXT CONSTRAINT ck_visits_moved_reason CHECK (length(moved_reason) <= 500)')
    op.execute('ALTER TABLE visits ADD COLUMN "missed" TEXT CONSTRAINT ck_visits_missed CHECK (length(missed) <= 20)')
    op.execute('ALTER TABLE visits ADD COLUMN "recorded_at" TEXT')
    op.execute('ALTER TABLE visits ADD COLUMN "travel_cost" INTEGER')
    op.execute('ALTER TABLE visits ADD COLUMN "hosting_cost" INTEGER')
    op.execute('ALTER TABLE visits ADD COLUMN "gift_cost" INTEGER')
    op.execute('ALTER TABLE visits ADD COLUMN "project_stage" TEXT CONSTRAINT ck_visits_project_stage CHECK (length(project_stage) <= 80)')
    op.execute('ALTER TABLE visits ADD COLUMN "project_amount" INTEGER')
    op.execute('ALTER TABLE visits ADD COLUMN "calendar_uid" TEXT CONSTRAINT ck_visits_calendar_uid CHECK (length(calendar_uid) <= 255)')
    op.execute('ALTER TABLE visits ADD COLUMN "occurs_on" TEXT')
    op.create_index('ix_visits_calendar_uid', 'visits', ['calendar_uid'])
    op.create_table(
        'visit_policies',
        sa.Column('title', sa.Text()),
        sa.Column('edition', sa.Integer(), nullable=False),
        sa.Column('effective_on', sa.Text(), nullable=False),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_visit_policies_notes'),
        sa.CheckConstraint('length(title) <= 200', name='ck_visit_policies_title'),
        sqlite_strict=True,
    )
    op.create_index('ix_visit_policies_doc', 'visit_policies', ['doc'])
    op.create_table(
        'visit_rates',
        sa.Column('policy_id', sa.LargeBinary(), sa.ForeignKey('visit_policies.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('grade', sa.Text(), nullable=False),
        sa.Column('level', sa.Text(), nullable=False),
        sa.Column('per_year', sa.Integer(), nullable=False),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(grade) <= 20', name='ck_visit_rates_grade'),
        sa.CheckConstraint('length(level) <= 20', name='ck_visit_rates_level'),
        sqlite_strict=True,
    )
    op.create_index('ix_visit_rates_doc', 'visit_rates', ['doc'])
    op.create_index('ix_visit_rates_policy_id', 'visit_rates', ['policy_id'])
    op.create_table(
        'visit_exceptions',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('level', sa.Text(), nullable=False),
        sa.Column('per_year', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('begins_on', sa.Text()),
        sa.Column('ends_on', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(level) <= 20', name='ck_visit_exceptions_level'),
        sa.CheckConstraint('length(reason) <= 500', name='ck_visit_exceptions_reason'),
        sqlite_strict=True,
    )
    op.create_index('ix_visit_exceptions_customer_id', 'visit_exceptions', ['customer_id'])
    op.create_index('ix_visit_exceptions_doc', 'visit_exceptions', ['doc'])
    op.create_table(
        'absences',
        sa.Column('employee_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('begins_on', sa.Text(), nullable=False),
        sa.Column('ends_on', sa.Text(), nullable=False),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(kind) <= 20', name='ck_absences_kind'),
        sa.CheckConstraint('length(notes) <= 200', name='ck_absences_notes'),
        sqlite_strict=True,
    )
    op.create_index('ix_absences_doc', 'absences', ['doc'])
    op.create_index('ix_absences_employee_id', 'absences', ['employee_id'])
    op.create_table(
        'visit_series',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('owner_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('level', sa.Text()),
        sa.Column('purpose', sa.Text(), nullable=False),
        sa.Column('rule', sa.Text(), nullable=False),
        sa.Column('starts_on', sa.Text(), nullable=False),
        sa.Column('planned_time', sa.Text()),
        sa.Column('minutes', sa.Integer()),
        sa.Column('place', sa.Text()),
        sa.Column('planned_until', sa.Text()),
        sa.Column('ended_on', sa.Text()),
        sa.Column('calendar_uid', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(calendar_uid) <= 255', name='ck_visit_series_calendar_uid'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_visit_series_kind'),
        sa.CheckConstraint('length(level) <= 20', name='ck_visit_series_level'),
        sa.CheckConstraint('length(place) <= 200', name='ck_visit_series_place'),
        sa.CheckConstraint('length(planned_time) <= 5', name='ck_visit_series_planned_time'),
        sa.CheckConstraint('length(purpose) <= 200', name='ck_visit_series_purpose'),
        sa.CheckConstraint('length(rule) <= 500', name='ck_visit_series_rule'),
        sqlite_strict=True,
    )
    op.create_index('ix_visit_series_calendar_uid', 'visit_series', ['calendar_uid'])
    op.create_index('ix_visit_series_contact_id', 'visit_series', ['contact_id'])
    op.create_index('ix_visit_series_customer_id', 'visit_series', ['customer_id'])
    op.create_index('ix_visit_series_doc', 'visit_series', ['doc'])
    op.create_index('ix_visit_series_owner_id', 'visit_series', ['owner_id'])
    op.create_table(
        'visit_people',
        sa.Column('visit_id', sa.LargeBinary(), sa.ForeignKey('visits.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('employee_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('name', sa.Text()),
        sa.Column('level', sa.Text()),
        sa.Column('before', sa.Text()),
        sa.Column('after', sa.Text()),
        sa.Column('remark', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(after) <= 20', name='ck_visit_people_after'),
        sa.CheckConstraint('length(before) <= 20', name='ck_visit_people_before'),
        sa.CheckConstraint('length(level) <= 20', name='ck_visit_people_level'),
        sa.CheckConstraint('length(name) <= 120', name='ck_visit_people_name'),
        sa.CheckConstraint('length(remark) <= 500', name='ck_visit_people_remark'),
        sqlite_strict=True,
    )
    op.create_index('ix_visit_people_contact_id', 'visit_people', ['contact_id'])
    op.create_index('ix_visit_people_doc', 'visit_people', ['doc'])
    op.create_index('ix_visit_people_employee_id', 'visit_people', ['employee_id'])
    op.create_index('ix_visit_people_visit_id', 'visit_people', ['visit_id'])
    op.create_table(
        'visit_promises',
        sa.Column('visit_id', sa.LargeBinary(), sa.ForeignKey('visits.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('side', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text()),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('responsible_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('amount', sa.Integer()),
        sa.Column('due_on', sa.Text()),
        sa.Column('kept_on', sa.Text()),
        sa.Column('broken', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(broken) <= 500', name='ck_visit_promises_broken'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_visit_promises_kind'),
        sa.CheckConstraint('length(name) <= 500', name='ck_visit_promises_name'),
        sa.CheckConstraint('length(side) <= 20', name='ck_visit_promises_side'),
        sqlite_strict=True,
    )
    op.create_index('ix_visit_promises_contact_id', 'visit_promises', ['contact_id'])
    op.create_index('ix_visit_promises_doc', 'visit_promises', ['doc'])
    op.create_index('ix_visit_promises_live_due_on', 'visit_promises', ['due_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_visit_promises_responsible_id', 'visit_promises', ['responsible_id'])
    op.create_index('ix_visit_promises_visit_id', 'visit_promises', ['visit_id'])
    op.create_table(
        'phone_memos',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('called_at', sa.Text(), nullable=False),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED')),
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('caller', sa.Text()),
        sa.Column('caller_firm', sa.Text()),
        sa.Column('caller_phone', sa.Text()),
        sa.Column('for_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('urgency', sa.Text()),
        sa.Column('call_back', sa.Integer(), nullable=False),
        sa.Column('call_by', sa.Text()),
        sa.Column('taken_by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('passed_on', sa.Integer()),
        sa.Column('accepted_at', sa.Text()),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('settled_at', sa.Text()),
        sa.Column('result', sa.Text()),
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED')),
        sa.Column('request_id', sa.LargeBinary(), sa.ForeignKey('requests.id', deferrable=True, initially='DEFERRED')),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(caller) <= 120', name='ck_phone_memos_caller'),
        sa.CheckConstraint('length(caller_firm) <= 200', name='ck_phone_memos_caller_firm'),
        sa.CheckConstraint('length(caller_phone) <= 60', name='ck_phone_memos_caller_phone'),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_phone_memos_notes'),
        sa.CheckConstraint('length(number) <= 40', name='ck_phone_memos_number'),
        sa.CheckConstraint('length(result) <= 100000', name='ck_phone_memos_result'),
        sa.CheckConstraint('length(state) <= 20', name='ck_phone_memos_state'),
        sa.CheckConstraint('length(subject) <= 500', name='ck_phone_memos_subject'),
        sa.CheckConstraint('length(urgency) <= 20', name='ck_phone_memos_urgency'),
        sqlite_strict=True,
    )
    op.create_index('ix_phone_memos_complaint_id', 'phone_memos', ['complaint_id'])
    op.create_index('ix_phone_memos_contact_id', 'phone_memos', ['contact_id'])
    op.create_index('ix_phone_memos_customer_id', 'phone_memos', ['customer_id'])
    op.create_index('ix_phone_memos_doc', 'phone_memos', ['doc'])
    op.create_index('ix_phone_memos_for_id', 'phone_memos', ['for_id'])
    op.create_index('ix_phone_memos_live_call_by', 'phone_memos', ['call_by', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_phone_memos_live_called_at', 'phone_memos', ['called_at', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_phone_memos_request_id', 'phone_memos', ['request_id'])
    op.create_index('ix_phone_memos_taken_by_id', 'phone_memos', ['taken_by_id'])
    op.create_table(
        'care_plans',
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('occasion', sa.Text(), nullable=False),
        sa.Column('festival', sa.Text()),
        sa.Column('happens_on', sa.Text()),
        sa.Column('grades', sa.Text()),
        sa.Column('tagged', sa.Text()),
        sa.Column('lead', sa.Integer()),
        sa.Column('lead_unit', sa.Text()),
        sa.Column('means', sa.Text()),
        sa.Column('words', sa.Text()),
        sa.Column('gift', sa.Text()),
        sa.Column('gift_cap', sa.Integer()),
        sa.Column('owner_rule', sa.Text()),
        sa.Column('owner_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('year', sa.Integer()),
        sa.Column('budget', sa.Integer()),
        sa.Column('retired', sa.Integer(), nullable=False),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(festival) <= 20', name='ck_care_plans_festival'),
        sa.CheckConstraint('length(gift) <= 200', name='ck_care_plans_gift'),
        sa.CheckConstraint('length(grades) <= 200', name='ck_care_plans_grades'),
        sa.CheckConstraint('length(lead_unit) <= 20', name='ck_care_plans_lead_unit'),
        sa.CheckConstraint('length(means) <= 20', name='ck_care_plans_means'),
        sa.CheckConstraint('length(name) <= 200', name='ck_care_plans_name'),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_care_plans_notes'),
        sa.CheckConstraint('length(occasion) <= 20', name='ck_care_plans_occasion'),
        sa.CheckConstraint('length(owner_rule) <= 20', name='ck_care_plans_owner_rule'),
        sa.CheckConstraint('length(tagged) <= 500', name='ck_care_plans_tagged'),
        sa.CheckConstraint('length(words) <= 100000', name='ck_care_plans_words'),
        sqlite_strict=True,
    )
    op.create_index('ix_care_plans_doc', 'care_plans', ['doc'])
    op.create_index('ix_care_plans_owner_id', 'care_plans', ['owner_id'])
    op.create_table(
        'care_tasks',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('plan_id', sa.LargeBinary(), sa.ForeignKey('care_plans.id', deferrable=True, initially='DEFERRED')),
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('name', sa.Text()),
        sa.Column('happens_on', sa.Text()),
        sa.Column('remind_on', sa.Text()),
        sa.Column('owner_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text()),
        sa.Column('means', sa.Text()),
        sa.Column('done_on', sa.Text()),
        sa.Column('cost', sa.Integer()),
        sa.Column('reaction', sa.Text()),
        sa.Column('visit_id', sa.LargeBinary(), sa.ForeignKey('visits.id', deferrable=True, initially='DEFERRED')),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(means) <= 20', name='ck_care_tasks_means'),
        sa.CheckConstraint('length(name) <= 200', name='ck_care_tasks_name'),
        sa.CheckConstraint('length(reaction) <= 500', name='ck_care_tasks_reaction'),
        sa.CheckConstraint('length(reason) <= 500', name='ck_care_tasks_reason'),
        sa.CheckConstraint('length(state) <= 20', name='ck_care_tasks_state'),
        sqlite_strict=True,
    )
    op.create_index('ix_care_tasks_contact_id', 'care_tasks', ['contact_id'])
    op.create_index('ix_care_tasks_customer_id', 'care_tasks', ['customer_id'])
    op.create_index('ix_care_tasks_doc', 'care_tasks', ['doc'])
    op.create_index('ix_care_tasks_live_remind_on', 'care_tasks', ['remind_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_care_tasks_owner_id', 'care_tasks', ['owner_id'])
    op.create_index('ix_care_tasks_plan_id', 'care_tasks', ['plan_id'])
    op.create_index('ix_care_tasks_visit_id', 'care_tasks', ['visit_id'])
    op.create_table(
        'snoozes',
        sa.Column('employee_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('record_key', sa.Text(), nullable=False),
        sa.Column('item', sa.Text(), nullable=False),
        sa.Column('until_on', sa.Text(), nullable=False),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(about) <= 40', name='ck_snoozes_about'),
        sa.CheckConstraint('length(item) <= 40', name='ck_snoozes_item'),
        sa.CheckConstraint('length(record_key) <= 40', name='ck_snoozes_record_key'),
        sqlite_strict=True,
    )
    op.create_index('ix_snoozes_doc', 'snoozes', ['doc'])
    op.create_index('ix_snoozes_employee_id', 'snoozes', ['employee_id'])
    op.create_index('ix_snoozes_live_until_on', 'snoozes', ['until_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table(
        'agreements',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('number', sa.Text()),
        sa.Column('starts_on', sa.Text()),
        sa.Column('ends_on', sa.Text()),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(kind) <= 20', name='ck_agreements_kind'),
        sa.CheckConstraint('length(name) <= 200', name='ck_agreements_name'),
        sa.CheckConstraint('length(notes) <= 500', name='ck_agreements_notes'),
        sa.CheckConstraint('length(number) <= 60', name='ck_agreements_number'),
        sqlite_strict=True,
    )
    op.create_index('ix_agreements_customer_id', 'agreements', ['customer_id'])
    op.create_index('ix_agreements_doc', 'agreements', ['doc'])
    op.create_index('ix_agreements_live_ends_on', 'agreements', ['ends_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
