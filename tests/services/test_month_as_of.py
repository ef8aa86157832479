"""A month that is over stays as it was, whatever happens later: the report computed now equals the one computed at its end
(domain/00 G5)."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.complaint_transitions import allowed
from app.errors import ConflictError, ValidationError
from app.formats import from_local
from app.models import Complaint, Customer, Employee
from app.services import complaints, improvements, month_tales, records

SOLVED = {"category": "10.1", "urgency": "U2", "complainant": "李工", "text": "坏了", "demands": "repair", "validity": "valid",
          "cause": "man", "solution": "换", "answer": "换", "acceptance": "电话同意", "prevention": "抽检",
          "remedies_told": "yes", "waiting_for": "照片", "executed_on": date(2025, 10, 28), "external_body": "12315",
          "external_no": "A-1", "external_due": date(2025, 12, 31), "external_result": "和解"}  # fmt: skip
ATTITUDE = {"satisfaction": "2", "follow_up_note": "太慢", "follow_up_result": "reached", "fair_manner": "5",
            "archive_checks": "informed"}  # fmt: skip
LIVES = (  # what happened in October 2025, a day between each
    (20, "T02 T04 T06"), (20, "T02 T04 T06 T08"), (20, "T02 T04 T06 T26"), (6, "T02 T04 T06 T08 T09 T11 T14 T19 T20"),
    (6, "T02 T04 T06 T11 T14 T19 T20 T22 T11 T14"), (8, "T02 T04 T06 T11 T14 T19"),
)  # fmt: skip
OCTOBER = (date(2025, 10, 1), date(2025, 10, 31))
NOVEMBER = datetime(2025, 11, 1)
CODES = ("T07", "T08", "T09", "T11", "T14", "T15", "T16", "T18", "T19", "T20", "T21", "T22", "T23", "T26", "T27", "T28", "T29",
         "T30", "amend")  # fmt: skip
MOVES = {
    "again": {"plan": "系统强制", "due_on": date(2027, 1, 1)}, "start": {}, "drop": {"check_note": "算了"},
    "done": {"done_on": date(2025, 11, 30), "evidence": "新表"},
}  # fmt: skip


def october(store):
    """Cases in every state that may wait, be closed or come back; an improvement whose check failed, and a dropped one."""
    people = [store.write("x", records.create, Employee, {"name": name}).value for name in ("周敏", "李强")]
    other = people[1]
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    cases = []
    for day, codes in LIVES:
        moment = datetime(2025, 10, day, 10)
        given = {"customer_id": customer, "subject": "漏水", "severity": "S2", "received_at": from_local(moment)}
        cases.append(store.write("x", complaints.register, given).value)
        for number, code in enumerate(codes.split(), 1):
            values = {**SOLVED, **(ATTITUDE if code == "T20" else {}), "at": from_local(moment + timedelta(days=number))}
            store.write("x", complaints.step, cases[-1], code, values | {"follow_up_by_id": other}, "why")
    plan = {"name": "核对库存", "plan": "加一列", "metric": "件数", "baseline": Decimal(6), "target": Decimal(1),
            "opened_on": date(2025, 9, 3), "due_on": date(2025, 9, 30), "owner_id": other}  # fmt: skip
    found = [store.write("x", improvements.open_new, plan).value for _number in range(2)]
    check = {"measured": Decimal(7), "checked_on": date(2025, 10, 20), "checked_by_id": other, "check_note": "没人填"}
    steps = (("start", {}), ("done", {"done_on": date(2025, 10, 6), "evidence": "表"}),
             ("fail", {**check, "same_person_reason": "只有一人"}))  # fmt: skip
    for code, values in steps:
        store.write("x", improvements.take, found[0], code, values)
    return cases, found, people


def told(store, cases):
    month, tales = store.read(complaints.month, 2025, 10), store.read(month_tales.tales, [key.hex for key in cases], NOVEMBER)
    return month, store.read(improvements.followed, *OCTOBER), [(tale.number, tale.severity, tale.closed_at) for tale in tales]


LATER = st.lists(st.one_of(
    st.tuples(st.integers(0, len(LIVES) - 1), st.sampled_from(CODES), st.integers(1, 72), st.integers(1, 4)),
    st.tuples(st.sampled_from([-1, -2]), st.sampled_from(sorted(MOVES)), st.just(0), st.just(1)),
), min_size=1, max_size=8)  # fmt: skip


def test_a_month_that_is_over_stays_as_it_was(store):
    cases, found, people = october(store)
    then = told(store, cases)
    assert {row.state for row in then[0].open_cases} == {"S40", "S45", "S98", "S60"}
    assert [line.state for line in then[1]] == ["ineffective", "plan"]

    def take(which, code, moment, score):
        with suppress(ValidationError, ConflictError):
            if which < 0:
                return store.write("x", improvements.take, found[which], code, MOVES[code]).changes
            values = {**ATTITUDE, "satisfaction": str(score)} if code in ("T20", "T21") else {}
            if code == "amend":  # what the customer says is said then, not in October
                said = {"satisfaction": str(score), "fair_process": str(score), "stays": str(score)}
                return store.write("x", complaints.amend, cases[which], said).changes
            if code == "T29":
                values = {"severity": f"S{score}", "urgency": f"U{score % 3 + 1}", "handler_id": people[score % 2]}
            state = store.read(records.get, Complaint, cases[which])["state"]
            if code in {way.code for way in allowed(state)}:
                given = {**values, "executed_on": date(2025, 11, 3), "external_body": "法院", "at": from_local(moment)}
                return store.write("x", complaints.step, cases[which], code, given, "why").changes
        return None

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(LATER)
    def whatever_happens(later):
        moment, done = datetime(2025, 11, 1, 9), 0
        for which, code, hours, score in later:
            moment += timedelta(hours=hours)
            done += take(which, code, moment, score) is not None
        after = told(store, cases)
        for _step in range(done):  # before anything is asked, so that an example that fails leaves nothing behind
            store.undo()
        assert (after, told(store, cases)) == (then, then)

    whatever_happens()
