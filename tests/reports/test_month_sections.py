"""What people add to the monthly report: remedies, typical cases, measures, texts; in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from app.analysis.periods import YearMonth
from app.errors import ValidationError
from app.i18n import gettext_text, use_language
from app.models import Complaint, Customer
from app.models.complaint_parts import Recovery
from app.models.improvement import Improvement
from app.reports import build
from app.reports.pdf import render_bytes
from app.services import improvements, month_bases, records, report_notes
from tests.reports.reading import poppler_text, squeezed
from tests.reports.test_month_paper import LANGUAGES, seeded

PLANNED = {"name": "Check hardness of goods received", "category": "10", "problem": "Soft batches", "metric": "Rejects",
           "unit": "%", "baseline": Decimal("3.2"), "target": Decimal(1), "due_on": date(2026, 7, 31), "cause": "material",
           "opened_on": date(2026, 6, 10)}  # fmt: skip


def lived(session):
    seeded(session)
    found = {row.number: row.id for row in session.query(Complaint).filter(Complaint.number.like("K%"))}
    name = session.query(Customer.name).join(Complaint, Complaint.customer_id == Customer.id)
    customer = name.filter(Complaint.number == "K04").scalar()
    text = {"description": f"{customer}甲 called from 13800138000: the line stands", "solution": "Replaced",
            "prevention": "Test it"}  # fmt: skip
    records.update(session, Customer, session.query(Complaint.customer_id).filter(Complaint.number == "K04").scalar(),
                   {"name": f"{customer}甲"})  # fmt: skip
    records.update(session, Complaint, found["K04"], {**text, "severity": "S4", "cause": "material", "escape_cause": "man"})
    for kind, amount in (("cash", 120_000), ("apology", None)):
        records.create(session, Recovery, {"complaint_id": found["K04"], "kind": kind, "amount": amount})
    earlier = improvements.open_new(session, PLANNED, [found["K04"]])
    checked = {"state": "check", "done_on": date(2026, 7, 2), "checked_on": date(2026, 7, 30), "measured": Decimal("0.8"),
               "effective": "yes", "check_note": "Four weeks without a reject"}  # fmt: skip
    records.update(session, Improvement, earlier, checked)
    new = {**PLANNED, "name": "Leave room in the schedule", "category": "20", "opened_on": date(2026, 7, 20), "cause": "method"}
    improvements.open_new(session, new, [found["K05"], found["K11"]])
    texts = {"I": "A holiday month", "XI": "Promise what the plan allows", "XV": "Two more inspectors"}
    report_notes.write_month(session, YearMonth(2026, 7), texts, {"orders": 640})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_tells_what_there_is(store, tmp_path, language):
    store.write("x", lived)
    data, result = render_bytes(store.read(build, "complaints", language, month="2026-07"))
    text = poppler_text(data, tmp_path)
    for part in ("A holiday month", "Promise what the plan allows", "Two more inspectors", "Check hardness of goods received",
                 "Four weeks without a reject", "Leave room in the schedule", "Replaced", "Test it", "3.2 → 0.8 %", "K05", "K11"):
        assert squeezed(part) in text
    with use_language(language):
        lacking = gettext_text("No measure yet for {names}, among the main categories of this month.")
        nothing = gettext_text("Nothing under this heading this month.")
        told = [gettext_text(each) for each in ("Compensation in money", "Apology", "Why it was not caught")]
    assert squeezed(lacking.partition("{")[0]) in text  # 30 is among the vital few, 10 and 20 have theirs
    assert all(squeezed(each) in text for each in told)
    assert "甲**called" in text
    assert "13800138000" not in text
    assert squeezed(nothing) not in text
    assert result.pages <= 10


def test_bases_are_entered_once_and_summed_over_the_year(store):
    for number in range(1, 8):
        values = {"orders": 100, "sales": 1000} if number != 3 else {"orders": 100}
        store.write("x", month_bases.enter, YearMonth(2026, number), values)
    bases = store.read(month_bases.bases, YearMonth(2026, 7))
    assert (bases.this.orders, bases.last.orders, bases.last_year.orders) == (100, 100, None)
    assert (bases.to_date.orders, bases.to_date.sales_cents, bases.to_date.active_customers) == (700, None, None)
    store.write("x", month_bases.enter, YearMonth(2026, 7), {"orders": None, "sales": None})
    assert store.read(month_bases.entered, YearMonth(2026, 7)) == {}
    with pytest.raises(ValidationError):
        store.write("x", month_bases.enter, YearMonth(2026, 7), {"orders": -1})
