"""Orders, invoices, receipts, costs; grades and who is served no longer; policies, plans, credit

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'product_prices',
        sa.Column('product_id', sa.LargeBinary(), sa.ForeignKey('products.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('begins_on', sa.Text()),
        sa.Column('cost', sa.Text()),
        sa.Column('price', sa.Text()),
        sa.Column('unit', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(cost) <= 40', name='ck_product_prices_cost'),
        sa.CheckConstraint('length(price) <= 40', name='ck_product_prices_price'),
        sa.CheckConstraint('length(unit) <= 20', name='ck_product_prices_unit'),
        sqlite_strict=True,
    )
    op.create_index('ix_product_prices_doc', 'product_prices', ['doc'])
    op.create_index('ix_product_prices_product_id', 'product_prices', ['product_id'])
    op.create_table(
        'orders',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('ordered_on', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('owner_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('customer_reference', sa.Text()),
        sa.Column('currency', sa.Text()),
        sa.Column('gross', sa.Integer()),
        sa.Column('discount', sa.Integer()),
        sa.Column('net', sa.Integer(), nullable=False),
        sa.Column('tax', sa.Integer()),
        sa.Column('total', sa.Integer()),
        sa.Column('cost', sa.Integer()),
        sa.Column('returned_order_id', sa.LargeBinary(), sa.ForeignKey('orders.id', deferrable=True, initially='DEFERRED')),
        sa.Column('terms_days', sa.Integer()),
        sa.Column('promised_on', sa.Text()),
        sa.Column('delivered_on', sa.Text()),
        sa.Column('channel', sa.Text()),
        sa.Column('approval', sa.Text()),
        sa.Column('notes', sa.Text()),
        sa.Column('own', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(approval) <= 300', name='ck_orders_approval'),
        sa.CheckConstraint('length(channel) <= 80', name='ck_orders_channel'),
        sa.CheckConstraint('length(currency) <= 3', name='ck_orders_currency'),
        sa.CheckConstraint('length(customer_reference) <= 60', name='ck_orders_customer_reference'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_orders_kind'),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_orders_notes'),
        sa.CheckConstraint('length(number) <= 60', name='ck_orders_number'),
        sa.CheckConstraint('length(state) <= 20', name='ck_orders_state'),
        sqlite_strict=True,
    )
    op.create_index('ix_orders_customer_id', 'orders', ['customer_id'])
    op.create_index('ix_orders_doc', 'orders', ['doc'])
    op.create_index('ix_orders_live_ordered_on', 'orders', ['ordered_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_orders_number', 'orders', ['number'])
    op.create_index('ix_orders_owner_id', 'orders', ['owner_id'])
    op.create_index('ix_orders_returned_order_id', 'orders', ['returned_order_id'])
    op.create_index('ix_orders_sums', 'orders', ['customer_id', 'ordered_on', 'state', 'kind', 'currency', 'deleted_at', 'net', 'gross', 'discount', 'cost', 'total', 'id'])
    op.create_table(
        'order_lines',
        sa.Column('order_id', sa.LargeBinary(), sa.ForeignKey('orders.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('position', sa.Integer()),
        sa.Column('product_id', sa.LargeBinary(), sa.ForeignKey('products.id', deferrable=True, initially='DEFERRED')),
        sa.Column('name', sa.Text()),
        sa.Column('quantity', sa.Text()),
        sa.Column('unit', sa.Text()),
        sa.Column('price', sa.Text()),
        sa.Column('discount', sa.Integer()),
        sa.Column('amount', sa.Integer(), nullable=False),
        sa.Column('cost', sa.Integer()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(name) <= 300', name='ck_order_lines_name'),
        sa.CheckConstraint('length(price) <= 40', name='ck_order_lines_price'),
        sa.CheckConstraint('length(quantity) <= 40', name='ck_order_lines_quantity'),
        sa.CheckConstraint('length(unit) <= 20', name='ck_order_lines_unit'),
        sqlite_strict=True,
    )
    op.create_index('ix_order_lines_doc', 'order_lines', ['doc'])
    op.create_index('ix_order_lines_order_id', 'order_lines', ['order_id'])
    op.create_index('ix_order_lines_product_id', 'order_lines', ['product_id'])
    op.create_index('ix_order_lines_sums', 'order_lines', ['order_id', 'product_id', 'deleted_at', 'amount', 'cost'])
    op.create_table(
        'invoices',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('issued_on', sa.Text(), nullable=False),
        sa.Column('due_on', sa.Text(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('tax', sa.Integer()),
        sa.Column('currency', sa.Text()),
        sa.Column('order_id', sa.LargeBinary(), sa.ForeignKey('orders.id', deferrable=True, initially='DEFERRED')),
        sa.Column('disputed', sa.Integer(), nullable=False),
        sa.Column('dispute_reason', sa.Text()),
        sa.Column('complaint_id', sa.LargeBinary(), sa.ForeignKey('complaints.id', deferrable=True, initially='DEFERRED')),
        sa.Column('cash', sa.Integer(), nullable=False),
        sa.Column('notes', sa.Text()),
        sa.Column('own', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(currency) <= 3', name='ck_invoices_currency'),
        sa.CheckConstraint('length(dispute_reason) <= 300', name='ck_invoices_dispute_reason'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_invoices_kind'),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_invoices_notes'),
        sa.CheckConstraint('length(number) <= 60', name='ck_invoices_number'),
        sqlite_strict=True,
    )
    op.create_index('ix_invoices_complaint_id', 'invoices', ['complaint_id'])
    op.create_index('ix_invoices_customer_id', 'invoices', ['customer_id'])
    op.create_index('ix_invoices_doc', 'invoices', ['doc'])
    op.create_index('ix_invoices_live_due_on', 'invoices', ['due_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_invoices_number', 'invoices', ['number'])
    op.create_index('ix_invoices_order_id', 'invoices', ['order_id'])
    op.create_index('ix_invoices_sums', 'invoices', ['customer_id', 'issued_on', 'kind', 'cash', 'currency', 'deleted_at', 'total', 'due_on', 'id'])
    op.create_table(
        'receipts',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('received_on', sa.Text(), nullable=False),
        sa.Column('amount', sa.Integer(), nullable=False),
        sa.Column('method', sa.Text()),
        sa.Column('currency', sa.Text()),
        sa.Column('payer', sa.Text()),
        sa.Column('reference', sa.Text()),
        sa.Column('by_hand', sa.Integer(), nullable=False),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(currency) <= 3', name='ck_receipts_currency'),
        sa.CheckConstraint('length(method) <= 20', name='ck_receipts_method'),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_receipts_notes'),
        sa.CheckConstraint('length(number) <= 60', name='ck_receipts_number'),
        sa.CheckConstraint('length(payer) <= 200', name='ck_receipts_payer'),
        sa.CheckConstraint('length(reference) <= 80', name='ck_receipts_reference'),
        sqlite_strict=True,
    )
    op.create_index('ix_receipts_customer_id', 'receipts', ['customer_id'])
    op.create_index('ix_receipts_doc', 'receipts', ['doc'])
    op.create_index('ix_receipts_live_received_on', 'receipts', ['received_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_receipts_sums', 'receipts', ['customer_id', 'received_on', 'currency', 'deleted_at', 'amount', 'id'])
    op.create_table(
        'allocations',
        sa.Column('receipt_id', sa.LargeBinary(), sa.ForeignKey('receipts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('credit_id', sa.LargeBinary(), sa.ForeignKey('invoices.id', deferrable=True, initially='DEFERRED')),
        sa.Column('invoice_id', sa.LargeBinary(), sa.ForeignKey('invoices.id', deferrable=True, initially='DEFERRED')),
        sa.Column('amount', sa.Integer(), nullable=False),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(notes) <= 200', name='ck_allocations_notes'),
        sqlite_strict=True,
    )
    op.create_index('ix_allocations_credit_id', 'allocations', ['credit_id'])
    op.create_index('ix_allocations_doc', 'allocations', ['doc'])
    op.create_index('ix_allocations_invoice_id', 'allocations', ['invoice_id'])
    op.create_index('ix_allocations_receipt_id', 'allocations', ['receipt_id'])
    op.create_index('ix_allocations_sums', 'allocations', ['receipt_id', 'invoice_id', 'credit_id', 'deleted_at', 'amount'])
    op.create_table(
        'dunnings',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('invoice_id', sa.LargeBinary(), sa.ForeignKey('invoices.id', deferrable=True, initially='DEFERRED')),
        sa.Column('step', sa.Text(), nullable=False),
        sa.Column('method', sa.Text()),
        sa.Column('done_on', sa.Text(), nullable=False),
        sa.Column('done_by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('contact_id', sa.LargeBinary(), sa.ForeignKey('contacts.id', deferrable=True, initially='DEFERRED')),
        sa.Column('amount', sa.Integer()),
        sa.Column('words', sa.Text()),
        sa.Column('promised', sa.Integer()),
        sa.Column('promised_on', sa.Text()),
        sa.Column('kept_on', sa.Text()),
        sa.Column('broken', sa.Integer(), nullable=False),
        sa.Column('next_step', sa.Text()),
        sa.Column('next_on', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(method) <= 20', name='ck_dunnings_method'),
        sa.CheckConstraint('length(next_step) <= 20', name='ck_dunnings_next_step'),
        sa.CheckConstraint('length(step) <= 20', name='ck_dunnings_step'),
        sa.CheckConstraint('length(words) <= 100000', name='ck_dunnings_words'),
        sqlite_strict=True,
    )
    op.create_index('ix_dunnings_contact_id', 'dunnings', ['contact_id'])
    op.create_index('ix_dunnings_customer_id', 'dunnings', ['customer_id'])
    op.create_index('ix_dunnings_doc', 'dunnings', ['doc'])
    op.create_index('ix_dunnings_done_by_id', 'dunnings', ['done_by_id'])
    op.create_index('ix_dunnings_invoice_id', 'dunnings', ['invoice_id'])
    op.create_index('ix_dunnings_live_next_on', 'dunnings', ['next_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_dunnings_live_promised_on', 'dunnings', ['promised_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table(
        'costs',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED')),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('spent_on', sa.Text(), nullable=False),
        sa.Column('amount', sa.Integer()),
        sa.Column('minutes', sa.Integer()),
        sa.Column('name', sa.Text()),
        sa.Column('currency', sa.Text()),
        sa.Column('order_id', sa.LargeBinary(), sa.ForeignKey('orders.id', deferrable=True, initially='DEFERRED')),
        sa.Column('owner_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(currency) <= 3', name='ck_costs_currency'),
        sa.CheckConstraint('length(kind) <= 20', name='ck_costs_kind'),
        sa.CheckConstraint('length(name) <= 300', name='ck_costs_name'),
        sqlite_strict=True,
    )
    op.create_index('ix_costs_customer_id', 'costs', ['customer_id'])
    op.create_index('ix_costs_doc', 'costs', ['doc'])
    op.create_index('ix_costs_live_spent_on', 'costs', ['spent_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_costs_order_id', 'costs', ['order_id'])
    op.create_index('ix_costs_owner_id', 'costs', ['owner_id'])
    op.create_table(
        'gradings',
        sa.Column('period', sa.Text(), nullable=False),
        sa.Column('as_of', sa.Text(), nullable=False),
        sa.Column('computed_at', sa.Text(), nullable=False),
        sa.Column('final', sa.Integer(), nullable=False),
        sa.Column('edition', sa.Text()),
        sa.Column('parameters', sa.Text()),
        sa.Column('graded_by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(edition) <= 20', name='ck_gradings_edition'),
        sa.CheckConstraint('length(parameters) <= 100000', name='ck_gradings_parameters'),
        sa.CheckConstraint('length(period) <= 7', name='ck_gradings_period'),
        sqlite_strict=True,
    )
    op.create_index('ix_gradings_doc', 'gradings', ['doc'])
    op.create_index('ix_gradings_graded_by_id', 'gradings', ['graded_by_id'])
    op.create_index('ix_gradings_live_as_of', 'gradings', ['as_of', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table(
        'grades',
        sa.Column('grading_id', sa.LargeBinary(), sa.ForeignKey('gradings.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED')),
        sa.Column('main', sa.Text()),
        sa.Column('abc', sa.Text()),
        sa.Column('cells', sa.Text()),
        sa.Column('score', sa.Text()),
        sa.Column('band', sa.Text()),
        sa.Column('tier', sa.Text()),
        sa.Column('pareto', sa.Text()),
        sa.Column('rfm', sa.Text()),
        sa.Column('segment', sa.Text()),
        sa.Column('status', sa.Text()),
        sa.Column('level', sa.Text()),
        sa.Column('provisional', sa.Integer(), nullable=False),
        sa.Column('inputs', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(abc) <= 1', name='ck_grades_abc'),
        sa.CheckConstraint('length(band) <= 20', name='ck_grades_band'),
        sa.CheckConstraint('length(cells) <= 3', name='ck_grades_cells'),
        sa.CheckConstraint('length(inputs) <= 100000', name='ck_grades_inputs'),
        sa.CheckConstraint('length(level) <= 20', name='ck_grades_level'),
        sa.CheckConstraint('length(main) <= 20', name='ck_grades_main'),
        sa.CheckConstraint('length(pareto) <= 1', name='ck_grades_pareto'),
        sa.CheckConstraint('length(rfm) <= 3', name='ck_grades_rfm'),
        sa.CheckConstraint('length(score) <= 40', name='ck_grades_score'),
        sa.CheckConstraint('length(segment) <= 20', name='ck_grades_segment'),
        sa.CheckConstraint('length(status) <= 20', name='ck_grades_status'),
        sa.CheckConstraint('length(tier) <= 20', name='ck_grades_tier'),
        sqlite_strict=True,
    )
    op.create_index('ix_grades_customer_id', 'grades', ['customer_id'])
    op.create_index('ix_grades_customer_id_grading_id', 'grades', ['customer_id', 'grading_id'])
    op.create_index('ix_grades_doc', 'grades', ['doc'])
    op.create_index('ix_grades_grading_id', 'grades', ['grading_id'])
    op.create_table(
        'grade_overrides',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('system', sa.Text(), nullable=False),
        sa.Column('value', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('decided_by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('begins_on', sa.Text(), nullable=False),
        sa.Column('ends_on', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(reason) <= 500', name='ck_grade_overrides_reason'),
        sa.CheckConstraint('length(system) <= 20', name='ck_grade_overrides_system'),
        sa.CheckConstraint('length(value) <= 20', name='ck_grade_overrides_value'),
        sqlite_strict=True,
    )
    op.create_index('ix_grade_overrides_customer_id', 'grade_overrides', ['customer_id'])
    op.create_index('ix_grade_overrides_decided_by_id', 'grade_overrides', ['decided_by_id'])
    op.create_index('ix_grade_overrides_doc', 'grade_overrides', ['doc'])
    op.create_table(
        'never_serves',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('applicant_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('applied_on', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('evidence', sa.Text(), nullable=False),
        sa.Column('loss', sa.Integer()),
        sa.Column('tried', sa.Text(), nullable=False),
        sa.Column('obligations', sa.Text()),
        sa.Column('obligations_checked', sa.Integer(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('director_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('director_on', sa.Text()),
        sa.Column('director_words', sa.Text()),
        sa.Column('manager_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('manager_on', sa.Text()),
        sa.Column('manager_words', sa.Text()),
        sa.Column('effective_on', sa.Text()),
        sa.Column('review_on', sa.Text()),
        sa.Column('lifted_on', sa.Text()),
        sa.Column('lifted_reason', sa.Text()),
        sa.Column('grade_before', sa.Text()),
        sa.Column('status_before', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(director_words) <= 500', name='ck_never_serves_director_words'),
        sa.CheckConstraint('length(evidence) <= 100000', name='ck_never_serves_evidence'),
        sa.CheckConstraint('length(grade_before) <= 20', name='ck_never_serves_grade_before'),
        sa.CheckConstraint('length(lifted_reason) <= 500', name='ck_never_serves_lifted_reason'),
        sa.CheckConstraint('length(manager_words) <= 500', name='ck_never_serves_manager_words'),
        sa.CheckConstraint('length(obligations) <= 100000', name='ck_never_serves_obligations'),
        sa.CheckConstraint('length(reason) <= 20', name='ck_never_serves_reason'),
        sa.CheckConstraint('length(status_before) <= 20', name='ck_never_serves_status_before'),
        sa.CheckConstraint('length(state) <= 20', name='ck_never_serves_state'),
        sa.CheckConstraint('length(tried) <= 100000', name='ck_never_serves_tried'),
        sqlite_strict=True,
    )
    op.create_index('ix_never_serves_applicant_id', 'never_serves', ['applicant_id'])
    op.create_index('ix_never_serves_customer_id', 'never_serves', ['customer_id'])
    op.create_index('ix_never_serves_director_id', 'never_serves', ['director_id'])
    op.create_index('ix_never_serves_doc', 'never_serves', ['doc'])
    op.create_index('ix_never_serves_live_review_on', 'never_serves', ['review_on', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_never_serves_manager_id', 'never_serves', ['manager_id'])
    op.create_table(
        'customer_policies',
        sa.Column('grade', sa.Text()),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED')),
        sa.Column('edition', sa.Integer()),
        sa.Column('begins_on', sa.Text(), nullable=False),
        sa.Column('ends_on', sa.Text()),
        sa.Column('approver_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('reason', sa.Text()),
        sa.Column('payment', sa.Text()),
        sa.Column('payment_days', sa.Integer()),
        sa.Column('prepaid', sa.Integer()),
        sa.Column('credit_most', sa.Integer()),
        sa.Column('cash_discount', sa.Text()),
        sa.Column('training', sa.Text()),
        sa.Column('training_times', sa.Integer()),
        sa.Column('staffing', sa.Text()),
        sa.Column('man_days', sa.Integer()),
        sa.Column('authority', sa.Text()),
        sa.Column('price_authority', sa.Integer()),
        sa.Column('reward', sa.Text()),
        sa.Column('rebate', sa.Integer()),
        sa.Column('price', sa.Text()),
        sa.Column('price_discount', sa.Integer()),
        sa.Column('protection_days', sa.Integer()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(authority) <= 300', name='ck_customer_policies_authority'),
        sa.CheckConstraint('length(cash_discount) <= 80', name='ck_customer_policies_cash_discount'),
        sa.CheckConstraint('length(grade) <= 20', name='ck_customer_policies_grade'),
        sa.CheckConstraint('length(payment) <= 300', name='ck_customer_policies_payment'),
        sa.CheckConstraint('length(price) <= 300', name='ck_customer_policies_price'),
        sa.CheckConstraint('length(reason) <= 500', name='ck_customer_policies_reason'),
        sa.CheckConstraint('length(reward) <= 300', name='ck_customer_policies_reward'),
        sa.CheckConstraint('length(staffing) <= 300', name='ck_customer_policies_staffing'),
        sa.CheckConstraint('length(training) <= 300', name='ck_customer_policies_training'),
        sqlite_strict=True,
    )
    op.create_index('ix_customer_policies_approver_id', 'customer_policies', ['approver_id'])
    op.create_index('ix_customer_policies_customer_id', 'customer_policies', ['customer_id'])
    op.create_index('ix_customer_policies_doc', 'customer_policies', ['doc'])
    op.create_table(
        'portfolio_decisions',
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('decision', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text()),
        sa.Column('decided_on', sa.Text(), nullable=False),
        sa.Column('decided_by_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('review_on', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(decision) <= 20', name='ck_portfolio_decisions_decision'),
        sa.CheckConstraint('length(reason) <= 500', name='ck_portfolio_decisions_reason'),
        sqlite_strict=True,
    )
    op.create_index('ix_portfolio_decisions_customer_id', 'portfolio_decisions', ['customer_id'])
    op.create_index('ix_portfolio_decisions_decided_by_id', 'portfolio_decisions', ['decided_by_id'])
    op.create_index('ix_portfolio_decisions_doc', 'portfolio_decisions', ['doc'])
    op.create_table(
        'development_plans',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('first_year', sa.Integer(), nullable=False),
        sa.Column('owner_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('approver_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('approved_on', sa.Text()),
        sa.Column('approach', sa.Text()),
        sa.Column('winning', sa.Text()),
        sa.Column('control', sa.Text()),
        sa.Column('long_term', sa.Text()),
        sa.Column('environment', sa.Text()),
        sa.Column('expectations', sa.Text()),
        sa.Column('emotions', sa.Text()),
        sa.Column('experience', sa.Text()),
        sa.Column('engagement', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(approach) <= 100000', name='ck_development_plans_approach'),
        sa.CheckConstraint('length(control) <= 100000', name='ck_development_plans_control'),
        sa.CheckConstraint('length(emotions) <= 300', name='ck_development_plans_emotions'),
        sa.CheckConstraint('length(engagement) <= 300', name='ck_development_plans_engagement'),
        sa.CheckConstraint('length(environment) <= 300', name='ck_development_plans_environment'),
        sa.CheckConstraint('length(expectations) <= 300', name='ck_development_plans_expectations'),
        sa.CheckConstraint('length(experience) <= 300', name='ck_development_plans_experience'),
        sa.CheckConstraint('length(long_term) <= 100000', name='ck_development_plans_long_term'),
        sa.CheckConstraint('length(number) <= 40', name='ck_development_plans_number'),
        sa.CheckConstraint('length(winning) <= 100000', name='ck_development_plans_winning'),
        sqlite_strict=True,
    )
    op.create_index('ix_development_plans_approver_id', 'development_plans', ['approver_id'])
    op.create_index('ix_development_plans_customer_id', 'development_plans', ['customer_id'])
    op.create_index('ix_development_plans_doc', 'development_plans', ['doc'])
    op.create_index('ix_development_plans_owner_id', 'development_plans', ['owner_id'])
    op.create_table(
        'plan_years',
        sa.Column('plan_id', sa.LargeBinary(), sa.ForeignKey('development_plans.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('volume', sa.Integer()),
        sa.Column('units', sa.Text()),
        sa.Column('expense', sa.Integer()),
        sa.Column('profit', sa.Integer()),
        sa.Column('profile', sa.Text()),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(notes) <= 500', name='ck_plan_years_notes'),
        sa.CheckConstraint('length(profile) <= 200', name='ck_plan_years_profile'),
        sa.CheckConstraint('length(units) <= 40', name='ck_plan_years_units'),
        sqlite_strict=True,
    )
    op.create_index('ix_plan_years_doc', 'plan_years', ['doc'])
    op.create_index('ix_plan_years_plan_id', 'plan_years', ['plan_id'])
    op.create_table(
        'plan_activities',
        sa.Column('plan_id', sa.LargeBinary(), sa.ForeignKey('development_plans.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('held_on', sa.Text()),
        sa.Column('budget', sa.Integer()),
        sa.Column('man_days', sa.Text()),
        sa.Column('spent', sa.Integer()),
        sa.Column('done_on', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(kind) <= 20', name='ck_plan_activities_kind'),
        sa.CheckConstraint('length(man_days) <= 40', name='ck_plan_activities_man_days'),
        sa.CheckConstraint('length(name) <= 300', name='ck_plan_activities_name'),
        sqlite_strict=True,
    )
    op.create_index('ix_plan_activities_doc', 'plan_activities', ['doc'])
    op.create_index('ix_plan_activities_plan_id', 'plan_activities', ['plan_id'])
    op.create_table(
        'credit_policies',
        sa.Column('grade', sa.Text(), nullable=False),
        sa.Column('edition', sa.Integer(), nullable=False),
        sa.Column('effective_on', sa.Text(), nullable=False),
        sa.Column('standard', sa.Text()),
        sa.Column('terms_days', sa.Integer()),
        sa.Column('factor', sa.Text()),
        sa.Column('cap', sa.Integer()),
        sa.Column('cash_discount', sa.Text()),
        sa.Column('collection', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(cash_discount) <= 80', name='ck_credit_policies_cash_discount'),
        sa.CheckConstraint('length(collection) <= 300', name='ck_credit_policies_collection'),
        sa.CheckConstraint('length(factor) <= 40', name='ck_credit_policies_factor'),
        sa.CheckConstraint('length(grade) <= 20', name='ck_credit_policies_grade'),
        sa.CheckConstraint('length(standard) <= 300', name='ck_credit_policies_standard'),
        sqlite_strict=True,
    )
    op.create_index('ix_credit_policies_doc', 'credit_policies', ['doc'])
    op.create_table(
        'credit_files',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('customer_id', sa.LargeBinary(), sa.ForeignKey('customers.id', deferrable=True, initially='DEFERRED'), nullable=False),
        sa.Column('assessed_on', sa.Text(), nullable=False),
        sa.Column('looked_from', sa.Text()),
        sa.Column('payment', sa.Text()),
        sa.Column('years', sa.Text()),
        sa.Column('finances', sa.Text()),
        sa.Column('outlook', sa.Text()),
        sa.Column('reputation', sa.Text()),
        sa.Column('margin', sa.Text()),
        sa.Column('security', sa.Text()),
        sa.Column('strategic', sa.Text()),
        sa.Column('outside', sa.Text()),
        sa.Column('dishonest', sa.Integer(), nullable=False),
        sa.Column('score', sa.Text()),
        sa.Column('grade', sa.Text()),
        sa.Column('computed_limit', sa.Integer()),
        sa.Column('wished_limit', sa.Integer()),
        sa.Column('wished_days', sa.Integer()),
        sa.Column('applicant_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('approved_limit', sa.Integer()),
        sa.Column('approved_days', sa.Integer()),
        sa.Column('guarantee', sa.Text()),
        sa.Column('approver_id', sa.LargeBinary(), sa.ForeignKey('employees.id', deferrable=True, initially='DEFERRED')),
        sa.Column('approved_on', sa.Text()),
        sa.Column('valid_until', sa.Text()),
        sa.Column('reason', sa.Text()),
        sa.Column('notes', sa.Text()),
        sa.Column('id', sa.LargeBinary(), primary_key=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.Text(), nullable=False),
        sa.Column('deleted_at', sa.Text()),
        sa.Column('doc', sa.Integer()),
        sa.CheckConstraint('length(finances) <= 20', name='ck_credit_files_finances'),
        sa.CheckConstraint('length(grade) <= 20', name='ck_credit_files_grade'),
        sa.CheckConstraint('length(guarantee) <= 300', name='ck_credit_files_guarantee'),
        sa.CheckConstraint('length(margin) <= 20', name='ck_credit_files_margin'),
        sa.CheckConstraint('length(notes) <= 100000', name='ck_credit_files_notes'),
        sa.CheckConstraint('length(number) <= 40', name='ck_credit_files_number'),
        sa.CheckConstraint('length(outlook) <= 20', name='ck_credit_files_outlook'),
        sa.CheckConstraint('length(outside) <= 20', name='ck_credit_files_outside'),
        sa.CheckConstraint('length(payment) <= 20', name='ck_credit_files_payment'),
        sa.CheckConstraint('length(reason) <= 500', name='ck_credit_files_reason'),
        sa.CheckConstraint('length(reputation) <= 20', name='ck_credit_files_reputation'),
        sa.CheckConstraint('length(score) <= 40', name='ck_credit_files_score'),
        sa.CheckConstraint('length(security) <= 20', name='ck_credit_files_security'),
        sa.CheckConstraint('length(state) <= 20', name='ck_credit_files_state'),
        sa.CheckConstraint('length(strategic) <= 20', name='ck_credit_files_strategic'),
        sa.CheckConstraint('length(years) <= 20', name='ck_credit_files_years'),
        sqlite_strict=True,
    )
    op.create_index('ix_credit_files_applicant_id', 'credit_files', ['applicant_id'])
    op.create_index('ix_credit_files_approver_id', 'credit_files', ['approver_id'])
    op.create_index('ix_credit_files_customer_id', 'credit_files', ['customer_id'])
    op.create_index('ix_credit_files_doc', 'credit_files', ['doc'])
    op.create_index('ix_credit_files_live_valid_until', 'credit_files', ['valid_until', 'id'], sqlite_where=sa.text('deleted_at IS NULL'))
    op.execute('ALTER TABLE attachments ADD COLUMN "dunning_id" BLOB REFERENCES dunnings(id) DEFERRABLE INITIALLY DEFERRED')
    op.create_index('ix_attachments_dunning_id', 'attachments', ['dunning_id'])
    op.execute('ALTER TABLE companies ADD COLUMN "bank" TEXT CONSTRAINT ck_companies_bank CHECK (length(bank) <= 120)')
    op.execute(
        'ALTER TABLE companies ADD COLUMN "bank_account" TEXT CONSTRAINT ck_companies_bank_account CHECK (length(bank_account) <= 40)'
    )
