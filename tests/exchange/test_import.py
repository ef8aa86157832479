"""Importing into a real file: counts that add up, refusals, duplicates, links, one step to undo."""

import shutil
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.identity import company_key
from app.exchange import similar
from app.exchange.apply import apply, label_of
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.plan_types import ImportOptions
from app.exchange.reading import build_sheet
from app.i18n import set_language
from app.models import Complaint, ComplaintEvent, Customer, Employee
from app.services import complaint_parts_lines, complaints, lists, prospects, records
from app.store.changes import Label
from app.store.store import open_file


def sheet_of(*rows, name="file.csv"):
    numbered = [(number, list(row)) for number, row in enumerate(rows, 1)]
    return build_sheet(Path(name), numbered, {"encoding": "utf-8", "separator": ","}, [])


def bring_in(store, entity, *rows, dates="", choices=()):
    sheet = sheet_of(*rows)
    mapping = propose(entity, sheet)
    for header, field in choices:
        mapping = mapping.with_choice(header, field)
    made = store.read(plan, entity, sheet, mapping, ImportOptions(dates))
    written = store.write(Label(*label_of(made)), apply, made)
    result = written.value.as_json()
    counts = [result[key] for key in ("created", "updated", "unchanged", "refused", "duplicates")]
    assert sum(counts) == result["rows"] == len(rows) - 1
    return counts, result["problems"]


def places(problems):
    return [(problem["row"], problem["field"]) for problem in problems]


def test_a_file_twice_changes_nothing_the_second_time(store):
    rows = [("Name", "Phone", "Extra"), ("A", "1", "x"), ("B", "2", ""), ("A", "3", "")]
    assert bring_in(store, "customers", *rows)[0] == [3, 0, 0, 0, 0]
    assert bring_in(store, "customers", *rows) == ([0, 0, 3, 0, 0], [])
    found = store.read(listing, "customers")
    assert [(one["name"], one["phone"], one["notes"]) for one in found] == [
        ("A", "1", "Extra: x"), ("B", "2", None), ("A", "3", None),
    ]  # fmt: skip


def test_the_whole_import_is_one_step(store):
    rows = [("Name", "Company"), ("李明", "甲公司"), ("王芳", "乙公司"), ("Nobody", "")]
    counts, problems = bring_in(store, "contacts", *rows)
    assert counts == [3, 0, 0, 0, 0]
    assert places(problems) == [(2, "customer"), (3, "customer"), (4, "customer")]
    assert sorted(one["name"] for one in store.read(listing, "customers")) == ["Walk-in customer", "乙公司", "甲公司"]
    undone = store.undo()
    assert undone.label.text == "Import 3 people from file.csv"
    assert store.read(listing, "customers") == store.read(listing, "contacts") == []
    store.redo()
    assert {one["customer"] for one in store.read(listing, "contacts")} == {"甲公司", "乙公司", "Walk-in customer"}


def test_rows_are_refused_for_name_and_credit_code_only(store):
    rows = [
        ("Name", "Credit code", "Email", "Founded", "Kind"),
        ("", "", "a@b.cn", "", ""),
        ("Bad \ufffd", "", "", "", ""),
        ("Short code", "91440300", "", "", ""),
        ("Letter O", "9144030OPDY00001X3", "", "", ""),
        ("Check digit only", "91440300PDY00001X4", "", "", ""),
        ("Rest", "", "no mail", "2026-02-30", "banana"),
        ("Full width", "９１４４０３００ＰＤＹ００００１Ｘ３", "a@b.cn", "2020-01-02", "个人"),
    ]
    counts, problems = bring_in(store, "customers", *rows)
    assert counts == [3, 0, 0, 4, 0]
    assert [place for place in places(problems) if place[0] < 6] == [
        (2, "name"),
        (3, "name"),
        (4, "credit_code"),
        (5, "credit_code"),
    ]
    assert sorted(place for place in places(problems) if place[0] == 7) == [(7, "email"), (7, "founded"), (7, "kind")]
    found = {one["name"]: one for one in store.read(listing, "customers")}
    assert found["Rest"]["email"] is None
    assert found["Rest"]["kind"] == "company"
    assert found["Full width"]["credit_code"] == "91440300PDY00001X3"
    assert found["Full width"]["kind"] == "person"


