"""Random lives of complaints: steps, remedies, transfers, escalations, extensions, merges, undo and redo in any order keep the
invariants (i) to (viii) of domain/40 §4.5."""

import shutil
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from app.analysis.complaint_flow import flow_row, flow_rows, population
from app.analysis.complaint_states import CLOSED, OPEN
from app.analysis.complaint_story import stories
from app.analysis.complaint_transitions import GOALS, allowed
from app.analysis.periods import Span
from app.errors import ConflictError, ValidationError
from app.formats import local, today
from app.models import Complaint, ComplaintEvent, Customer, Employee
from app.models.base import table_of
from app.models.types import now_utc
from app.services import (
    complaint_clock,
    complaint_costs,
    complaint_extension,
    complaint_messages,
    complaint_parts_lines,
    complaint_transfers,
    complaints,
    lists,
    records,
)
from app.services.lists import ListQuery
from app.store.changes import Label
from app.store.notes import note
from app.store.store import open_file
from app.store.undo_past import PassedOverError

ANSWERS = {
    "category": "10.1", "severity": "S2", "urgency": "U2", "complainant": "李工", "text": "坏了", "demands": "repair",
    "validity": "valid", "cause": "man", "solution": "换", "answer": "换", "executed_on": today(), "accepted": True,
    "acceptance": "电话同意", "satisfaction": "4", "prevention": "抽检", "archive_checks": "informed", "waiting_for": "照片",
    "external_body": "12315", "external_no": "A-1", "external_due": date(2030, 1, 4), "external_result": "和解",
}  # fmt: skip
TIMES = ("received_at", "acknowledged_at", "assessed_at", "answered_at", "closed_at")
_UNHANDLED = {"S00", "S10", "S20", "S80", "S85", "S90", "S95", "S96", "S97", "S98"}
REMEDIES = "recoveries"
EVERY = ListQuery("complaints", ("number",), "received_at")


