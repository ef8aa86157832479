"""Rows that stay outside go into a file of their own; mended, they come in. Nothing of a file is dropped unsaid."""

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Cancelled, ValidationError
from app.exchange import dates, numbers
from app.exchange.apply import apply, label_of
from app.exchange.listing import listing
from app.exchange.mapping import OUT, propose
from app.exchange.plan import plan
from app.exchange.plan_types import ACTIONS, ImportOptions
from app.exchange.reading import build_sheet, read_sheet
from app.exchange.refused import write_refused
from app.exchange.remembered import recall, recalled, remember
from app.i18n import use_language
from app.store.changes import Label
from app.store.store import open_file

MESSY = """客户一览,,,
客户名称,信用代码,联系电话,注册资本（万元）
甲乙阀门有限公司,91440300PDY00001X3,0755-00001234,"1.234,5"
,,"=1+1",7
短码公司,91440300,'0512,80
甲乙阀门有限公司,91440300PDY00001X3,0755-00001234,"1.234,5"
"""


@pytest.fixture
def messy(tmp_path):
    path = tmp_path / "messy.csv"
    path.write_text(MESSY, encoding="gb18030")
    return path


def planned(store, path, entity="customers", options=None):
    sheet = read_sheet(path)
    return store.read(plan, entity, sheet, propose(entity, sheet), options)


def bring_in(store, made):
    return store.write(Label(*label_of(made)), apply, made)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_refused_rows_are_mended_and_come_in(store, messy, tmp_path, suffix, language):
    made = planned(store, messy)
    assert made.counts == {"created": 1, "updated": 0, "unchanged": 0, "refused": 2, "duplicates": 1}
    bring_in(store, made)
    out = tmp_path / f"refused{suffix}"
    with use_language(language):
        assert write_refused(made, out, "Customers") == 3
    sheet = read_sheet(out)
    assert sheet.header[:4] == ("客户名称", "信用代码", "联系电话", "注册资本（万元）")
    assert len(sheet.rows) == 3
    assert [row[-1].split(":")[0].strip() for row in sheet.rows] == ["Row 4", "Row 5", "Row 6"] or language == "zh"
    mended = [("丙公司", *sheet.rows[0][1:]), (sheet.rows[1][0], "", *sheet.rows[1][2:]), sheet.rows[2]]
    again = replace(sheet, rows=tuple(mended))
    second = store.read(plan, "customers", again, propose("customers", again))
    assert second.counts == {"created": 2, "updated": 0, "unchanged": 1, "refused": 0, "duplicates": 0}
    bring_in(store, second)
    found = {one["name"]: one for one in store.read(listing, "customers")}
    assert found["丙公司"]["phone"] == "=1+1"
    assert found["短码公司"]["phone"] == "0512"
    assert {one["registered_capital"] for one in found.values()} == {12345000.0, 70000.0, 800000.0}
    assert not [one for one in found.values() if one["notes"]]


def test_another_ending_is_refused(store, messy, tmp_path):
    with pytest.raises(ValidationError, match=r"must end with \.csv or \.xlsx"):
        write_refused(planned(store, messy), tmp_path / "x.pdf", "Customers")