@pytest.mark.parametrize("word", ["合计", "总 计", "小计", "TOTAL"])
def test_a_line_of_totals_is_no_customer(store, word):
    counts, problems = bring_in(store, "customers", ("名称", "电话"), ("总计电子有限公司", "0755-1"), (word, "2"))
    assert counts == [1, 0, 0, 1, 0]
    assert places(problems) == [(3, "name")]


def test_duplicates_are_left_out_and_likeness_is_listed(store):
    rows = [
        ("Code", "Name", "Phone"),
        ("1", "深圳市华强电子有限公司", "1"), ("1", "Other name", "2"), ("１", "x", ""),
        ("", "B", "1"), ("", "B", "1"), ("", "B", "2"),
        ("2", "深圳市华强电子公司", ""),
    ]  # fmt: skip
    counts, problems = bring_in(store, "customers", *rows)
    assert counts == [4, 0, 0, 0, 3]
    assert [problem["row"] for problem in problems] == [3, 4, 6, 7, 8]
    assert "row 2" in problems[0]["message"]


def test_records_are_found_by_key_and_only_gain(store):
    bring_in(store, "customers", ("Code", "Name", "Phone", "Credit code"), ("K1", "A", "1", "91440300PDY00001X3"))
    assert bring_in(store, "customers", ("Code", "Phone", "Name"), ("k1", "", "A"))[0] == [0, 0, 1, 0, 0]
    assert bring_in(store, "customers", ("Code", "Phone", "Name"), ("K1", "2", "A"))[0] == [0, 1, 0, 0, 0]
    assert bring_in(store, "customers", ("Credit code", "Name", "X"), ("91440300PDY00001X3", "A", "y"))[0] == [0, 1, 0, 0, 0]
    assert bring_in(store, "customers", ("Name", "X"), ("Ａ", "y"))[0] == [0, 0, 1, 0, 0]
    assert bring_in(store, "customers", ("Code", "Name"), ("K2", "A"))[0] == [1, 0, 0, 0, 0]
    (first, _second) = store.read(listing, "customers")
    assert (first["code"], first["phone"], first["notes"], first["name"]) == ("K1", "2", "X: y", "A")


def test_own_notes_survive_a_second_import(store):
    rows = [("Name", "City"), ("A", "Berlin")]
    bring_in(store, "customers", *rows)
    query = lists.ListQuery("customers", (), sort="name")
    (one,) = store.read(lists.ids, query)
    store.write("Note", records.update, Customer, one, {"notes": "mine\nCity: Berlin"})
    assert bring_in(store, "customers", *rows)[0] == [0, 0, 1, 0, 0]
    assert bring_in(store, "customers", ("Name", "City"), ("A", "Bonn"))[0] == [0, 1, 0, 0, 0]
    assert store.read(listing, "customers")[0]["notes"] == "mine\nCity: Berlin\nCity: Bonn"


def test_rows_refer_to_rows_of_the_same_file(store):
    rows = [
        ("Name", "Parent company"),
        ("Shop", "Works"),
        ("Works", "Group"),
        ("Group", ""),
        ("Loop", "Loop"),
        ("Lost", "Nowhere"),
    ]
    counts, problems = bring_in(store, "customers", *rows)
    assert counts == [5, 0, 0, 0, 0]
    assert places(problems) == [(5, "parent"), (6, "parent")]
    assert {one["name"]: one["parent"] for one in store.read(listing, "customers")} == {
        "Shop": "Works", "Works": "Group", "Group": None, "Loop": None, "Lost": None,
    }  # fmt: skip
    people = [("Name", "Company", "Reports to"), ("B", "Works", "A"), ("A", "Works", "")]
    bring_in(store, "contacts", *people)
    assert {one["name"]: one["reports_to"] for one in store.read(listing, "contacts")} == {"A": None, "B": "A"}
    assert bring_in(store, "contacts", *people) == ([0, 0, 2, 0, 0], [])


