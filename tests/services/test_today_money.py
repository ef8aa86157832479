"""Promises of payment and agreed dunning steps join the day, and go when the money is there."""

from datetime import timedelta

from app.formats import today
from app.models import Customer
from app.models.account_plan import PortfolioDecision
from app.models.grading import NeverServe
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


def test_who_is_late_and_what_is_to_be_looked_at_again_stand_on_the_desk(store):
    firm = store.write("x", records.create, Customer, {"name": "华信"}).value
    bill = {"customer_id": firm, "issued_on": today() - 60 * DAY, "due_on": today() - 30 * DAY, "total": 100_00}
    store.write("x", receipts.save_invoice, bill)
    for ago, review in ((9, today()), (3, today() + 2 * DAY)):
        decided = {"customer_id": firm, "decision": "exit", "reason": "x", "decided_on": today() - ago * DAY, "review_on": review}
        store.write("x", records.create, PortfolioDecision, decided)
    never = {"customer_id": firm, "applied_on": today(), "reason": "fraud", "evidence": "x", "tried": "x"}
    store.write("x", records.create, NeverServe, never | {"state": "approved", "review_on": today() - DAY})
    store.write("x", records.create, NeverServe, never | {"state": "lifted", "review_on": today() - DAY})

    def told():
        found = store.read(desk, now_utc())
        return [(item.kind, item.what, item.due) for item in (*found.late, *found.today, *found.soon)
                if item.kind in ("owed", "review")]  # fmt: skip

    again = ("review", "Look again at the portfolio decision", today() + 2 * DAY)  # the newest decision counts
    assert told() == [("review", "Look again at: never serve", today() - DAY),
                      ("owed", "1 customer is late with ¥100.00", today()), again]  # fmt: skip
    owed = next(item for item in store.read(desk, now_utc()).today if item.kind == "owed")
    store.write("x", snoozes.put_off, *owed.key, today() + 4 * DAY)
    assert told()[1:] == [again]
