"""Dunning in the window: whom to remind now, a step noted from the invoice and the customer, its promise settled, its letter."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from app.formats import today
from app.models import Customer
from app.models.receivable import Dunning
from app.services import attachments, dunning_steps, lists, receipts, records
from app.services.lists import ListQuery
from app.ui.kit.widgets import PlainLabel
from app.ui.records.list_screen import ENTRY, RECORD
from app.ui.screens.business.dunning import DUE, LIST, DunningsScreen
from app.ui.screens.business.invoices import InvoicesScreen
from app.ui.screens.customers.business import CustomerBusiness
from tests.ui.hands import click

DAY = timedelta(days=1)


@pytest.fixture
def customer(store):
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司", "short_name": "华信"}).value


@pytest.fixture
def invoice(store, customer):
    due = today() - 20 * DAY
    given = {"customer_id": customer, "issued_on": due - 30 * DAY, "due_on": due, "total": 5_000_00}
    return store.write("x", receipts.save_invoice, given).value


@pytest.fixture
def screen(qtbot, context):
    made = DunningsScreen(context)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    made.activate()
    return made


def steps(store):
    return store.read(lists.ids, ListQuery("dunnings", ("done_on",), "done_on"))


def test_who_is_to_be_reminded_is_noted_promises_and_its_letter_is_kept(screen, store, customer, invoice, context):
    screen.activate()
    assert screen.due_button.text().strip() == "Due now: 1"
    click(screen.due_button)
    assert screen.ways.currentIndex() == DUE
    assert [cell.text for cell in screen.due.view.rows.lines[0][1]][:4] == ["华信", "Visit or letter", "¥5,000.00", "20"]
    assert screen.due.told.text() == "1 customer is to be reminded, ¥5,000.00 overdue."
    assert screen.filters.isHidden()
    click(screen.due.letter_button)
    assert context.frame.begun[-1] == ("reports", {"report": "dunning-letter", "customer_id": customer, "day": today()})
    click(screen.due.note_button)
    form = screen.entry.form
    assert screen.right.currentIndex() == ENTRY
    assert (form.editor("step").value(), form.editor("amount").value()) == ("letter", 5_000_00)
    assert form.editor("next_step").value() == "stop"
    form.editor("promised").set_value(3_000_00)
    form.editor("promised").changed.emit()
    click(screen.entry.save_button)
    assert steps(store) == []  # by when?
    form.editor("promised_on").set_value(today())
    form.editor("promised_on").changed.emit()
    click(screen.entry.save_button)
    (key,) = steps(store)
    assert (screen.record.current(), screen.right.currentIndex()) == (key, RECORD)
    assert screen.due.found == ()
    assert screen.due.empty.isVisible()
    assert "Promised: ¥3,000.00" in screen.record.pane.next.text()
    assert "Civil Code 188" in screen.record.evidence.text()
    screen.record.make_letter("zh")
    (paper,) = store.read(attachments.listed, "dunnings", key)
    text = "".join(PdfReader(_copy(store, paper.id)).pages[0].extract_text().split())
    assert "人民币伍仟元整" in text
    assert screen.record.pane.tab() == "attachments"
    click(screen.record.pane.next.action)  # paid as promised
    assert store.read(records.get, Dunning, key)["kept_on"] == today()
    assert screen.record.pane.next.text().startswith("Next step: Credit stopped")
    store.undo()


def _copy(store, key):
    from io import BytesIO

    return BytesIO(store.read(attachments.content, key)[1])


def test_a_broken_promise_is_said_and_the_next_step_begins(screen, store, customer, invoice, context):
    step = {"customer_id": customer, "step": "call", "done_on": today() - 6 * DAY, "promised": 1_00, "next_step": "letter",
            "promised_on": today() - DAY, "next_on": today()}  # fmt: skip
    key = store.write("x", dunning_steps.save, step).value
    screen.open_record(key)
    assert "Decree 802" not in screen.record.evidence.text()
    store.write("x", records.update, Customer, customer, {"size": "L"})
    screen.open_record(key)
    assert "so far: ¥50.00, 0.05% a day" in screen.record.evidence.text()
    click(screen.record.pane.next.other)  # not paid
    assert store.read(records.get, Dunning, key)["broken"]
    click(screen.record.pane.next.action)
    assert context.frame.begun[-1] == ("dunnings", {"customer_id": customer, "step": "letter"})
    screen.begin({"due": True})
    assert screen.ways.currentIndex() == DUE
    click(screen.due.settle_button)
    assert context.frame.toasts[-1][0] == "No promise is over and unsettled."
    click(screen.due.customer_button)
    assert context.frame.visited[-1] == ("customers", customer)
    screen.begin({"due": True})
    rest = screen.due.found
    screen.due._show((replace(rest[0], id=UUID(int=9)),))  # who was chosen is dealt with: nobody else is taken for it
    assert (screen.due.current(), screen.due.letter_button.isEnabled()) == (None, False)
    screen.due._show(())
    screen.due._show(rest)
    assert (screen.due.current(), screen.due.letter_button.isEnabled()) == (rest[0].id, True)
    screen.focus_filter()
    assert (screen.ways.currentIndex(), screen.filters.isVisible()) == (LIST, True)
    screen.retranslate()


def test_an_invoice_and_a_customer_lead_to_the_next_step(qtbot, store, customer, invoice, context):
    shown = InvoicesScreen(context)
    qtbot.addWidget(shown)
    shown.show()
    shown.activate()
    shown.open_record(invoice)
    click(shown.record.dun_button)
    assert context.frame.begun[-1] == ("dunnings", {"customer_id": customer, "invoice_id": invoice})
    tab = CustomerBusiness(context)
    qtbot.addWidget(tab)
    tab.resize(900, 700)
    tab.show()
    tab.load(customer)
    told = tab.findChild(PlainLabel, "customers.dunning")
    assert told.whole().startswith("Overdue for 20 days · due now: Visit or letter · can be sued for until ")
    click(tab.dunning.note_button)
    assert context.frame.begun[-1] == ("dunnings", {"customer_id": customer})
    click(tab.dunning.letter_button)
    assert context.frame.begun[-1][1]["report"] == "dunning-letter"
    store.write("x", receipts.save_receipt, {"customer_id": customer, "amount": 5_000_00, "received_on": today()})
    shown.open_record(invoice)
    assert shown.record.dun_button.isHidden()
    tab.load(customer)
    assert tab.dunning.isHidden()