def test_complaints_fill_what_they_must_have(store):
    rows = [
        ("Complaint no.", "Customer", "Received", "Closed on", "Category", "Subject", "Text", "Severity", "State"),
        ("N1", "", "2026-01-05", "2026-01-09", "产品质量", "", "", "严重", ""),
        ("N2", "甲公司", "2026/1/6 9:30", "", "Own words", "", "It leaks\nbadly", "", "处理中"),
        ("N3", "散客", "2026-13-01", "2026-01-01", "", "Only a subject", "", "nope", "FOO BAR"),
        ("N1", "", "", "", "", "again", "", "", ""),
    ]
    counts, problems = bring_in(store, "complaints", *rows)
    assert counts == [3, 0, 0, 0, 1]
    assert sorted(places(problems)) == [(3, "customer"), (4, "received_at"), (4, "severity"), (4, "state"), (5, "")]
    first, second, third = store.read(listing, "complaints")
    assert (first["customer"], first["category"], first["subject"], first["text"]) == (
        "Walk-in customer",
        "10",
        "产品质量",
        "产品质量",
    )
    assert (first["received_at"], first["closed_at"]) == ("2026-01-05T00:00:00+08:00", "2026-01-09T00:00:00+08:00")
    assert (first["severity"], first["state"]) == ("S3", "S80")
    assert (second["customer"], second["category"], second["subject"], second["state"]) == (
        "甲公司",
        "Own words",
        "Own words",
        "S40",
    )
    assert second["received_at"] == "2026-01-06T09:30:00+08:00"
    assert (third["customer"], third["text"], third["severity"]) == ("Walk-in customer", "Only a subject", "S2")
    assert bring_in(store, "complaints", *rows)[0] == [0, 0, 3, 0, 1]


def test_one_closed_as_justified_without_its_cause_keeps_that_open(store):
    rows = [
        ("Complaint no.", "Customer", "Received", "Closed on", "Subject", "Validity", "Cause"),
        ("N1", "甲公司", "2026-01-05", "2026-01-09", "漏油", "Justified", ""),
        ("N2", "甲公司", "2026-01-05", "2026-01-09", "漏水", "Justified", "Machine"),
        ("N3", "甲公司", "2026-01-05", "", "漏气", "Justified", ""),
    ]
    _counts, problems = bring_in(store, "complaints", *rows)
    assert [place for place in places(problems) if place[1] == "validity"] == [(2, "validity")]
    kept = store.read(lambda session: session.execute(sa.select(Complaint.number, Complaint.validity, Complaint.cause)).all())
    assert sorted(kept) == [("N1", "pending", None), ("N2", "valid", "machine"), ("N3", "valid", None)]
    assert bring_in(store, "complaints", *rows)[0] == [0, 0, 3, 0, 0]


def test_a_later_file_does_not_rewrite_a_complaints_life(store):
    bring_in(store, "complaints", ("Number", "Subject", "Received"), ("N1", "Leak", "2026-01-05"))
    counts, problems = bring_in(store, "complaints", ("Number", "Subject", "State"), ("N1", "Leaks", "closed"))
    assert (counts, places(problems)) == ([0, 1, 0, 0, 0], [(2, "state")])
    (one,) = store.read(listing, "complaints")
    assert (one["subject"], one["state"]) == ("Leaks", "S10")


