"""Birthdays on their way in and out: without a year, in lunar words, columns that agree on an order."""

from datetime import date

import pytest

from app.exchange.apply import apply
from app.exchange.export import export
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.reading import read_sheet
from app.models import Contact, Customer
from app.services import records

TODAY = date(2026, 11, 22)


def taken_in(store, path, text):
    path.write_text(text, encoding="utf-8")
    sheet = read_sheet(path)
    made = store.read(plan, "contacts", sheet, propose("contacts", sheet))
    store.write("In", apply, made)
    people = {one["name"]: (one["birthday"], one["birthday_calendar"]) for one in store.read(listing, "contacts")}
    return people, made


def test_a_sheet_of_every_writing(store, tmp_path):
    people, made = taken_in(
        store, tmp_path / "in.csv",
        "姓名,生日\n一,8-15\n二,农历八月十五\n三,闰六月十五\n四,腊月三十\n五,1985-02-30\n六,--08-15\n七,1/20/85\n八,农历1985-02-30\n九,8月15日\n十,31-12\n",
    )  # fmt: skip
    assert people == {
        "一": ("--08-15", None), "二": ("--08-15", "lunar"), "三": ("--06-15", "lunar_leap"), "四": ("--12-30", "lunar"),
        "五": (None, None), "六": ("--08-15", None), "七": ("1985-01-20", None), "八": ("1985-02-30", "lunar"),
        "九": ("--08-15", None), "十": ("--12-31", None),
    }  # fmt: skip
    assert [(one.row, one.field) for one in made.problems] == [(6, "birthday")]


def test_a_column_of_the_calendar_decides(store, tmp_path):
    people, made = taken_in(
        store, tmp_path / "in.csv", "姓名,生日,生日历法\n一,1985-02-30,农历\n二,1985-02-30,公历\n三,8-15,农历闰月\n"
    )
    assert (people["一"], people["二"][0]) == (("1985-02-30", "lunar"), None)
    assert [one.field for one in made.problems if one.field == "birthday"] == ["birthday"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_goes_out_comes_in_equal(store, tmp_path, suffix):
    firm = store.write("x", records.create, Customer, {"name": "华信"}).value
    days = [
        ("1985-08-15", None),
        ("--08-15", "solar"),
        ("--02-30", "lunar"),
        ("1985-02-30", "lunar"),
        ("1985-06-15", "lunar_leap"),
    ]
    rows = [
        {"customer_id": firm, "name": f"人{n}", "birthday": day, "birthday_calendar": kind} for n, (day, kind) in enumerate(days)
    ]
    store.write("x", records.create_many, Contact, rows)
    path = tmp_path / f"out{suffix}"
    store.read(export, "contacts", path)
    sheet = read_sheet(path)
    made = store.read(plan, "contacts", sheet, propose("contacts", sheet))
    assert (made.counts["unchanged"], made.problems) == (len(days), ())
