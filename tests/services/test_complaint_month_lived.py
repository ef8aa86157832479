"""The month's figures of complaints that were lived through the steps of the desk, not imported: register, answer, close,
follow up."""

from datetime import datetime

import pytest

from app.formats import from_local, today
from app.models import Complaint, Customer
from app.services import complaint_due, complaint_parts_lines, complaints, records

SOLVED = {"category": "10.1", "urgency": "U2", "complainant": "李工", "text": "坏了", "demands": "repair", "validity": "valid",
          "cause": "man", "solution": "换", "answer": "换", "acceptance": "电话同意", "prevention": "抽检"}  # fmt: skip


@pytest.fixture
def lived(store):
    """The four clicks of a small firm."""
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    given = {"customer_id": customer, "subject": "漏水", "severity": "S2", "compensation": 50_000}
    case = store.write("x", complaints.register, given).value
    store.write("x", complaint_parts_lines.add, "recoveries", case, {"kind": "apology", "name": "道歉"})
    store.write("x", complaints.advance, case, "answer", SOLVED)
    store.write("x", complaints.advance, case, "close", {"executed_on": today()})
    store.write("x", complaints.advance, case, "follow_up", {"satisfaction": "4", "follow_up_result": "reached"})
    return case


def at(text):
    return from_local(datetime.fromisoformat(text))


def month(store):
    return store.read(complaints.month, today().year, today().month)


def test_the_attitude_typed_at_the_desk_counts(store, lived):
    said = month(store).attitude
    assert (said.answered, said.closed, said.satisfied_rate.value) == (1, 1, 1)
    assert store.read(records.get, Complaint, lived)["follow_up_at"] is not None


def test_a_remedy_without_an_amount_leaves_the_compensation(store, lived):
    report = month(store)
    assert report.cost.compensation_cents == 50_000
    assert [(row.kind, row.count, row.cents) for row in report.cost.remedies] == [("apology", 1, 0)]


def test_the_first_contact_solved_it_alone(store, lived):
    assert month(store).kpi("first_contact_rate").this.value == 1


def test_a_pause_after_the_target_heals_no_late_case(store):
    def late(session):
        given = {"customer_id": customer, "subject": "漏水", "severity": "S2"}
        case = session.get(Complaint, complaints.register(session, given))
        case.close_due = case.answer_due = at("2026-10-28T18:00")
        complaint_due.after_pause(session, case, (at("2026-11-03T10:00"), at("2026-11-09T10:00")))
        first = case.close_due
        complaint_due.after_pause(session, case, (at("2026-10-28T10:00"), at("2026-10-30T10:00")))
        return first, case.close_due

    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    assert store.write("x", late).value == (at("2026-10-28T18:00"), at("2026-10-30T18:00"))
