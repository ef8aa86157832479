"""Credit in the window: marks are proposed and told while they are chosen, each step is taken, policies are versions."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.formats import today
from app.models import BY_KEY, Customer
from app.models.credit import CreditFile, CreditPolicy
from app.services import credit_policies, order_doubts, records
from app.services.business.period import months_before
from app.ui.screens.analysis.screen import AnalysisScreen
from app.ui.screens.business.credit import CreditScreen
from app.ui.screens.business.screens import OrdersScreen
from app.ui.screens.customers.record import CustomerRecord
from app.ui.screens.settings.screen import SettingsScreen
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui.hands import click, retype, type_text

BY_HAND = {"finances": "3", "outlook": "5", "reputation": "5"}


def choose(form, **marks):
    for key, mark in marks.items():
        editor = form.editor(key)
        editor.set_value(mark)
        editor.changed.emit()


@pytest.fixture
def customer(store):
    """80,000 a month, forty months ago the first; an invoice that is ten days late."""

    def fill(session):
        key = records.create(session, Customer, {"name": "华信钢构有限公司"})
        order = {"customer_id": key, "net": 7_000_000, "total": 8_000_000, "cost": 5_250_000, "state": "delivered"}
        for back in (0, 1, 2, 3, 4, 5, 40):
            records.create(session, BY_KEY["orders"], {**order, "ordered_on": months_before(today(), back)})
        due = today() - timedelta(days=10)
        bill = {"customer_id": key, "issued_on": due, "due_on": due, "total": 1_000_000}
        records.create(session, BY_KEY["invoices"], bill)
        return key

    return store.write("x", fill).value


@pytest.fixture
def screen(qtbot, context):
    shown = CreditScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1100, 700)
    shown.show()
    shown.activate()
    return shown


def facts(panel):
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # those shown before
    return [label.text() for label in panel.facts.findChildren(type(panel.why))]


def test_marks_tell_what_follows_while_they_are_chosen(screen, store, customer):
    screen.begin({})
    form, panel = screen.entry.form, screen.entry.panel
    assert (panel.badge.text(), form.editor("payment").value()) == ("", None)
    choose(form, customer_id=customer)
    assert [form.editor(key).value() for key in ("payment", "years", "margin")] == ["0", "5", "3"]
    assert form._boxes["payment"].note.text() == "0 of 25 points · 0.0% paid in time"
    assert form._boxes["finances"].note.text() == "Counts up to 15 points."
    assert facts(panel)[1] == "—"  # 45 of 100 points are known: no score yet
    choose(form, **BY_HAND, payment="5")
    assert (panel.badge.text(), facts(panel)[1]) == ("Grade A", "87.5")
    click(panel.why_button)
    assert "Limit by the rule: ¥80,000.00 a month × 60 ÷ 30 × 1.2, down to full ¥1,000: ¥192,000.00." in panel.why.text()
    choose(form, dishonest=True)
    assert panel.badge.text() == "Grade D"
    choose(form, dishonest=False)
    click(screen.entry.save_button)
    file = store.read(records.get, CreditFile, screen.record.current())
    assert (file["grade"], file["computed_limit"], file["payment"]) == ("A", 19_200_000, "5")


def test_a_file_goes_from_draft_to_approval_and_is_assessed_anew(screen, store, customer, context):
    screen.begin({"customer_id": customer, **BY_HAND, "payment": "5"})
    click(screen.entry.save_button)
    record, key = screen.record, screen.record.current()
    click(record.pane.next.action)
    assert record.step.form.editor("wished_limit").value() == 19_200_000
    click(record.step.do)
    assert store.read(records.get, CreditFile, key)["state"] == "applied"
    assert not record.form.editor("payment").widget.isEnabled()
    assert "¥192,000.00" in record.pane.next.text()
    click(record.pane.next.action)
    retype(record.step.form.editor("approved_limit").line, "200000")
    click(record.step.do)
    assert record.step.form._boxes["reason"].note.text() == "More than the limit by the rule, ¥192,000.00: say why."
    type_text(record.step.form.editor("reason").widget, "Pledged machines")
    click(record.step.do)
    file = store.read(records.get, CreditFile, key)
    assert (file["state"], file["approved_limit"], file["approved_on"]) == ("approved", 20_000_000, today())
    assert "Approved: ¥200,000.00, 60 days" in record.pane.next.text()
    click(record.panel.why_button)
    assert record.panel.why.text().endswith("Pledged machines")
    click(record.pane.next.action)
    place, values = context.frame.begun[-1]
    assert (place, values["anew"], values["wished_limit"]) == ("credit_files", True, 20_000_000)
    screen.begin(values)
    assert screen.entry.form.editor("payment").value() == "0"  # what dealings say replaces the mark of then
    assert screen.entry.form.editor("outlook").value() == "5"
    context.gateway.undo()
    assert store.read(records.get, Customer, customer)["credit_limit"] is None


def test_policies_begin_with_the_usual_ones_and_change_by_version(qtbot, context, store):
    screen = SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    page = screen.show_page("credit_policies")
    page.fill()
    click(page.usual)
    assert not page.usual.isVisible()
    old = {"grade": "B", "edition": 1, "effective_on": date(2020, 1, 1), "terms_days": 30}
    policies = store.read(lambda session: [(row.id, row.grade) for row in session.query(CreditPolicy)])
    store.write("x", records.delete, CreditPolicy, [key for key, grade in policies if grade == "B"])
    key = store.write("x", records.create, CreditPolicy, old).value
    page.open(key)
    assert not page.form.editor("terms_days").widget.isEnabled()
    click(page.next_button)
    retype(page.form.editor("terms_days").widget, "45")
    assert page.save()
    assert page.title.text() == "Grade B, version 2"
    assert store.read(credit_policies.in_force, today())["B"].terms_days == 45


def test_an_order_beyond_the_credit_says_so_and_takes_the_word_of_whoever_approved(qtbot, store, customer, context):
    store.write("x", records.update, Customer, customer, {"credit_limit": 5_000_000})
    screen = OrdersScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.begin({"customer_id": customer})
    note, form = screen.entry.note, screen.entry.form
    assert note.line.text() == "Credit: ¥40,000.00 of ¥50,000.00 available; overdue ¥10,000.00, the oldest 10 days"
    type_text(form.editor("net").line, "40000")
    assert (note.warning.isVisible(), form.shown("approval").widget.isVisible()) == (False, False)
    retype(form.editor("net").line, "40000.01")
    said = "This order needs ¥40,000.01 of credit, and ¥40,000.00 is available: ¥0.01 too little."
    assert (note.warning.text(), form.shown("approval").widget.isVisible()) == (said, True)
    click(screen.entry.save_button)
    assert form._boxes["approval"].note.text() == "Credit speaks against it: say who approved it, and why."
    assert store.read(lambda session: session.query(BY_KEY["orders"]).count()) == 7
    type_text(form.editor("approval").widget, "陈总")
    click(screen.entry.save_button)
    order = store.read(records.get, BY_KEY["orders"], screen.record.current())
    assert (order["net"], order["approval"]) == (4_000_001, "陈总")
    assert not screen.record.note.warning.isVisible()
    screen.record.form.editor("approval").set_value(None)
    screen.record.form.editor("approval").changed.emit()
    assert screen.record.note.warning.text() == "The credit limit is passed by ¥0.01."  # it uses the limit by now
    choose(screen.record.form, kind="return")
    assert not screen.record.note.warning.text()


def test_late_invoices_hold_supply_and_a_plan_of_a_visit_tells_it(qtbot, store, customer, context):
    due = today() - timedelta(days=61)
    bill = {"customer_id": customer, "issued_on": due, "due_on": due, "total": 1_00}
    store.write("x", records.create, BY_KEY["invoices"], bill)
    found = store.read(order_doubts.told, {"customer_id": customer, "net": 1_00})
    assert (found.credit, found.asks) == (("An invoice is 61 days overdue: supply is stopped.",), True)
    assert not store.read(order_doubts.told, {"customer_id": customer, "net": 1_00, "state": "draft"}).asks
    odd = store.read(order_doubts.doubts, {"customer_id": customer, "net": -1, "currency": "USD"})
    assert [words.split()[0] for words in odd] == ["The", "Amounts"]
    screen = VisitsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.plan_new({"customer_id": customer})
    line = screen.plan_parts.credit.line
    assert line.text() == "Credit: ¥10,001.00 owed, no limit set; overdue ¥10,001.00, the oldest 61 days; Supply stopped"


def test_a_customer_and_the_analysis_tell_the_standing_and_why(qtbot, store, customer, context):
    store.write("x", records.update, Customer, customer, {"credit_limit": 5_000_000, "credit_grade": "B"})
    record = CustomerRecord(context)
    qtbot.addWidget(record)
    record.show()
    record.show_record(customer)
    record.pane.show_tab("business")
    credit = record.business.credit
    said = [label.text() for label in credit.facts.findChildren(type(credit.reasons))]
    assert said == ["Credit limit", "¥50,000.00", "Used", "¥10,000.00", "Available", "¥40,000.00", "Oldest overdue", "10 days"]
    click(credit.why_button)
    assert "Limit of the customer's own file: ¥50,000.00." in credit.reasons.text()
    assert "Payment record: 0 of 25 points (from dealings)" in credit.reasons.text()
    click(credit.file_button)
    assert context.frame.begun[-1] == ("credit_files", {"customer_id": customer})
    screen = AnalysisScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.begin({"analysis": "credit", "customer_id": customer})
    cells = [cell.text for cell in screen.shown.rows[0].cells]
    assert cells[2:] == ["—", "B", "30", "¥50,000.00", "¥10,000.00", "¥0.00", "¥40,000.00", "¥10,000.00", "10", "Supplied"]
    assert "Grade B counts: it stands in the credit file or the customer's own." in screen.why.sentences()
