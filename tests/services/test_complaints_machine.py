"""Random lives of complaints: steps, undo and redo in any order keep the invariants of domain/40 §4.5."""

import shutil
import tempfile
from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from app.analysis.complaint_states import OPEN
from app.analysis.complaint_transitions import GOALS, allowed
from app.errors import AppError, ConflictError, ValidationError
from app.models import Complaint, ComplaintEvent, Customer, Employee
from app.models.base import table_of
from app.services import complaints, records
from app.store.store import open_file

ANSWERS = {
    "category": "10.1", "severity": "S2", "urgency": "U2", "complainant": "李工", "text": "坏了", "demands": "repair",
    "validity": "valid", "cause": "man", "solution": "换", "answer": "换", "executed_on": date(2026, 7, 1), "accepted": True,
    "satisfaction": "4",
}  # fmt: skip
TIMES = ("received_at", "acknowledged_at", "assessed_at", "answered_at", "closed_at")


class Lives(RuleBasedStateMachine):
    template: Path

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_file(Path(shutil.copy(self.template, Path(self.folder.name) / "data.db")))
        self.people = [self.store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]
        self.customer = self.store.write("x", records.create, Customer, {"name": "A"}).value
        self.cases, self.lines, self.steps = [], {}, 0

    @rule(severity=st.sampled_from(["S1", "S2", "S3", "S4"]))
    def register(self, severity):
        values = {"customer_id": self.customer, "subject": "x", "severity": severity}
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

    def write(self, op, *args):
        with suppress(ValidationError, ConflictError):
            self.steps += self.store.write("x", op, *args).changes is not None

    @precondition(lambda self: self.steps)
    @rule()
    def undo(self):
        known = self.standing()
        self.steps -= 1
        assert self.store.undo() is not None
        self.store.redo()
        assert self.standing() == known
        self.store.undo()

    @rule()
    def redo(self):
        try:
            self.steps += self.store.redo() is not None
        except AppError:
            raise AssertionError("a redo was refused") from None

    def standing(self):
        return [[(e.action, e.at, e.to_state) for e in self.log(case) if e.stands] for case in self.cases]

    def row(self, case):
        return self.store.read(records.get, Complaint, case)

    def log(self, case):
        return self.store.read(complaints.log, case)

    @invariant()
    def the_log_only_grows(self):
        if hasattr(self, "store"):
            lines = self.store.read(lambda session: session.execute(sa.select(table_of(ComplaintEvent))).all())
            found = {row.id: tuple(row) for row in lines}
            for key, line in self.lines.items():
                assert found[key] == line
            self.lines = found

    @invariant()
    def the_state_is_what_the_log_says(self):
        for case in getattr(self, "cases", ()):
            standing = [entry for entry in self.log(case) if entry.stands]
            assert self.row(case)["state"] == (standing[-1].to_state if standing else "S00")
            assert all(a.to_state == b.from_state for a, b in pairwise(standing))

    @invariant()
    def nobody_is_without_an_owner_and_times_go_forward(self):
        for case in getattr(self, "cases", ()):
            found = self.row(case)
            assert found["first_owner_id"] == self.people[0]
            assert found["deleted_at"] is None
            times = [entry.at for entry in self.log(case) if entry.stands]
            assert times == sorted(set(times))
            known = [found[key] for key in TIMES if found[key] is not None]
            assert known == sorted(known)

    @invariant()
    def what_is_open_is_due(self):
        for case in getattr(self, "cases", ()):
            found = self.row(case)
            assert (found["next_due"] is not None) == (found["state"] in OPEN | {"S80", "S85"})

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


@pytest.mark.filterwarnings("error")
def test_random_lives(template):
    Lives.template = template
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    wanted = settings(max_examples=15, stateful_step_count=18, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Lives, settings=wanted)
