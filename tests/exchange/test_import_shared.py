"""Other people's files, with what must come out of them (the shared folder's README)."""

import sqlite3
from collections import Counter
from datetime import datetime
from statistics import mean, median

import pytest
import xlsxwriter

from app.exchange.apply import apply, label_of
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.reading import read_sheet
from app.exchange.spreadsheet import write_csv
from app.exchange.whole_file import plan_file
from app.models import Contact
from app.services import records
from app.store.changes import Label


def bring_in(store, entity, path, choices=()):
    sheet = read_sheet(path)
    mapping = propose(entity, sheet)
    for header, field in choices:
        mapping = mapping.with_choice(header, field)
    made = store.read(plan_file, sheet, [mapping])
    result = store.write(Label(*label_of(made)), apply, made).value.as_json()
    again = store.read(plan_file, sheet, [mapping]).result().as_json()
    assert (again["created"], again["updated"]) == (0, 0)
    return result, store.read(listing, entity)


@pytest.fixture
def northwind(shared, tmp_path):
    """The Customers table of the SQL script as a CSV file."""
    script = (shared / "data/northwind/create.sql").read_text(encoding="utf-8-sig")
    database = sqlite3.connect(":memory:")
    statements = [f"{one};" for one in script.split(";\n") if "Customers]" in one or "INTO Customers " in one]
    for statement in statements:
        if statement.lstrip().startswith(("CREATE TABLE [Customers]", "INSERT INTO Customers")):
            database.execute(statement)
    found = database.execute("SELECT * FROM Customers")
    write_csv(tmp_path / "northwind.csv", [column[0] for column in found.description], found)
    database.close()
    return tmp_path / "northwind.csv"


def test_northwind(store, northwind):
    result, customers = bring_in(store, "customers", northwind)
    assert (result["rows"], result["created"]) == (93, 93)
    by_code = {one["code"]: one for one in customers}
    assert by_code["ALFKI"]["name"] == "Alfreds Futterkiste"
    assert {"Val2", "VALON"} <= by_code.keys()
    assert sum(one["region"] is None for one in customers) == 62
    alfki = by_code["ALFKI"]
    assert (alfki["address"], alfki["postcode"], alfki["phone"], alfki["fax"]) == (
        "Obere Str. 57",
        "12209",
        "030-0074321",
        "030-0076545",
    )
    assert result["contacts"]["created"] == 93
    maria = next(one for one in store.read(listing, "contacts") if one["name"] == "Maria Anders")
    assert (maria["customer"], maria["title"]) == ("Alfreds Futterkiste", "Sales Representative")
    assert "City: Berlin" in alfki["notes"]


def test_cfpb_280(store, shared):
    path = shared / "data/cfpb/complaints-subset.csv"
    result, complaints = bring_in(store, "complaints", path)
    assert (result["created"], result["problems"]) == (280, [])
    kinds = Counter(one["product"] for one in complaints)
    assert [count for _product, count in kinds.most_common(3)] == [121, 70, 31]
    assert all(one["text"] == one["subject"] == one["category"] for one in complaints)
    assert sum("state: FOO" in one["notes"] for one in complaints) == 1
    assert {one["state"] for one in complaints} == {"S10"}
    days = []
    for one in complaints:
        sent = one["notes"].split("date_sent_to_company: ")[1].split("\n")[0]
        days.append((datetime.fromisoformat(sent).date() - datetime.fromisoformat(one["received_at"]).date()).days)
    assert (round(mean(days), 3), median(days), max(days)) == (1.979, 0, 72)


def test_cfpb_dates_as_dates(store, shared):
    path = shared / "data/cfpb/complaints-subset.csv"
    _result, complaints = bring_in(store, "complaints", path, [("date_sent_to_company", "closed_at")])
    moments = [(datetime.fromisoformat(one["received_at"]), datetime.fromisoformat(one["closed_at"])) for one in complaints]
    assert round(mean((closed - received).days for received, closed in moments), 3) == 1.979


