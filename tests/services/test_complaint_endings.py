"""What is over waits for nobody: no transfer and no promise outlives a complaint, by whatever way it ended."""

from datetime import timedelta

import pytest

from app.errors import ValidationError
from app.models import Customer, Employee
from app.models.types import now_utc
from app.services import complaint_promises, complaint_transfers, complaints, records

SOLVED = {"category": "10.1", "cause": "man", "answer": "换", "accepted": True}


def test_nothing_is_waited_for_after_the_end(store):
    _chen, wang = [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    values = {"customer_id": customer, "subject": "漏水", "severity": "S2"}
    closed, withdrawn = [store.write("x", complaints.register, values).value for _ in range(2)]
    later = now_utc() + timedelta(days=90)
    for case in (closed, withdrawn):
        store.write("x", complaints.step, case, "T02", {})
        store.write("x", complaint_transfers.hand_over, case, wang)
        store.write("x", complaint_promises.promise, case, "照片", later - timedelta(days=1))
    assert len(store.read(complaint_promises.due, later)) == 4
    store.write("x", complaints.step, closed, "T03", SOLVED)
    store.write("x", complaints.withdraw, withdrawn, "没事了")
    assert not store.read(complaint_promises.due, later)
    store.write("x", complaints.reopen, closed, "又漏")
    assert not store.read(complaint_transfers.waiting)


def test_a_reason_that_people_type_takes_no_step_of_the_program(store):
    case = store.write("x", complaints.register, {"complainant": "张三", "subject": "漏水", "severity": "S2"}).value
    store.write("x", records.create, Employee, {"name": "陈立", "role": "owner"})
    salesperson = store.write("x", records.create, Employee, {"name": "王桥", "role": "salesperson"}).value
    store.actor = salesperson
    store.write("x", complaints.step, case, "T02", {})
    outside = {"external_body": "12315", "external_no": "1", "external_due": now_utc().date()}
    with pytest.raises(ValidationError, match="supervising"):
        store.write("x", complaints.step, case, "T26", outside, "auto:9:my own")
    store.write("x", complaints.step, case, "T28", {}, "auto:9:my own")
    last = store.read(complaints.log, case)[-1]
    assert (last.by_id, last.reason, last.cause) == (salesperson, "“auto:9:my own”", "")
