"""A complaint's life through the store: registering, the whole way, guards, deadlines, undo and redo."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.analysis.priorities import MATRIX
from app.errors import ConflictError, ValidationError
from app.formats import from_local, local, today
from app.i18n import use_language
from app.models import Complaint, ComplaintEvent, Customer, Employee
from app.models.types import now_utc
from app.services import complaint_messages, complaints, records, settings
from app.services.complaint_people import WALK_IN_CODE


def at(text):
    return from_local(datetime.fromisoformat(text))


@pytest.fixture
def people(store):
    add = lambda name: store.write("x", records.create, Employee, {"name": name}).value  # noqa: E731
    return [add("陈立"), add("王桥")]


@pytest.fixture
def customer(store, people):
    values = {"name": "华信钢构有限公司", "region": "江苏", "owner_id": people[1]}
    return store.write("x", records.create, Customer, values).value


def register(store, **values):
    return store.write("Recorded", complaints.register, {"subject": "两批法兰尺寸超差", "severity": "S2", **values}).value


def take(store, complaint_id, action, reason="", **values):
    store.write("Step", complaints.step, complaint_id, action, values, reason)


def go(store, complaint_id, goal, **values):
    store.write("Step", complaints.advance, complaint_id, goal, values)


def row(store, complaint_id):
    return store.read(records.get, Complaint, complaint_id)


def log(store, complaint_id):
    return [entry.action for entry in store.read(complaints.log, complaint_id) if entry.stands]


RECEIPT = {"complainant": "李工", "text": "尺寸不对", "demands": "exchange"}
ASSESSED = {"category": "10.4", "severity": "S2", "urgency": "U2"}
SOLVED = {"validity": "valid", "cause": "measurement", "solution": "换货", **RECEIPT}


def test_who_what_and_how_bad_suffice(store, people, customer):
    found = row(store, register(store, customer_id=customer))
    assert found["number"] == f"TS{local(now_utc()):%Y%m}-0001"
    assert (found["state"], found["priority"], found["urgency"]) == ("S10", "P3", "U2")
    assert found["first_owner_id"] == people[0]
    assert (found["salesperson_id"], found["region"]) == (people[1], "江苏")
    assert found["next_due"] == found["acknowledge_due"]


def test_me_is_the_first_contact(store, people, customer):
    store.write("x", settings.change, "me", people[1].hex)
    assert row(store, register(store, customer_id=customer))["first_owner_id"] == people[1]


def test_a_firm_without_colleagues_can_record(store):
    customer = store.write("x", records.create, Customer, {"name": "A"}).value
    complaint = register(store, customer_id=customer)
    assert row(store, complaint)["first_owner_id"] is None
    go(store, complaint, "accept", **ASSESSED)
    assert row(store, complaint)["state"] == "S40"


@pytest.mark.parametrize(("values", "field"), [
    ({"subject": "x", "severity": "S2"}, "customer_id"),
    ({"complainant": "李", "severity": "S2"}, "subject"),
    ({"complainant": "李", "text": " \n ", "severity": "S2"}, "subject"),
    ({"complainant": "李", "subject": "x"}, "severity"),
    ({"complainant": "李", "subject": "x", "severity": "S9"}, "severity"),
    ({"complainant": "李", "subject": "x", "severity": "S1", "received_at": now_utc() + timedelta(days=1)}, "received_at"),
])  # fmt: skip
def test_what_is_missing_is_named(store, values, field):
    with pytest.raises(ValidationError) as refused:
        store.write("Recorded", complaints.register, values)
    assert refused.value.field == field
    assert store.read(lambda s: s.scalar(sa.select(sa.func.count()).select_from(Complaint))) == 0


def test_a_walk_in_needs_only_a_name(store, people):
    with use_language("zh"):
        first = register(store, complainant="过路的李先生", subject=None, text="水管漏了\n第二行")
    second = register(store, complainant="王女士")
    assert row(store, first)["subject"] == "水管漏了"
    assert row(store, first)["customer_id"] == row(store, second)["customer_id"]
    walk_in = store.read(records.get, Customer, row(store, first)["customer_id"])
    assert (walk_in["code"], walk_in["kind"]) == (WALK_IN_CODE, "person")
    ordinary = store.write("x", records.create, Customer, {"name": "B"}).value
    assert store.read(records.get, Customer, ordinary)["code"] == "KH000001"


@pytest.mark.parametrize(("severity", "urgency"), MATRIX)
def test_priority_by_the_matrix(store, customer, severity, urgency):
    assert row(store, register(store, customer_id=customer, severity=severity, urgency=urgency))["priority"] == MATRIX[
        severity, urgency
    ]


@pytest.mark.parametrize(("received", "severity", "urgency", "acknowledge", "close"), [
    ("2026-07-01T09:10", "S4", "U2", "2026-07-01T11:10", "2026-07-06T18:00"),  # K04, P1
    ("2026-06-18T10:00", "S2", "U2", "2026-06-22T18:00", "2026-06-30T18:00"),  # K01: 19 June is a holiday
    ("2026-07-11T10:00", "S3", "U2", "2026-07-13T13:00", "2026-07-20T18:00"),  # K08: a Saturday, P2
    ("2026-07-30T17:00", "S1", "U1", "2026-07-31T18:00", "2026-08-13T18:00"),  # K14, P4
])  # fmt: skip
def test_deadlines_by_the_firms_calendar(store, customer, received, severity, urgency, acknowledge, close):
    found = row(store, register(store, customer_id=customer, severity=severity, urgency=urgency, received_at=at(received)))
    assert (found["acknowledge_due"], found["close_due"]) == (at(acknowledge), at(close))
    assert found["due_provisional"] is False


def test_a_year_without_a_table_is_provisional(store, customer):
    found = row(store, register(store, customer_id=customer, received_at=at("2024-09-16T10:00")))
    assert found["due_provisional"] is True
    assert found["acknowledge_due"] == at("2024-09-18T18:00")  # the 17th was Mid-Autumn


def test_the_firms_own_days_and_targets_count(store, customer):
    store.write("x", settings.change, "work.days", {"2026-07-02": "off"})
    store.write("x", settings.change, "complaint.targets", {"P3": {"acknowledge": [2, "working_days"]}})
    found = row(store, register(store, customer_id=customer, received_at=at("2026-07-01T10:00")))
    assert found["acknowledge_due"] == at("2026-07-06T18:00")


def test_the_whole_way_step_by_step(store, people, customer):
    complaint = register(store, customer_id=customer, received_at=at("2026-07-01T09:10"))
    steps = [
        ("T02", {"at": at("2026-07-01T10:00")}, "S20"), ("T04", ASSESSED, "S30"), ("T06", {"handler_id": people[1]}, "S40"),
        ("T08", {}, "S45"), ("T09", {}, "S40"), ("T10", SOLVED, "S50"), ("T12", {}, "S55"), ("T14", {"answer": "换货"}, "S60"),
        ("T15", {}, "S70"), ("T19", {"executed_on": date(2026, 7, 10)}, "S80"), ("T20", {"follow_up_by_id": people[0]}, "S85"),
        ("T21", {"satisfaction": "4", "archive_checks": "informed"}, "S90"), ("T30", {}, "S85"), ("T22", {}, "S40"),
    ]  # fmt: skip
    for action, values, state in steps:
        take(store, complaint, action, "reason", **values)
        assert row(store, complaint)["state"] == state
    assert log(store, complaint) == ["T01", *(action for action, _, _ in steps)]
    found = row(store, complaint)
    assert found["acknowledged_at"] == at("2026-07-01T10:00")
    assert (found["reopened"], found["closed_at"], found["handler_id"]) == (1, None, people[1])
    assert found["close_due"] < found["next_due"]


def test_the_short_way_is_four_clicks(store, people, customer):
    complaint = register(store, customer_id=customer)
    go(store, complaint, "accept", **ASSESSED)
    assert (row(store, complaint)["state"], row(store, complaint)["handler_id"]) == ("S40", people[0])
    go(store, complaint, "answer", **SOLVED, answer="换货")
    go(store, complaint, "close", executed_on=today())
    store.write("x", complaints.follow_up, complaint, {"follow_up_by_id": people[1], "satisfaction": "5"})
    found = row(store, complaint)
    assert (found["state"], found["satisfaction"], found["next_due"]) == ("S85", "5", found["follow_up_due"])
    assert log(store, complaint) == ["T01", "T02", "T04", "T06", "T11", "T14", "T19", "T20"]
    times = [entry.at for entry in store.read(complaints.log, complaint)]
    assert times == sorted(set(times))


def test_severe_and_dear_complaints_go_through_approval(store, customer):
    severe, dear = register(store, customer_id=customer, severity="S3"), register(store, customer_id=customer)
    go(store, severe, "answer", **{**ASSESSED, "severity": "S3"}, **SOLVED, answer="x")
    go(store, dear, "answer", **ASSESSED, **SOLVED, answer="x", compensation=20_001)
    assert log(store, severe) == log(store, dear) == ["T01", "T02", "T04", "T06", "T10", "T12", "T14"]


REFUSALS = [
    (["T02"], "T04", {"severity": "S2"}, "", "category"), (["T02"], "T04", {"category": "10"}, "", "category"),
    ([], "T05", {}, "", "priority"), ([], "T03", {"category": "10.1", "cause": "man", "answer": "x"}, "", "accepted"),
    ([], "T03", {"severity": "S3"}, "", "severity"), (["T02"], "T26", {}, " ", "external_body"),
    ([], "T23", {}, "", "reason"), ([], "T24", {}, "", "merged_into_id"), ([], "T29", {"priority": "P4"}, " ", "priority"),
    ([], "T02", {"at": now_utc() - timedelta(days=9)}, "", "at"), ([], "T02", {"first_owner_id": None}, "", "first_owner_id"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "action", "values", "reason", "field"), REFUSALS)
def test_a_guard_names_what_is_missing_and_nothing_changes(store, customer, before, action, values, reason, field):
    complaint = register(store, customer_id=customer)
    for earlier in before:
        take(store, complaint, earlier)
    known = row(store, complaint)
    with pytest.raises(ValidationError) as refused:
        take(store, complaint, action, reason, **values)
    assert refused.value.field == field
    assert row(store, complaint) == known


@pytest.mark.parametrize("key", ["complainant", "text", "demands", "validity", "cause", "solution"])
def test_a_solution_needs_the_whole_receipt(store, customer, key):
    complaint = register(store, customer_id=customer)
    go(store, complaint, "accept", **ASSESSED)
    with pytest.raises(ValidationError) as refused:
        take(store, complaint, "T11", **{name: value for name, value in SOLVED.items() if name != key})
    assert refused.value.field == key


def test_a_step_from_elsewhere_is_a_conflict(store, customer):
    complaint = register(store, customer_id=customer)
    with pytest.raises(ConflictError):
        take(store, complaint, "T14", answer="x")
    with pytest.raises(ConflictError):
        go(store, complaint, "register")


def test_the_follow_up_is_made_by_somebody_else(store, people, customer):
    complaint = register(store, customer_id=customer, received_at=at("2026-06-30T09:00"))
    go(store, complaint, "close", **ASSESSED, **SOLVED, answer="x", executed_on=today())
    with pytest.raises(ValidationError) as refused:
        store.write("x", complaints.follow_up, complaint, {"follow_up_by_id": people[0], "satisfaction": "5"})
    assert refused.value.field == "follow_up_by_id"
    take(store, complaint, "T20", follow_up_by_id=people[1])
    with pytest.raises(ValidationError) as refused:
        take(store, complaint, "T21")
    assert refused.value.field == "satisfaction"
    with pytest.raises(ValidationError) as refused:
        take(store, complaint, "T21", follow_up_result="not_reached")
    assert refused.value.field == "follow_up_result"
    with pytest.raises(ValidationError) as refused:
        take(store, complaint, "T21", satisfaction="2")
    assert refused.value.field == "follow_up_note"
    for day in (1, 1, 2, 3):
        store.write("x", complaint_messages.add, complaint, "attempt", at=at(f"2026-08-0{day}T10:00"))
    take(store, complaint, "T21", follow_up_result="not_reached", archive_checks="informed")


def test_waiting_for_the_customer_moves_the_deadlines(store, customer):
    complaint = register(store, customer_id=customer, received_at=at("2026-07-01T09:00"))
    go(store, complaint, "accept", **ASSESSED, at=at("2026-07-01T10:00"))
    take(store, complaint, "T08", "Photos", at=at("2026-07-02T10:00"))
    take(store, complaint, "T09", "Came", at=at("2026-07-07T10:00"))
    found = row(store, complaint)
    assert found["close_due"] == at("2026-07-15T18:00")  # 10 July and three working days
    assert found["next_due"] == found["answer_due"] == at("2026-07-09T18:00")


def test_reopening_ends_after_thirty_days(store, customer):
    complaint = register(store, customer_id=customer, received_at=at("2026-07-01T09:00"))
    go(store, complaint, "close", **ASSESSED, **SOLVED, answer="x", executed_on=date(2026, 7, 1), at=at("2026-07-02T09:00"))
    with pytest.raises(ValidationError):
        store.write("x", complaints.reopen, complaint, "again")
    take(store, complaint, "T22", "again", at=at("2026-07-20T09:00"))
    assert row(store, complaint)["next_due"] == at("2026-07-29T18:00")
    assert row(store, complaint)["close_due"] == at("2026-07-10T18:00")


def test_leaving_the_way(store, customer):
    one, two, three, four = (register(store, customer_id=customer) for _ in range(4))
    store.write("x", complaints.withdraw, one, "Misunderstanding")
    closed = register(store, customer_id=customer, subject="z")
    go(store, closed, "close", **ASSESSED, **SOLVED, answer="x", executed_on=today())
    for over in (one, closed):
        with pytest.raises(ValidationError, match="another complaint that is in work"):
            store.write("x", complaints.merge, two, over)
    store.write("x", complaints.merge, two, four)
    store.write("x", complaints.convert, three, "A question")
    assert [row(store, key)["state"] for key in (one, two, three, four)] == ["S95", "S96", "S97", "S10"]
    assert store.read(complaints.summary).open == 1
    with pytest.raises(ValidationError):
        store.write("x", complaints.amend, one, {"subject": "new"})
    with pytest.raises(ValidationError):
        store.write("x", records.delete, Complaint, [four])


def test_repeats_are_found_by_kind_and_by_serial_number(store, people, customer):
    first = register(store, customer_id=customer, category="20.1", serial_no="SN1", received_at=now_utc() - timedelta(days=60))
    again = register(store, customer_id=customer, category="20.1")
    other = register(store, customer_id=customer, category="20.2")
    elsewhere = register(store, complainant="路人", serial_no="SN1")
    stranger = register(store, complainant="路人", category="20.1")
    stranger_again = register(store, complainant="路人乙", category="20.1")
    found = [row(store, key)["repeat_of_id"] for key in (first, again, other, elsewhere, stranger, stranger_again)]
    assert found == [None, first, None, first, None, None]


def test_a_closed_complaint_is_repeated_for_ninety_days_only(store, customer):
    old = {"customer_id": customer, "category": "20.1", "subject": "x", "received_at": at("2026-01-05T10:00")}
    store.write("x", complaints.import_cases, [{**old, "closed_at": at("2026-01-08T10:00")}])
    near = register(store, customer_id=customer, category="20.1", received_at=at("2026-04-08T17:00"))
    assert row(store, near)["repeat_of_id"] is not None
    take(store, near, "T23", "x")
    far = register(store, customer_id=customer, category="20.1", received_at=at("2026-07-08T10:00"))
    assert row(store, far)["repeat_of_id"] is None


def test_amending_severity_moves_priority_and_deadlines_and_is_logged(store, customer):
    complaint = register(store, customer_id=customer, received_at=at("2026-07-01T09:10"))
    assert store.write("x", complaints.amend, complaint, {"severity": "S4", "place": "仓库"}).value is True
    found = row(store, complaint)
    assert (found["priority"], found["close_due"], found["place"]) == ("P1", at("2026-07-06T18:00"), "仓库")
    assert log(store, complaint) == ["T01", "T29"]
    assert store.write("x", complaints.amend, complaint, {"severity": "S4"}).changes is None


def test_undo_and_redo_through_several_steps(store, customer):
    complaint = register(store, customer_id=customer)
    states = [row(store, complaint)]
    go(store, complaint, "accept", **ASSESSED)
    states.append(row(store, complaint))
    go(store, complaint, "answer", **SOLVED, answer="x")
    states.append(row(store, complaint))
    count = events(store)
    for known in reversed(states[:-1]):
        store.undo()
        assert same(row(store, complaint), known)
    assert log(store, complaint) == ["T01"]
    for known in states[1:]:
        store.redo()
        assert same(row(store, complaint), known)
    assert log(store, complaint) == ["T01", "T02", "T04", "T06", "T11", "T14"]
    assert events(store) == count + 5 + 5  # five revoked, five again: nothing ever leaves


def events(store):
    return store.read(lambda session: session.scalar(sa.select(sa.func.count()).select_from(ComplaintEvent)))


def same(found, known):
    moving = {"row_version", "updated_at"}
    return {k: v for k, v in found.items() if k not in moving} == {k: v for k, v in known.items() if k not in moving}


def test_undoing_the_registration_leaves_a_draft_with_its_number(store, customer):
    complaint = register(store, customer_id=customer)
    number = row(store, complaint)["number"]
    store.undo()
    found = row(store, complaint)
    assert (found["state"], found["number"], found["deleted_at"], found["next_due"]) == ("S00", number, None, None)
    assert log(store, complaint) == []
    assert (store.read(complaints.summary).open, store.read(complaints.due_list, now_utc() + timedelta(days=99))) == (0, ())
    day = local(found["received_at"])
    assert store.read(complaints.month, day.year, day.month).kpi("new").this.value in (None, 0)
    store.redo()
    assert (row(store, complaint)["state"], log(store, complaint)) == ("S10", ["T01"])
    store.undo()
    take(store, complaint, "T01")
    assert (row(store, complaint)["state"], row(store, complaint)["number"]) == ("S10", number)
    register(store, customer_id=customer)
    assert store.read(complaints.summary).open == 2


def test_what_is_due(store, customer):
    late = register(store, customer_id=customer, received_at=at("2026-07-01T09:10"))
    paused = register(store, customer_id=customer, received_at=at("2026-07-01T09:10"))
    go(store, paused, "accept", **ASSESSED)
    take(store, paused, "T08", "Photos")
    register(store, customer_id=customer)
    assert [due.id for due in store.read(complaints.due_list, now_utc())] == [late]
    found = store.read(complaints.summary)
    assert (found.open, found.overdue, found.follow_ups) == (3, 1, 0)


def test_what_can_be_done_now(store, people, customer):
    complaint = register(store, customer_id=customer, category="10.1")
    found = store.read(complaints.options, complaint)
    assert (found.next.goal, found.next.asks.fields) == (
        "accept", ("channel", "told", "category", "severity", "urgency", "handler_id", "department")
    )  # fmt: skip
    assert found.next.values["handler_id"] == people[0]
    assert "T02" in [option.action for option in found.others]
    store.write("x", complaints.advance, complaint, "accept", found.next.values)
    found = store.read(complaints.options, complaint)
    assert found.next.values | {"validity": "valid"} == found.next.values
    values = {**found.next.values, **SOLVED, "answer": "x"}
    store.write("x", complaints.advance, complaint, found.next.goal, values)
    found = store.read(complaints.options, complaint)
    assert found.next.goal == "close"
    assert "T19" not in [option.action for option in found.others]
    store.write("x", complaints.advance, complaint, "close", found.next.values)
    found = store.read(complaints.options, complaint)
    assert found.next.values["follow_up_by_id"] == people[1]


def test_categories_to_choose_from(store):
    with use_language("zh"):
        assert ("20.1", "交付物流 › 延迟交付") in store.read(complaints.category_choices)
    assert "20" not in dict(store.read(complaints.category_choices))