class Lives(RuleBasedStateMachine):
    template: Path

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_file(Path(shutil.copy(self.template, Path(self.folder.name) / "data.db")))
        self.people = [self.store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]
        self.customer = self.store.write("x", records.create, Customer, {"name": "A"}).value
        self.cases, self.lines, self.steps, self.clocked = [], {}, 0, False

    @rule(severity=st.sampled_from(["S1", "S2", "S3", "S4"]), days=st.sampled_from([0, 0, 9, 60]))
    def register(self, severity, days):
        values = {"customer_id": self.customer, "subject": "x", "severity": severity}
        values |= {"received_at": now_utc() - timedelta(days=days)} if days else {}
        self.cases.append(self.store.write("x", complaints.register, values).value)
        self.steps += 1

    @precondition(lambda self: self.cases)
    @rule(data=st.data())
    def take_a_step(self, data):
        case = data.draw(st.sampled_from(self.cases))
        way = data.draw(st.sampled_from([way for way in allowed(self.row(case)["state"]) if way.code != "T24"] or [None]))
        values = {key: value for key, value in ANSWERS.items() if key not in {"severity", "urgency"}}
        if way is not None and self.row(case)["state"] != "S00":
            self.write(complaints.step, case, way.code, values | {"follow_up_by_id": self.people[1]}, "reason")

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), goal=st.sampled_from(sorted(GOALS)))
    def go(self, data, goal):
        case = data.draw(st.sampled_from(self.cases))
        if self.row(case)["state"] in OPEN:
            self.write(complaints.advance, case, goal, ANSWERS | {"follow_up_by_id": self.people[1]})

    @precondition(lambda self: len(self.cases) > 1)
    @rule(data=st.data())
    def merge(self, data):
        child, master = data.draw(st.sampled_from(self.cases)), data.draw(st.sampled_from(self.cases))
        if self.row(child)["state"] != "S00":
            self.write(complaints.merge, child, master)

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), kind=st.sampled_from(["hand_over", "accept", "give_back", "extend", "talk", "amend", "delete"]))
    def do_something_else(self, data, kind):
        case = data.draw(st.sampled_from(self.cases))
        if self.row(case)["state"] == "S00":
            return
        last = self.store.read(complaint_extension.longest, case) or date(2030, 1, 4)
        self.write(*{
            "hand_over": (complaint_transfers.hand_over, case, self.people[1], "why"),
            "accept": (complaint_transfers.accept, case), "give_back": (complaint_transfers.give_back, case, "why"),
            "extend": (complaint_extension.extend, case, last, "why"),
            "talk": (complaint_messages.add, case, data.draw(st.sampled_from(["contact", "progress", "attempt"])), "words"),
            "amend": (complaints.amend, case, {"validity": "valid", "first_owner_id": self.people[0]}),
            "delete": (records.delete, Complaint, [case]),
        }[kind])  # fmt: skip

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), amount=st.sampled_from([None, 0, 100]), way=st.sampled_from(["add", "change", "remove", "type"]))
    def remedy(self, data, amount, way):
        case = data.draw(st.sampled_from(self.cases))
        if self.row(case)["state"] == "S00":
            return
        lines = [line["id"] for line, _titles in self.store.read(complaint_parts_lines.listed, REMEDIES, case)]
        if way == "type":
            self.write(complaints.amend, case, {"compensation": amount})
        elif way == "add" or not lines:
            self.write(complaint_parts_lines.add, REMEDIES, case, {"kind": "refund", "amount": amount})
        elif way == "change":
            self.write(complaint_parts_lines.change, REMEDIES, data.draw(st.sampled_from(lines)), {"amount": amount})
        else:
            self.write(complaint_parts_lines.remove, REMEDIES, data.draw(st.sampled_from(lines)))

    @rule()
    def the_clock_looks(self):
        self.clocked |= note(self.store, Label("x"), complaint_clock.run).changes is not None
        assert not self.store.read(complaint_clock.due)
        assert note(self.store, Label("x"), complaint_clock.run).changes is None

    def write(self, op, *args):
        with suppress(ValidationError, ConflictError):
            self.steps += self.store.write("x", op, *args).changes is not None
            assert op is not records.delete  # (vii)

    @precondition(lambda self: self.steps)
    @rule()
    def undo(self):
        known = self.standing()
        try:
            assert self.store.undo() is not None
        except PassedOverError:  # the clock went on from it, as from what fell back or waited too long; the next is another
            assert self.clocked
            self.steps -= 1
            return
        self.steps -= 1
        self.store.redo()
        assert self.standing() == known
        self.store.undo()

    @rule()
    def redo(self):
        try:
            self.steps += self.store.redo() is not None
        except PassedOverError:
            assert self.clocked

    def standing(self):
        return [[(e.action, e.at, e.to_state) for e in self.log(case) if e.stands] for case in self.cases]

    def row(self, case):
        return self.store.read(records.get, Complaint, case)

    def log(self, case):
        return self.store.read(complaints.log, case)

    @invariant()
    def everything_holds(self):
        """Read once, then asked invariant by invariant."""
        if not getattr(self, "cases", ()):
            return
        seen = self.store.read(lambda session: [(records.get(session, Complaint, case), complaints.log(session, case))
                                                for case in self.cases])  # fmt: skip
        sums = self.store.read(lambda session: [complaint_costs.recovery_sum(session, case) for case in self.cases])
        for total, (found, _log) in zip(sums, seen, strict=True):
            assert total is None or found["compensation"] == total  # (vi)
        self.the_log_only_grows()
        for found, log in seen:
            standing = [entry for entry in log if entry.stands]
            self.the_state_is_what_the_log_says(found, standing)
            self.nobody_is_without_an_owner_and_times_go_forward(found, standing)
            self.what_is_closed_has_its_cause_and_what_is_archived_its_answer(found)
            assert (found["next_due"] is not None) == (found["state"] in OPEN | {"S80", "S85"})
        self.the_roll_forward_adds_up([(found, log) for found, log in seen if found["state"] != "S00"])

    def the_log_only_grows(self):
        lines = self.store.read(lambda session: session.execute(sa.select(table_of(ComplaintEvent))).all())
        found = {row.id: tuple(row) for row in lines}
        for key, line in self.lines.items():
            assert found[key] == line
        self.lines = found

    def the_state_is_what_the_log_says(self, found, standing):
        moves = [entry for entry in standing if entry.from_state != entry.to_state]
        assert found["state"] == (moves[-1].to_state if moves else "S00")
        assert all(a.to_state == b.from_state for a, b in pairwise(moves))

    def nobody_is_without_an_owner_and_times_go_forward(self, found, standing):
        """(ii), (iii), (vii); a case assessed first is acknowledged afterwards (T05)."""
        assert found["first_owner_id"] == self.people[0]
        assert found["state"] in _UNHANDLED or found["handler_id"]
        assert found["deleted_at"] is None
        times = [entry.at for entry in standing]
        assert times == sorted(set(times))
        first = any(entry.action == "T05" for entry in standing)
        known = [found[key] for key in TIMES if found[key] is not None and not (first and key == "acknowledged_at")]
        assert known == sorted(known)

    def what_is_closed_has_its_cause_and_what_is_archived_its_answer(self, found):
        """(iv), (v)."""
        if found["state"] in CLOSED and found["validity"] == "valid":
            assert found["cause"] is not None
        if found["state"] == "S90":
            tries = self.store.read(complaint_messages.attempts_on, found["id"])
            assert found["satisfaction"] or found["follow_up_result"] == "refused" or tries >= 3

    def the_roll_forward_adds_up(self, seen):
        """(i), (viii): for every period, at every cut, by priority too; merged ones count nowhere and stay visible."""
        told = stories(self.store.read(complaints.cases, local(now_utc()) - timedelta(days=90)))
        cuts = sorted({local(entry.at) for _found, log in seen for entry in log if entry.stands}) or [local(now_utc())]
        end = local(now_utc()) + timedelta(days=1)
        for start in (cuts[0] - timedelta(days=1), cuts[len(cuts) // 2], cuts[-1]):
            for span in (Span(start, end), Span(start, max(cuts[-1], start + timedelta(microseconds=1)))):
                for row in (flow_row(None, population(told, span)), *flow_rows(told, span)):
                    gone = row.withdrawn + row.merged + row.converted
                    assert row.opening + row.new + row.reopened - gone - row.closed == row.ending
        people = population(told, Span(cuts[0] - timedelta(days=90), end))
        assert len(people.ending) == sum(found["state"] in OPEN for found, _log in seen)
        assert len(people.net) == sum(found["state"] not in {"S95", "S96", "S97"} for found, _log in seen)
        assert self.store.read(lists.count, EVERY) == len(seen)

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


@pytest.mark.filterwarnings("error")
def test_random_lives(template):
    Lives.template = template
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    wanted = settings(max_examples=10, stateful_step_count=16, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Lives, settings=wanted)