def test_only_new_rows_or_only_those_that_are_there(store, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Phone\nA,1\nB,2\nC,3\n", encoding="utf-8")
    bring_in(store, planned(store, path))
    path.write_text("Name,Phone\nA,1\nB,22\nD,4\n", encoding="utf-8")
    create = planned(store, path, options=ImportOptions(mode="create"))
    assert create.counts == {"created": 1, "updated": 0, "unchanged": 1, "refused": 1, "duplicates": 0}
    update = planned(store, path, options=ImportOptions(mode="update"))
    assert update.counts == {"created": 0, "updated": 1, "unchanged": 1, "refused": 1, "duplicates": 0}
    bring_in(store, update)
    assert {one["name"]: one["phone"] for one in store.read(listing, "customers")} == {"A": "1", "B": "22", "C": "3"}
    store.undo()
    assert {one["name"]: one["phone"] for one in store.read(listing, "customers")}["B"] == "2"
    with pytest.raises(ValidationError):
        planned(store, path, options=ImportOptions(mode="nothing"))


def test_rows_find_records_by_the_chosen_key(store, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Phone\nA,0755-8888 0000\nB,2\n", encoding="utf-8")
    bring_in(store, planned(store, path))
    path.write_text("Name,Phone\nNew name,+0755 88880000\nB,\nX,2\n", encoding="utf-8")
    by_phone = planned(store, path, options=ImportOptions(key="phone"))
    assert [one.action for one in by_phone.outcomes] == ["updated", "created", "updated"]
    bring_in(store, by_phone)
    assert {one["name"] for one in store.read(listing, "customers")} == {"New name", "X", "B"}
    with pytest.raises(ValidationError, match="no field named"):
        planned(store, path, options=ImportOptions(key="banana"))


def test_a_row_that_could_mean_either_of_two_records_is_looked_at(store, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Address,Phone\n汇丰,上海,1\n汇丰,香港,2\n", encoding="utf-8")
    bring_in(store, planned(store, path))
    path.write_text("Name,Phone\n汇丰,9\n", encoding="utf-8")
    for options in (None, ImportOptions(key="name")):
        made = planned(store, path, options=options)
        assert [one.action for one in made.outcomes] == ["updated"]
        assert [(one.row, one.message[:28]) for one in made.review] == [(2, "Several records fit this row")]
    path.write_text("Name,Phone\n汇丰,2\n", encoding="utf-8")
    assert planned(store, path).review == ()


def test_what_was_chosen_by_hand_is_proposed_again(store, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Kennung,Odd\nA,K1,x\n", encoding="utf-8")
    sheet = read_sheet(path)
    chosen = propose("customers", sheet).with_choice("Kennung", "code").with_choice("Odd", "short_name")
    store.quietly(remember, chosen)
    assert store.read(recall) == {"customers": {"kennung": "code", "odd": "short_name"}}
    assert store.undo() is None
    path.write_text("NAME,KENNUNG,Phone\nB,K2,1\n", encoding="utf-8")
    later = recalled(propose("customers", read_sheet(path)), store.read(recall))
    assert [column.field for column in later.columns] == ["name", "code", "phone"]
    store.quietly(remember, later.with_choice("KENNUNG", ""))
    assert recalled(propose("customers", read_sheet(path)), store.read(recall)).field_of("KENNUNG") == ""
    assert recalled(propose("contacts", read_sheet(path)), store.read(recall)) == propose("contacts", read_sheet(path))


def test_a_dry_run_and_an_import_can_be_stopped(store, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name\n" + "\n".join(f"Firm {row}" for row in range(1000)), encoding="utf-8")
    sheet = read_sheet(path)
    told = []
    made = store.read(plan, "customers", sheet, propose("customers", sheet), None, told.append, lambda: False)
    assert told[-1] == 1000
    assert max(after - before for before, after in zip([0, *told], told, strict=False)) <= 200
    with pytest.raises(Cancelled):
        store.read(plan, "customers", sheet, propose("customers", sheet), None, None, lambda: True)
    rows = []
    with pytest.raises(Cancelled):
        store.write("In", apply, made, rows.append, lambda: bool(rows) and rows[-1] >= 400)
    assert rows == [200, 400]
    with pytest.raises(Cancelled):  # while the step is logged and indexed
        store.write("In", apply, made, rows.append, lambda: rows[-1] >= 1000)
    assert store.read(listing, "customers") == []
    assert store.undo() is None


CELL = st.one_of(
    st.sampled_from(["", " ", "A", "a", "1", "#N/A", "2026-02-30", "1,5", "张三", "=1", "'x", "x@y.cn", "no mail", "合计",
                     "散客"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=6),
)
HEADERS = ["Name", "Code", "Number", "Company", "Customer", "Phone", "Birthday", "Planned for", "Date", "Email", "Odd", "Notes",
           "Subject", "Registered capital", "Purpose", "State"]  # fmt: skip


@pytest.mark.parametrize("entity", ["customers", "contacts", "visits", "complaints"])
@given(data=st.data())
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_and_every_cell_is_accounted_for(template, tmp_path, entity, data):
    headers = data.draw(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=5, unique=True))
    row = st.lists(CELL, min_size=len(headers), max_size=len(headers))
    rows = [one for one in data.draw(st.lists(row, max_size=6)) if any(cell.strip() for cell in one)]
    numbered = [(number, list(one)) for number, one in enumerate([headers, *rows], 1)]
    sheet = build_sheet(Path("file.csv"), numbered, {"encoding": "", "separator": ","}, [])
    mode = data.draw(st.sampled_from(["both", "create", "update"]))
    store = open_file(Path(shutil.copy(template, tmp_path / f"{uuid4().hex}.db")))
    try:
        mapping = propose(entity, sheet)
        made = store.read(plan, entity, sheet, mapping, ImportOptions(mode=mode))
        assert sum(made.counts.values()) == len(rows) == len(made.outcomes)
        assert set(made.counts) == set(ACTIONS)
        outside = made.counts["refused"] + made.counts["duplicates"]
        assert write_refused(made, tmp_path / "outside.csv", "x") == outside
        bring_in(store, made)
        notes = "\n".join(str(one["notes"]) for one in store.read(listing, entity))
    finally:
        store.close()
    kept = [place for place, column in enumerate(mapping.columns) if not column.field]
    for one, cells in zip(made.outcomes, sheet.rows, strict=True):
        assert (one.reason is not None) == (one.action in ("refused", "duplicates"))
        if one.action == "created":
            lines = [f"{sheet.header[place]}: {cells[place].strip()}" for place in kept if cells[place].strip()]
            assert all(line in notes for line in lines)


REASONS = """Name,Credit code,Founded,Registered capital,Phone
甲公司,,13/1/2016,"1.234,5",1
,91440300,1/2/85,1.234,2
乙公司,9144030,3/4/2019,"2.000,125",1.38E+10
"""


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("written", ["en", "zh"])
@pytest.mark.parametrize("read", ["en", "zh"])
def test_every_reason_stands_in_a_column_that_is_left_outside_again(store, tmp_path, suffix, written, read):
    path, out = tmp_path / "a.csv", tmp_path / f"out{suffix}"
    path.write_text(REASONS, encoding="utf-8")
    made = planned(store, path)
    with use_language(written):
        write_refused(made, out, "Customers")
    with use_language(read):
        sheet = read_sheet(out)
        mapping = propose("customers", sheet)
    assert [column.field for column in mapping.columns] == ["name", "credit_code", "founded", "registered_capital", "phone", OUT]
    first, second = (row[-1] for row in sheet.rows)
    assert len(first.replace("；", "; ").split("; ")) == 2  # the name is missing and the code too short
    assert len(second.replace("；", "; ").split("; ")) == 2  # so is this code, and the phone lost its digits
    assert "1.38E+10" in second
    again = replace(sheet, rows=tuple(("丙公司" if not row[0] else row[0], "", *row[2:]) for row in sheet.rows))
    bring_in(store, store.read(plan, "customers", again, propose("customers", again)))
    found = {one["name"]: one for one in store.read(listing, "customers")}
    assert {name: (one["founded"], one["registered_capital"]) for name, one in found.items()} == {
        "丙公司": ("1985-02-01", 1234.0), "乙公司": ("2019-04-03", 2000.13),
    }  # fmt: skip
    assert [one["notes"] for one in found.values()] == [None, "Phone: 1.38E+10"]


def test_the_reasons_of_an_earlier_time_are_not_carried_along(store, tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text(REASONS, encoding="utf-8")
    with use_language("zh"):
        write_refused(planned(store, path), out, "Customers")
    write_refused(planned(store, out), tmp_path / "again.csv", "Customers")
    assert read_sheet(tmp_path / "again.csv").header == (
        "Name", "Credit code", "Founded", "Registered capital", "Phone", "Why it stayed outside",
    )  # fmt: skip


def test_a_person_may_keep_the_reasons_after_all(store, tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text("Name,Credit code\nA,1\n", encoding="utf-8")
    write_refused(planned(store, path), out, "Customers")
    sheet = read_sheet(out)
    chosen = propose("customers", sheet).with_choice("Why it stayed outside", "").with_choice("Credit code", OUT)
    bring_in(store, store.read(plan, "customers", sheet, chosen))
    assert store.read(listing, "customers")[0]["notes"].startswith("Why it stayed outside: Row 2: ")


@given(st.lists(st.dates(dates.date(2001, 1, 1), dates.date(2020, 12, 31)), min_size=1), st.sampled_from(["mdy", "dmy"]))
def test_a_day_that_its_column_decided_reads_the_same_alone(days, order):
    shape = "{d}/{m}/{y}" if order == "dmy" else "{m}/{d}/{y}"
    today = dates.date(2026, 11, 22)
    settled = dates.settle([], today, choice=order)
    for day in days:
        alone = dates.unambiguous(shape.format(d=day.day, m=day.month, y=day.year % 100), settled, today)
        assert dates.read_day(alone, dates.settle([alone], today), today) == day


@given(st.integers(0, 10**9), st.sampled_from([",", "."]))
def test_an_amount_that_its_column_decided_reads_the_same_alone(fen, sign):
    text = f"{fen // 1000:,}.{fen % 1000:03}"
    text = text.translate({ord(","): ".", ord("."): ","}) if sign == "," else text
    alone = numbers.unambiguous(text, sign)
    assert numbers.read_money(alone, numbers.decimal_sign([alone])) == numbers.read_money(text, sign)