def test_a_later_file_changes_neither_the_first_contact_nor_what_only_steps_set(store):
    first, second = (store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥"))
    bring_in(store, "complaints", ("Number", "Subject", "First-contact owner"), ("N1", "Leak", "陈立"))
    head = ("Number", "Subject", "First-contact owner", "Close by", "Handler")
    counts, problems = bring_in(store, "complaints", head, ("N1", "Leak", "王桥", "2030-01-04", "王桥"))
    assert (counts, places(problems)) == ([0, 1, 0, 0, 0], [(2, "state")])
    (one,) = store.read(lambda session: [(c.first_owner_id, c.handler_id, c.close_due.year) for c in session.query(Complaint)])
    assert (one[0], one[1], one[2] < 2030) == (first, second, True)


def test_a_later_file_keeps_to_the_rules_of_complaints(store):
    """What is decided of a case in work, an archived one, invariants (v) and (vi), and the deadlines of a new severity."""
    people = [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]
    bring_in(store, "complaints", ("Number", "Subject"), ("N1", "Leak"), ("N2", "Leak"), ("N3", "Leak"), ("N4", "Leak"))
    cases = store.read(lambda session: [one.id for one in session.query(Complaint).order_by(Complaint.number)])
    fresh, work, closed, over = cases
    store.write("x", complaints.advance, work, "accept", {"category": "10.1", "handler_id": people[0], "urgency": "U2"})
    store.write("x", complaint_parts_lines.add, "recoveries", work, {"kind": "refund", "amount": 20_000})
    done = {"category": "10.1", "answer": "ok", "accepted": True, "validity": "invalid"}
    store.write("x", complaints.step, closed, "T03", done)
    store.write("x", complaints.withdraw, over, "误会")
    before = store.read(lambda session: [records.get(session, Complaint, case) for case in cases])
    head = ("Number", "Subject", "Severity", "Urgency", "Priority", "Handler", "Place", "Compensation", "Validity")
    rows = [(number, "Leak", "S4", "U3", "P4", "王桥", "仓库", "1", "Justified") for number in ("N1", "N2", "N3", "N4")]
    counts, problems = bring_in(store, "complaints", head, *rows)
    assert (counts, places(problems)) == ([0, 3, 1, 0, 0], [(row, "state") for row in (2, 3, 4, 5)])
    after = store.read(lambda session: [records.get(session, Complaint, case) for case in cases])
    differ = [{key for key in one if one[key] != other[key]} for one, other in zip(before, after, strict=True)]
    assert (after[0]["priority"], after[0]["handler_id"], after[0]["place"]) == ("P1", people[1], "仓库")
    assert "close_due" in differ[0]
    assert differ[1] == {"place", "validity", "row_version", "updated_at"}
    assert not differ[2] & {"validity", "state"}
    assert differ[3] == set()
    assert [entry.action for entry in store.read(complaints.log, fresh)] == ["T01", "T29"]


def test_complaints_that_say_neither_who_nor_what_all_count(store):
    rows = [("Received", "Product", "Category"), *[("2026-01-05", "Pump", "Noise")] * 3]
    assert bring_in(store, "complaints", *rows)[0] == [3, 0, 0, 0, 0]
    assert bring_in(store, "complaints", *rows)[0] == [0, 0, 3, 0, 0]
    assert bring_in(store, "complaints", *rows, rows[1])[0] == [1, 0, 3, 0, 0]
    named = [("Received", "Subject"), *[("2026-01-05", "Pump leaks")] * 3]
    assert bring_in(store, "complaints", *named)[0] == [1, 0, 0, 0, 2]


def test_every_imported_complaint_has_its_log(store):
    bring_in(store, "complaints", ("Subject", "Received", "Closed"), ("A", "2026-01-05", "2026-01-06"), ("B", "2026-01-05", ""))
    assert store.read(lambda session: session.query(ComplaintEvent).count()) == 3


def test_dates_of_a_column_are_settled_together(store):
    rows = [("Name", "Company", "Birthday"), ("A", "X", "1/2/85"), ("B", "X", "3/4/90")]
    counts, problems = bring_in(store, "contacts", *rows)
    assert counts == [2, 0, 0, 0, 0]
    assert [place for place in places(problems) if place[1] == "birthday"] == [(2, "birthday"), (3, "birthday")]
    assert bring_in(store, "contacts", *rows, dates="dmy")[0] == [0, 2, 0, 0, 0]
    assert {one["birthday"] for one in store.read(listing, "contacts")} == {"1985-02-01", "1990-04-03"}


def test_a_plan_says_how_dates_are_read(store):
    sheet = sheet_of(("Subject", "Date received"), ("A", "9/24/19"), ("B", "1/2/19"))
    made = store.read(plan, "complaints", sheet, propose("complaints", sheet))
    ((header, order),) = made.orders
    assert (header, order.possible, order.ambiguous) == ("Date received", ("mdy",), False)


def test_names_of_parts_and_several_mail_addresses(store):
    rows = [
        ("First name", "Last name", "Company", "E-mail 1 - Value", "E-mail 2 - Value"),
        ("Anita", "Jorgensen", "Contoso", "a@x.com ::: b@x.com", "not mail"),
        ("明", "李", "甲", "", ""),
    ]
    bring_in(store, "contacts", *rows)
    anita, li = store.read(listing, "contacts")
    assert (anita["name"], anita["email"], anita["notes"]) == (
        "Anita Jorgensen",
        "a@x.com, b@x.com",
        "E-mail 2 - Value: not mail",
    )
    assert li["name"] == "李明"


def test_labels_speak_the_language_in_force(store):
    set_language("zh")
    sheet = sheet_of(("名称",), ("甲",))
    made = store.read(plan, "customers", sheet, propose("customers", sheet))
    assert Label(*label_of(made)).text


CELLS = st.one_of(st.sampled_from(["", "A", "Ａ", "a", "1", "2026-01-05", "1/2/26", "S80", "女", "x@y.cn"]), st.text(max_size=8))


@pytest.mark.parametrize("entity", ["customers", "contacts", "complaints"])
@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_comes_in_once(template, tmp_path, entity, data):
    headers = data.draw(st.lists(st.sampled_from(
        ["Name", "Code", "Number", "Company", "Customer", "Received", "State", "Birthday", "Email", "Odd", "Notes", "Subject"]
    ), min_size=1, max_size=5, unique=True))  # fmt: skip
    row = st.lists(CELLS, min_size=len(headers), max_size=len(headers))
    rows = [one for one in data.draw(st.lists(row, max_size=6)) if any(cell.strip() for cell in one)]
    store = open_file(Path(shutil.copy(template, tmp_path / f"{uuid4().hex}.db")))
    try:
        first, _problems = bring_in(store, entity, headers, *rows)
        again, _problems = bring_in(store, entity, headers, *rows)
    finally:
        store.close()
    assert again[0] == 0
    assert again[3:] == first[3:]


def test_a_name_in_parts_is_refused_like_a_whole_one(store):
    rows = [("First Name", "Last Name", "Company"), ("An�", "Lee", "X"), ("", "", "X"), ("Ann", "Lee", "X")]
    counts, problems = bring_in(store, "contacts", *rows)
    assert counts == [1, 0, 0, 2, 0]
    assert {(2, "name"), (3, "name")} <= set(places(problems))


@pytest.mark.parametrize(
    ("one", "other"),
    [("华信钢构有限公司", "华信钢构（有限公司）"), ("深圳市华信科技有限公司", "深圳华信科技"),
     ("广东省深圳市华信科技", "广东深圳华信科技有限公司"), ("Huaxin Steel Co., Ltd.", "Huaxin Steel")],
)  # fmt: skip
def test_two_spellings_of_a_firm_are_alike(one, other):
    assert similar.review([(2, one)], [other])
    assert similar.review([(2, other)], [one])


def test_a_supermarket_keeps_its_name():
    assert company_key("华信超市") == "华信超市"
    assert not similar.review([(2, "深圳华信科技有限公司")], ["深圳海天物流有限公司"])


def test_prospects_get_the_number_of_a_card_like_those_made_by_hand(store):
    by_hand = store.write("x", prospects.add, {"name": "By hand"}).value
    rows = [
        ("Name", "Code", "Status", "Prospect no."),
        ("A", "", "潜在", ""), ("B", "", "Active", ""), ("C", "K7", "prospect", ""), ("D", "QK000003", "prospect", ""),
        ("E", "", "潜在客户", ""),
    ]  # fmt: skip
    assert bring_in(store, "customers", *rows)[0] == [5, 0, 0, 0, 0]
    found = {one["name"]: (one["code"], one["prospect_no"]) for one in store.read(listing, "customers")}
    assert found == {
        "By hand": ("QK000001", "QK000001"), "A": ("QK000002", "QK000002"), "B": ("KH000001", None), "C": ("K7", "QK000004"),
        "D": ("QK000003", "QK000003"), "E": ("QK000005", "QK000005"),
    }  # fmt: skip
    assert bring_in(store, "customers", *rows)[0] == [0, 0, 5, 0, 0]
    store.undo()
    assert store.read(records.get, Customer, by_hand)["code"] == "QK000001"
    assert len(store.read(listing, "customers")) == 1
