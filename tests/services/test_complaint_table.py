"""The table of transitions walked through the store: allowed exactly from its sources, every guard refuses and passes."""

from datetime import timedelta

import pytest

from app.analysis.complaint_states import STATES, is_open
from app.analysis.complaint_transitions import TRANSITIONS, target_of
from app.errors import ConflictError, ValidationError
from app.formats import local, today
from app.models import Complaint, Customer, Employee, fields_of
from app.models.complaint_parts import Message
from app.models.types import now_utc
from app.services import complaint_guards, complaint_rules, complaints, records, settings
from app.services.complaint_guards import GUARDS, Draft, Free

NOW = now_utc()
TODAY = local(NOW).date()
DAY = timedelta(days=1)
WHOLE = {
    "category": "10.1", "severity": "S2", "urgency": "U2", "complainant": "李工", "text": "坏了", "demands": "repair",
    "validity": "valid", "cause": "man", "solution": "换", "answer": "换", "executed_on": today(), "accepted": True,
    "acceptance": "电话里同意", "satisfaction": "4", "channel": "phone", "answer_channel": "phone", "remedies_told": "yes",
    "department": "质检", "external_body": "12315", "external_no": "A-1", "external_due": TODAY + 20 * DAY,
    "external_result": "和解", "waiting_for": "照片", "archive_checks": "informed,answer,evidence,costs,cause,measures",
    "compensation": 100, "prevention": "抽检", "follow_up_result": "reached", "follow_up_due": NOW + 5 * DAY,
}  # fmt: skip


@pytest.fixture
def people(store):
    add = lambda name: store.write("x", records.create, Employee, {"name": name}).value  # noqa: E731
    return [add("陈立"), add("王桥")]


@pytest.fixture
def customer(store, people):
    return store.write("x", records.create, Customer, {"name": "华信"}).value


@pytest.fixture
def case(store, customer):
    values = {"customer_id": customer, "subject": "x", "severity": "S2", "received_at": NOW - DAY}
    return store.write("x", complaints.register, values).value


def attempt(store, work):
    """What ``work(session)`` raises in a write that leaves nothing behind; None where it went through."""
    outcome = []

    def run(session):
        try:
            work(session)
        except (ValidationError, ConflictError) as error:
            outcome.append(error)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write("x", run)
    return outcome[0] if outcome else None


def set_to(session, case, state, values):
    record = session.get_one(Complaint, case)
    for key, value in {**values, "state": state}.items():
        setattr(record, key, value)
    return record


@pytest.mark.parametrize("way", TRANSITIONS, ids=lambda way: way.code)
def test_each_way_is_open_from_its_sources_only(store, people, customer, case, way):
    master = store.write("x", complaints.register, {"customer_id": customer, "subject": "y", "severity": "S1"}).value
    for state in STATES:
        def work(session, state=state):
            values = WHOLE | {"handler_id": people[0], "follow_up_by_id": people[1], "merged_into_id": master}
            values |= {"priority": "P1", "severity": "S3", "urgency": "U3"} if way.code == "T05" else {}
            record = set_to(session, case, state.code, values)
            complaints.step(session, case, way.code, {}, "why")
            assert record.state == target_of(way.code, state.code)
            assert complaints.log(session, case)[-1].action == way.code
            assert (record.next_due is not None) == (is_open(record.state) or record.state in {"S80", "S85"})

        refused = attempt(store, work)
        if state.code in way.sources:
            assert refused is None, (state.code, refused)
        else:
            assert isinstance(refused, ConflictError), state.code


