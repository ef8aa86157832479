"""Automatic numbers are never given twice, whatever stands in the number column already."""

from datetime import date, datetime

from app.formats import from_local
from app.models import Complaint, Customer, Visit
from app.services import complaints, records


def code_of(store, name, **values):
    made = store.write("x", records.create, Customer, {"name": name, **values}).value
    return store.read(records.get, Customer, made)["code"]


def test_a_typed_code_of_the_same_length_does_not_start_the_count_again(store):
    assert code_of(store, "甲") == "KH000001"
    for number, typed in enumerate(("KHABCDEF", "KH12345X", "KH-00007", "KH９９９９９９", "khzzzzzz"), 2):
        code_of(store, "乙", code=typed)
        assert code_of(store, "丙") == f"KH{number:06d}"


def test_the_number_grows_by_a_digit_and_goes_on_from_there(store):
    code_of(store, "甲", code="KH999999")
    assert [code_of(store, "乙") for _ in range(3)] == ["KH1000000", "KH1000001", "KH1000002"]


def test_a_full_month_goes_on_beyond_four_digits(store):
    customer = store.write("x", records.create, Customer, {"name": "甲"}).value
    plan = {"customer_id": customer, "planned_on": date(2026, 7, 1)}
    stem = f"{Visit.prefix}202607-"
    store.write("x", records.create, Visit, {**plan, "number": f"{stem}9999"})
    rows = [store.write("x", records.create, Visit, plan).value for _ in range(2)]
    assert [store.read(records.get, Visit, row)["number"] for row in rows] == [f"{stem}10000", f"{stem}10001"]


def test_the_month_of_a_number_is_the_firms(store):
    customer = store.write("x", records.create, Customer, {"name": "甲"}).value
    moment = from_local(datetime(2026, 8, 1, 0, 10))  # still July in UTC
    values = {"customer_id": customer, "subject": "x", "severity": "S2", "received_at": moment}
    made = store.write("x", complaints.register, values).value
    assert store.read(records.get, Complaint, made)["number"] == "TS202608-0001"


def test_a_second_laptop_numbers_with_its_tag(store):
    assert code_of(store, "甲") == "KH000001"
    store.device = "B"
    assert [code_of(store, "乙"), code_of(store, "丙")] == ["KH-B000001", "KH-B000002"]
    store.device = ""
    assert code_of(store, "丁") == "KH000002"
