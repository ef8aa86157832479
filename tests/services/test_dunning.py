"""The dunning ladder over real invoices: what is due, what waits, what is disputed; promises kept by receipts; evidence kept."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import ConflictError, ValidationError
from app.formats import today
from app.models import Complaint, Customer, Employee
from app.models.receivable import Dunning
from app.services import attachments, complaints, dunning, dunning_promises, dunning_steps, receipts, records, settings
from app.services.trade_view import begun, create
from app.store.store import Store

DUE = date(2026, 6, 30)
DAY = timedelta(days=1)


@pytest.fixture
def firm(store: Store) -> UUID:
    owner = store.write("x", records.create, Employee, {"name": "陈立"}).value
    values = {"name": "华信钢构有限公司", "short_name": "华信", "owner_id": owner}
    key: UUID = store.write("x", records.create, Customer, values).value
    return key


def bill(store: Store, firm: UUID, due: date = DUE, total: int = 100_000_00, **values: Any) -> UUID:
    given = {"customer_id": firm, "issued_on": due - 30 * DAY, "due_on": due, "total": total, **values}
    key: UUID = store.write("x", receipts.save_invoice, given).value
    return key


def took(store: Store, firm: UUID, step: str, day: date, **values: Any) -> UUID:
    key: UUID = store.write("x", dunning_steps.save, {"customer_id": firm, "step": step, "done_on": day, **values}).value
    return key


def paid(store: Store, firm: UUID, amount: int, day: date) -> UUID:
    key: UUID = store.write("x", receipts.save_receipt, {"customer_id": firm, "amount": amount, "received_on": day}).value
    return key


def now_due(store: Store, day: date) -> list[tuple[str, str, int]]:
    return [(one.name, one.step, one.overdue) for one in store.read(dunning.due_now, day)]


def test_the_step_that_is_due_goes_up_the_ladder_and_is_gone_once_taken(store: Store, firm: UUID) -> None:
    bill(store, firm)
    later = bill(store, firm, DUE + 20 * DAY, 50_000_00)
    bill(store, firm, DUE + 21 * DAY, 7_00, currency="USD")  # of other books
    assert now_due(store, DUE - 8 * DAY) == []
    assert now_due(store, DUE - 7 * DAY) == [("华信", "reminder", 0)]
    assert now_due(store, DUE + 16 * DAY) == [("华信", "letter", 100_000_00)]
    took(store, firm, "letter", DUE + 16 * DAY, method="letter", amount=100_000_00)
    assert now_due(store, DUE + 16 * DAY) == []
    found = store.read(dunning.debtor, firm, DUE + 21 * DAY)
    assert (found.step, found.overdue, found.open, found.late, found.owner) == ("message", 150_000_00, 150_000_00, 21, "陈立")
    assert [(one.step, one.sue_until) for one in found.bills] == [("", date(2029, 7, 16)), ("message", date(2029, 7, 20))]
    assert found.bills[1].id == later
    paid(store, firm, 30_000_00, DUE + 25 * DAY)  # a part: the claim is acknowledged
    found = store.read(dunning.debtor, firm, DUE + 30 * DAY)
    assert (found.step, found.bills[0].open, found.bills[0].sue_until) == ("stop", 70_000_00, date(2029, 7, 25))
    paid(store, firm, 120_000_00, DUE + 31 * DAY)
    assert store.read(dunning.debtor, firm, DUE + 40 * DAY) is None
    assert store.read(dunning.debtor, firm, DUE + 30 * DAY) == found  # as of that day it stays what it was


def test_a_disputed_invoice_leaves_the_ladder_until_its_complaint_is_decided(store: Store, firm: UUID) -> None:
    case = store.write("x", complaints.register, {"customer_id": firm, "subject": "法兰超差", "severity": "S3"}).value
    one, other = bill(store, firm), bill(store, firm, DUE + 30 * DAY, 10_00)
    store.write("x", receipts.dispute, one, "尺寸不对", case)
    day = DUE + 40 * DAY
    found = store.read(dunning.debtor, firm, day)
    assert [(each.held, each.step, each.reason) for each in found.bills] == [(True, "", "尺寸不对"), (False, "call", "")]
    assert (found.step, found.overdue, found.held, found.late) == ("call", 10_00, 100_000_00, 10)
    store.write("x", records.update, Complaint, case, {"state": "S80"})
    assert now_due(store, day) == [("华信", "letter", 100_010_00)]
    assert store.read(dunning_steps.begun, firm, other, day)["amount"] == 10_00


def test_an_open_promise_and_an_agreed_next_step_wait(store: Store, firm: UUID) -> None:
    bill(store, firm)
    day = DUE + 8 * DAY
    took(store, firm, "message", DUE + 2 * DAY, next_step="call", next_on=day + DAY)
    assert now_due(store, day) == []
    assert now_due(store, day + DAY) == [("华信", "call", 100_000_00)]
    promise = took(store, firm, "call", day + DAY, promised=60_000_00, promised_on=DUE + 16 * DAY)
    assert now_due(store, DUE + 16 * DAY) == []  # until its day is over
    assert now_due(store, DUE + 17 * DAY) == [("华信", "letter", 100_000_00)]
    states = [store.read(dunning_promises.of_customer, firm, each)[0].state for each in (DUE + 16 * DAY, DUE + 17 * DAY)]
    assert states == ["open", "over"]
    store.write("x", dunning_promises.break_, promise)
    with pytest.raises(ConflictError):
        store.write("x", dunning_promises.keep, promise, DUE)


def test_a_promise_is_kept_by_its_receipts_in_their_step(store: Store, firm: UUID) -> None:
    bill(store, firm)
    promise = took(store, firm, "call", DUE, promised=60_000_00, promised_on=DUE + 10 * DAY)

    def kept() -> Any:
        return store.read(records.get, Dunning, promise)["kept_on"]

    paid(store, firm, 40_000_00, DUE + DAY)
    assert kept() is None
    rest = paid(store, firm, 20_000_00, DUE + 9 * DAY)
    assert kept() == DUE + 9 * DAY
    store.undo()
    assert kept() is None
    rest = paid(store, firm, 20_000_00, DUE + 9 * DAY)
    store.write("x", receipts.save_receipt, {"amount": 19_000_00}, None, rest)
    assert kept() is None
    store.write("x", receipts.save_receipt, {"amount": 20_000_00}, None, rest)
    assert kept() == DUE + 9 * DAY
    store.write("x", receipts.delete_receipt, rest)
    assert kept() is None
    late = took(store, firm, "call", DUE + 11 * DAY, promised=1_00, promised_on=DUE + 12 * DAY)
    assert store.write("x", dunning_promises.settle, DUE + 30 * DAY).value == (0, 2)
    assert {one.state for one in store.read(dunning_promises.within, DUE, DUE + 30 * DAY)} == {"broken"}
    store.undo()
    assert kept() is None
    assert [one.id for one in store.read(dunning_promises.unsettled, DUE + 11 * DAY, DUE)] == [promise]
    store.write("x", dunning_promises.keep, late, DUE + 12 * DAY)
    store.write("x", receipts.spread, firm)
    assert store.read(records.get, Dunning, late)["kept_on"] == DUE + 12 * DAY  # what a person said stays


def test_money_keeps_one_promise_and_one_entered_late_keeps_it_after_all(store: Store, firm: UUID) -> None:
    first, second = bill(store, firm, total=500_00), bill(store, firm, total=500_00)
    promises = [took(store, firm, "call", DUE, promised=500_00, promised_on=DUE + (10 + more) * DAY, invoice_id=about)
                for more, about in ((0, first), (1, second), (2, second))]  # fmt: skip

    def kept() -> list[Any]:
        return [store.read(records.get, Dunning, key)["kept_on"] for key in promises]

    paid(store, firm, 500_00, DUE + DAY)
    assert kept() == [DUE + DAY, None, None]
    assert store.write("x", dunning_promises.settle, DUE + 30 * DAY).value == (0, 2)
    paid(store, firm, 500_00, DUE + 2 * DAY)
    assert kept() == [DUE + DAY, DUE + 2 * DAY, DUE + 2 * DAY], "the last two are about the same invoice"
    assert not any(store.read(records.get, Dunning, key)["broken"] for key in promises)


def test_a_step_begins_with_what_is_due_and_says_what_is_wrong(store: Store, firm: UUID) -> None:
    invoice = bill(store, firm, today() - 16 * DAY)
    asked = store.read(begun, "dunnings", {"customer_id": firm})
    wanted = {"step": "letter", "method": "letter", "amount": 100_000_00, "next_step": "stop", "next_on": today() + 14 * DAY}
    assert {key: asked.values[key] for key in wanted} == wanted
    stranger = store.write("x", records.create, Customer, {"name": "别家"}).value
    assert "amount" not in store.read(begun, "dunnings", {"customer_id": stranger}).values
    base = {"customer_id": firm, "step": "call", "done_on": today()}
    for values, field in (
        ({"done_on": today() + DAY}, "done_on"), ({"promised": 5_00}, "promised_on"),
        ({"promised_on": today() - DAY}, "promised_on"), ({"next_on": today() - DAY}, "next_on"),
        ({"customer_id": stranger, "invoice_id": invoice}, "invoice_id"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as caught:
            store.write("x", create, "dunnings", {**base, **values})
        assert caught.value.field == field
    key = store.write("x", create, "dunnings", base).value
    store.write("x", dunning_steps.keep_letter, key, "催款函.pdf", b"%PDF-1.7 evidence")
    assert [one.name for one in store.read(attachments.listed, "dunnings", key)] == ["催款函.pdf"]
    assert store.read(records.get, Dunning, key)["method"] == "letter"
    store.undo()
    assert store.read(attachments.listed, "dunnings", key) == ()


def test_the_ladder_is_the_firms(store: Store, firm: UUID) -> None:
    bill(store, firm)
    store.write("x", settings.change, "dunning.days", {"message": 3, "call": 5})
    assert list(store.read(dunning.ladder).items())[:3] == [("reminder", -7), ("message", 3), ("call", 5)]
    assert now_due(store, DUE + 2 * DAY) == [("华信", "reminder", 100_000_00)]
    assert now_due(store, DUE + 5 * DAY) == [("华信", "call", 100_000_00)]
    store.write("x", records.delete, Customer, [firm])
    assert now_due(store, DUE + 5 * DAY) == []
