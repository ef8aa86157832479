"""Promises of payment and agreed dunning steps join the day, and go when the money is there."""

from datetime import timedelta

from app.formats import today
from app.models import Customer
from app.models.receivable import Dunning
from app.models.types import now_utc
from app.services import dunning_steps, receipts, records, snoozes, today_acts
from app.services.today_desk import desk

DAY = timedelta(days=1)


def test_promised_money_and_next_steps_are_due_until_it_came(store):
    firm = store.write("x", records.create, Customer, {"name": "华信"}).value
    bill = {"customer_id": firm, "issued_on": today() - 60 * DAY, "due_on": today() - 30 * DAY, "total": 100_00}
    store.write("x", receipts.save_invoice, bill)
    step = {"customer_id": firm, "step": "message", "done_on": today() - 9 * DAY, "next_step": "call"}
    first = store.write("x", dunning_steps.save, {**step, "next_on": today() - DAY}).value
    taken = {"customer_id": firm, "step": "call", "done_on": today() - 5 * DAY}
    promise = {"promised": 60_00, "promised_on": today(), "next_step": "letter", "next_on": today() + 3 * DAY}

    def told():
        found = store.read(desk, now_utc())
        parts = {"late": found.late, "today": found.today, "soon": found.soon}
        return {(part, item.kind): item for part, items in parts.items() for item in items if item.kind in ("payment", "dunning")}

    assert {key: item.what for key, item in told().items()} == {("late", "dunning"): "Call and statement"}
    assert store.read(today_acts.record_of, told()["late", "dunning"]) == {"customer_id": firm, "step": "call"}
    second = store.write("x", dunning_steps.save, {**taken, **promise}).value
    assert {key: item.what for key, item in told().items()} == {
        ("today", "payment"): "Payment of ¥60.00", ("soon", "dunning"): "Visit or letter"}  # fmt: skip
    items = told()
    store.write("x", today_acts.move, items["soon", "dunning"], today() + DAY)
    store.write("x", today_acts.move, items["today", "payment"], today() + 2 * DAY)
    assert store.read(records.get, Dunning, second)["promised_on"] == today() + 2 * DAY
    assert set(told()) == {("soon", "payment"), ("soon", "dunning")}
    store.write("x", snoozes.put_off, *told()["soon", "payment"].key, today() + 4 * DAY)
    assert set(told()) == {("soon", "dunning")}
    store.undo()
    store.write("x", today_acts.done, told()["soon", "payment"])
    assert store.read(records.get, Dunning, second)["kept_on"] == today()
    assert set(told()) == {("soon", "dunning")}
    store.undo()
    store.write("x", receipts.save_receipt, {"customer_id": firm, "amount": 100_00, "received_on": today()})
    assert told() == {}  # kept, and nothing is owed any more
    assert store.read(records.get, Dunning, first)["next_on"] == today() - DAY