# what each guard refuses: (facts of the record, reason, field named); what it needs besides WHOLE to pass
REFUSED = {
    "who_what_how_bad": ({"severity": None}, "severity"), "channel": ({"answer_channel": None}, "answer_channel"),
    "promised_deadline": ({}, "promise_due"), "severity_at_most_s2": ({"severity": "S3"}, "severity"),
    "cost_within_own_limit": ({"compensation": 20_001}, "compensation"),
    "cost_within_handler_limit": ({"compensation": 20_000, "rework_cost": 1}, "compensation"),
    "approver_limit": ({"compensation": 500_001}, "compensation"), "category": ({"category": None}, "category"),
    "l2": ({"category": "10"}, "category"), "department": ({"department": None}, "department"),
    "cause": ({"cause": None}, "cause"), "final_cause": ({"cause": None}, "cause"), "answer": ({"answer": None}, "answer"),
    "customer_agrees": ({"accepted": False}, "accepted"), "severity": ({"severity": None}, "severity"),
    "urgency": ({"urgency": None}, "urgency"), "handler": ({"handler_id": None}, "handler_id"),
    "receiver_accepts": ({"handler_id": None}, "handler_id"), "priority_p1": ({"priority": "P2"}, "priority"),
    "reason": ({}, "reason"), "what_is_missing": ({"waiting_for": None}, "waiting_for"),
    "by_when": ({"waiting_until": TODAY + 40 * DAY}, "waiting_until"), "new_facts_or_timeout": ({}, "reason"),
    "validity": ({"validity": "pending"}, "validity"), "recovery": ({"solution": None}, "solution"),
    "receipt_complete": ({"demands": None}, "demands"), "next_remedies_told": ({"remedies_told": None}, "remedies_told"),
    "acceptance_evidence": ({"acceptance": None}, "acceptance"), "options_exhausted": ({}, "reason"),
    "final_letter": ({"answer": None}, "answer"), "remedy_done": ({"executed_on": None}, "executed_on"),
    "evidence": ({"acceptance": None}, "acceptance"),
    "corrective_action": ({"severity": "S3", "prevention": None}, "prevention"),
    "supervisor_confirms_p1_p2": ({"priority": "P2"}, ""), "attitude_or_three_attempts": ({"satisfaction": None}, "satisfaction"),
    "first_contact_confirms": ({"archive_checks": None}, "archive_checks"),
    "checklist": ({"archive_checks": "informed", "acceptance": None}, "archive_checks"), "customer_statement": ({}, "reason"),
    "master": ({"merged_into_id": None}, "merged_into_id"), "new_record": ({}, "reason"),
    "body": ({"external_body": None}, "external_body"),
    "case_number": ({"external_no": None}, "external_no"), "deadline": ({"external_due": None}, "external_due"),
    "decision": ({"external_result": None}, "external_result"), "level_up": ({"level": 3}, "level"),
    "low_score_explained": ({"satisfaction": "2"}, "follow_up_note"),
    "not_the_handler": ({"follow_up_by_id": "handler"}, "follow_up_by_id"),
}  # fmt: skip
FREE = {"time", "how_asked", "cost", "costs", "same_issue"}
ELSEWHERE = {"at_most_twice", "within_reopen_days"}  # of the log: test_complaint_transfers, test_complaints


def test_every_guard_of_the_table_has_its_line():
    named = {guard for way in TRANSITIONS for guard in way.guards}
    assert named == set(GUARDS)
    assert {name for name, guard in GUARDS.items() if isinstance(guard, Free)} == FREE
    assert all(guard.why for guard in GUARDS.values() if isinstance(guard, Free))
    assert named == set(REFUSED) | FREE | ELSEWHERE


@pytest.mark.parametrize("name", REFUSED)
def test_every_guard_refuses_with_its_field_and_passes_when_met(store, people, customer, case, name):
    facts, field = REFUSED[name]
    store.write("x", settings.change, "complaint.rules", {rule.key: "on" for rule in complaint_rules.RULES})
    other = store.write("x", complaints.register, {"customer_id": customer, "subject": "y", "severity": "S1"}).value
    whole = WHOLE | {"handler_id": people[0], "follow_up_by_id": people[1], "merged_into_id": other, "priority": "P1",
                     "waiting_until": TODAY}  # fmt: skip
    facts = {key: people[0] if value == "handler" else value for key, value in facts.items()}
    extra = {"promise_due": NOW - 2 * DAY} if name == "promised_deadline" else {}
    if name in {"approver_limit", "supervisor_confirms_p1_p2"}:  # nobody is limited where nobody has a role
        role = "manager" if name == "approver_limit" else "salesperson"
        store.write("x", records.update, Employee, people[1], {"role": "owner"})
        store.write("x", records.update, Employee, people[0], {"role": role})
        store.actor = people[0]

    def check(values, reason, extra):
        def work(session):
            record = set_to(session, case, "S40", values)
            complaint_guards.check(Draft(session, record, "T14", NOW, reason, extra), (name,))

        return attempt(store, work)

    refused = check(whole | facts, " ", extra)
    assert isinstance(refused, ValidationError)
    assert (refused.field or "") == field
    store.actor = people[1] if name in {"approver_limit", "supervisor_confirms_p1_p2"} else None
    assert check(whole, "why", {}) is None