def test_cfpb_30(store, shared):
    result, complaints = bring_in(store, "complaints", shared / "data/cfpb/v2-public.csv")
    assert (result["created"], {problem["field"] for problem in result["problems"]}) == (30, {"customer"})
    first = next(one for one in complaints if one["number"] == "3003003")
    assert (first["received_at"][:10], first["customer"]) == ("2019-09-24", "Spike Corporation")
    assert first["text"].startswith("Curabitur arcu tellus")
    assert "Date sent to company: 9/24/19" in first["notes"]


def test_odoo(store, shared):
    _result, customers = bring_in(store, "customers", shared / "data/odoo/o2m_customers_contacts.csv")
    assert Counter(one["kind"] for one in customers) == {"company": 3, "person": 5}
    assert sum(one["parent"] is not None for one in customers) == 4
    result, customers = bring_in(store, "customers", shared / "data/odoo/m2m_customers_tags.csv")
    assert result["created"] == 5
    assert sum(len(one["tags"].split(",")) for one in customers if one["tags"]) == 9


def test_address_books(store, shared):
    folder = shared / "data/FolkerKinzel"
    _result, people = bring_in(store, "contacts", folder / "Outlook365.csv")
    assert len(people) == 6
    anita = next(one for one in people if one["name"] == "Anita Jorgensen")
    assert (anita["birthday"], anita["customer"], anita["email"]) == ("1981-01-20", "Contoso", "Anita@contoso.com")
    max_ = next(one for one in people if one["name"].startswith("Max"))
    assert (max_["title"], max_["birthday"]) == ("Chef", "1984-06-05")
    assert "Other State: Thüringen" in max_["notes"]
    sheet = read_sheet(folder / "Outlook365.csv")
    first = store.read(plan_file, sheet, [propose("contacts", sheet)]).outcomes[0].record
    assert store.read(records.get, Contact, first)["name"] == "Anita Jorgensen"
    result, people = bring_in(store, "contacts", folder / "Google.csv")
    assert (result["rows"], result["created"]) == (1, 1)
    one = next(one for one in people if one["name"].startswith("Dr. Max"))
    assert one["birthday"] == "1972-01-31"
    kept = "\n".join((one["email"], one["notes"]))
    sheet = read_sheet(folder / "Google.csv")
    mails = [mail for cell in sheet.rows[0] for mail in cell.split(" ::: ") if "@" in mail]
    assert (len(mails), [mail for mail in mails if mail not in kept], kept.count("@")) == (11, [], 11)
    result, people = bring_in(store, "contacts", folder / "ThunderbirdUtf8.csv")
    assert result["rows"] == 1
    assert sum(one["birthday"] == "1972-01-31" for one in people) == 1


def test_messy_organisations(store, shared):
    path = shared / "data/dedupe-examples/csv_example_input_with_true_ids.csv"
    result, customers = bring_in(store, "customers", path)
    assert result["created"] + result["refused"] + result["duplicates"] == 3337
    sheet = read_sheet(path)
    true = sheet.column(sheet.header.index("True Id"))
    assert (len(true), len(set(true))) == (3337, 1162)
    kept = {line for one in customers for line in one["notes"].split("\n") if line.startswith("True Id: ")}
    assert kept == {f"True Id: {one}" for one in true}


def test_a_workbook_with_three_sheets(shared):
    sheet = read_sheet(shared / "data/plotly/supermarket_sales.xlsx")
    assert sheet.sheets == ("January", "February", "March")
    assert sheet.rows[0][0] == "316-68-6352" or len(sheet.rows) == 352


def test_the_same_through_a_workbook(store, northwind, tmp_path):
    sheet = read_sheet(northwind)
    path = tmp_path / "northwind.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, row in enumerate([sheet.header, *sheet.rows]):
            page.write_row(number, 0, row)
    result, _customers = bring_in(store, "customers", path)
    assert result["created"] == 93
