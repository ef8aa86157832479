"""Calendars as visits: whose they are, when, and series as single visits."""

from datetime import date, timedelta

import pytest

from app.exchange.apply import apply
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.plan_types import sentence
from app.exchange.reading import read_sheet
from app.models import Contact, Customer
from app.services import records

TODAY = date.today()


def day(ahead):
    return (TODAY + timedelta(days=ahead)).strftime("%Y%m%d")


def event(*lines):
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


@pytest.fixture
def read(store, tmp_path):
    one, two = store.write("C", records.create_many, Customer, [
        {"name": "华信钢构有限公司", "short_name": "华信钢构"}, {"name": "Northwind Traders", "email": "info@northwind.cn"},
    ]).value  # fmt: skip
    store.write("P", records.create, Contact, {"name": "王芳", "customer_id": one, "email": "wang@huaxin.cn"})
    assert two

    def planned(*events):
        path = tmp_path / "calendar.ics"
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *(line for one in events for line in one), "END:VCALENDAR"]
        path.write_text("\r\n".join(lines), encoding="utf-8")
        sheet = read_sheet(path)
        return store.read(plan, "visits", sheet, propose("visits", sheet))

    return planned


def visits(store):
    return [(one["customer"], one["state"], one["planned_on"], one["purpose"]) for one in store.read(listing, "visits")]


def test_whose_visit_an_event_is(store, read):
    made = read(
        event("SUMMARY:Talk", f"DTSTART;VALUE=DATE:{day(5)}", "ATTENDEE;CN=Wang:mailto:Wang@huaxin.cn"),
        event("SUMMARY:Lunch with Northwind Traders", f"DTSTART;VALUE=DATE:{day(6)}"),
        event("SUMMARY:去华信钢构看样", f"DTSTART;VALUE=DATE:{day(-9)}"),
        event("SUMMARY:Dentist", f"DTSTART;VALUE=DATE:{day(7)}"),
    )
    assert made.counts == {"created": 3, "updated": 0, "unchanged": 0, "refused": 1, "duplicates": 0}
    (refused,) = [one for one in made.outcomes if one.action == "refused"]
    assert sentence(refused.reason) == "No customer is named here."
    store.write("In", apply, made)
    soon, later = (TODAY + timedelta(days=5)).isoformat(), (TODAY + timedelta(days=6)).isoformat()
    assert sorted(visits(store), key=str) == sorted([
        ("华信钢构有限公司", "planned", soon, "Talk"), ("Northwind Traders", "planned", later, "Lunch with Northwind Traders"),
        ("华信钢构有限公司", "done", None, "去华信钢构看样"),
    ], key=str)  # fmt: skip


def test_a_series_comes_in_as_single_visits(store, read):
    weekly = event("SUMMARY:Northwind Traders weekly", "UID:w", f"DTSTART:{day(7)}T013000Z", "RRULE:FREQ=WEEKLY;COUNT=4",
                   f"EXDATE:{day(14)}T013000Z")  # fmt: skip
    moved = event("SUMMARY:Northwind Traders moved", "UID:w", f"DTSTART:{day(22)}T013000Z", f"RECURRENCE-ID:{day(21)}T013000Z")
    made = read(weekly, moved)
    assert made.counts["created"] == 3
    (said,) = [sentence(one) for one in made.problems]
    assert said.startswith("“Northwind Traders weekly” repeats: 2 single visits from")
    store.write("In", apply, made)
    assert [one[2] for one in visits(store)] == [(TODAY + timedelta(days=ahead)).isoformat() for ahead in (7, 22, 28)]
    again = read(weekly, moved)
    assert again.counts["unchanged"] == 3


def test_an_endless_series_stays_within_a_year(store, read):
    made = read(event("SUMMARY:Northwind Traders daily", "DTSTART;VALUE=DATE:20000101", "RRULE:FREQ=DAILY"))
    assert made.counts["created"] == 2 * 366 + 1
    assert len({one.row for one in made.outcomes}) == len(made.outcomes)


def test_a_series_of_long_ago_is_one_visit_of_then(store, read):
    made = read(event("SUMMARY:Northwind Traders", "DTSTART;VALUE=DATE:20010105", "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert made.counts["created"] == 1
    assert "at no time within a year" in sentence(made.problems[0])