def test_one_person_is_not_asked_for_what_only_two_can_do(store):
    person = store.write("x", records.create, Employee, {"name": "陈立"}).value
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    assert store.read(complaint_rules.in_force) == {"corrective_action"}
    case = store.write("x", complaints.register, {"customer_id": customer, "subject": "漏水", "severity": "S3"}).value
    clicks = [
        ("accept", {"category": "10.1"}),
        ("answer", {"complainant": "李工", "text": "坏了", "demands": "repair", "validity": "valid", "cause": "man",
                    "solution": "换新", "answer": "换新", "compensation": 90_000}),
        ("close", {"executed_on": today(), "prevention": "抽检"}),
    ]  # fmt: skip
    for goal, values in clicks:
        store.write("x", complaints.advance, case, goal, values)
    store.write("x", complaints.advance, case, "follow_up", {"follow_up_by_id": person, "satisfaction": "4"})
    log = [entry.action for entry in store.read(complaints.log, case)]
    assert log == ["T01", "T02", "T04", "T06", "T11", "T14", "T19", "T20"]
    store.write("x", complaints.advance, case, "archive", {})
    assert store.read(records.get, Complaint, case)["state"] == "S90"


def test_the_panel_of_one_person_needs_four_short_answers(store):
    """登记 → 答复 → 结案 → 回访: what the panel brings filled is taken as it is; only what must be said is typed."""
    store.write("x", records.create, Employee, {"name": "陈立"})
    person = store.write("x", records.create, Customer, {"name": "李工", "kind": "person"}).value
    given = {"customer_id": person, "subject": "漏水", "text": "漏水", "severity": "S2", "category": "10.1", "demands": "repair"}
    case = store.write("x", complaints.register, given).value
    answer = {"cause": "man", "solution": "换新", "answer": "换新"}
    typed = [("answer", answer), ("close", {}), ("follow_up", {"satisfaction": "4"})]
    for goal, words in typed:
        found = store.read(complaints.options, case).next
        assert found.goal == goal
        store.write("x", complaints.advance, case, goal, {**found.values, **words})
    assert store.read(records.get, Complaint, case)["state"] == "S85"


def test_rules_follow_the_number_of_colleagues_unless_said_otherwise(store, people):
    assert store.read(complaint_rules.on, "approvals")
    assert not store.read(complaint_rules.on, "department")
    store.write("x", settings.change, "complaint.rules", {"approvals": "off", "department": "on", "evidence": "auto"})
    known = store.read(complaint_rules.in_force)
    assert "department" in known
    assert not known & {"approvals", "evidence"}
    for number in range(4):
        store.write("x", records.create, Employee, {"name": f"同事{number}"})
    assert "evidence" in store.read(complaint_rules.in_force)
    assert all(store.read(complaint_rules.on, rule.key) == (rule.key in store.read(complaint_rules.in_force))
               for rule in complaint_rules.RULES)  # fmt: skip


def test_three_tries_on_three_days_stand_for_an_attitude(store, case):
    def work(session, days):
        record = set_to(session, case, "S85", WHOLE | {"satisfaction": None, "follow_up_result": "not_reached"})
        for day in days:
            session.add(Message(complaint_id=case, kind="attempt", at=NOW - day * DAY))
        complaint_guards.check(Draft(session, record, "T21", NOW, ""), ("attitude_or_three_attempts",))

    assert attempt(store, lambda session: work(session, (1, 2, 3))) is None
    assert attempt(store, lambda session: work(session, (1, 2, 2))).field == "follow_up_result"


def test_what_is_offered_can_be_done_and_asks_for_what_there_is(store, people, customer, case):
    """In every state, for firms of every size: the offers are the table's, their fields exist, their needs are asked for."""
    known = fields_of(Complaint)
    for chosen in ("on", "off"):
        store.write("x", settings.change, "complaint.rules", {rule.key: chosen for rule in complaint_rules.RULES})
        for state in STATES:
            def work(session, state=state):
                set_to(session, case, state.code, {"severity": "S3", "handler_id": people[0]})
                found = complaints.options(session, case)
                offered = [each for each in (found.next, *found.others) if each is not None]
                for each in offered:
                    assert each.asks.fields == tuple(dict.fromkeys(each.asks.fields))
                    assert set(each.asks.fields) <= set(known)
                    assert {need.field for need in each.asks.needs} <= set(each.asks.fields)
                    assert set(each.values) == set(each.asks.fields)
                codes = {each.action for each in offered if each.action}
                assert codes <= {way.code for way in TRANSITIONS if state.code in way.sources}

            assert attempt(store, work) is None, state.code
