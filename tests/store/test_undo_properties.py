"""Any history of steps, undone and redone, ends where it began: equal logical dumps (faults F90), on a real file.

``python3 run.py bench faults undo`` takes 10,000 steps of more kinds; here are 250.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.models import Contact, Customer
from app.services import records
from app.store import log
from app.store.store import Store, open_file
from tests.faults.undoing import dump

NAMES = st.sampled_from(["华信", "宁江", "东川", "海陵", "Ann <b>", "=cmd()", "𠮷野"])


class Steps(RuleBasedStateMachine):
    """A person who adds, renames, links and deletes customers and people, and changes their mind."""

    folder: Path
    template: Path

    @initialize()
    def start(self) -> None:
        path = self.folder / "steps.db"
        for old in self.folder.glob("steps.db*"):
            old.unlink()
        shutil.copy(self.template, path)
        self.store = open_file(path)
        self.dumps = [dump(self.store)]
        self.at = 0

    def done(self, label: str, op: Callable[..., Any], *args: Any) -> None:
        if self.store.write(label, op, *args).changes is not None:
            del self.dumps[self.at + 1 :]
            self.dumps.append(dump(self.store))
            self.at += 1

    def pick(self, data: st.DataObject, entity: str) -> Any:
        ids = sorted(key[1] for key in self.dumps[self.at] if key[0] == entity)
        return data.draw(st.sampled_from(ids)) if ids else None

    @rule(names=st.lists(NAMES, min_size=1, max_size=3))
    def add_customers(self, names: list[str]) -> None:
        self.done("add", records.create_many, Customer, [{"name": name} for name in names])

    @rule(data=st.data(), name=NAMES, phone=st.none() | st.text("0123456789", max_size=11))
    def change_customer(self, data: st.DataObject, name: str, phone: str | None) -> None:
        customer = self.pick(data, "customers")
        if customer:
            self.done("change", records.update, Customer, customer, {"name": name, "phone": phone})

    @rule(data=st.data(), name=NAMES)
    def add_person(self, data: st.DataObject, name: str) -> None:
        customer = self.pick(data, "customers")
        if customer:
            self.done("person", records.create, Contact, {"name": name, "customer_id": customer})

    @rule(data=st.data())
    def delete_customer(self, data: st.DataObject) -> None:
        customer = self.pick(data, "customers")
        if customer:
            self.done("delete", records.delete, Customer, [customer])

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        assert self.store.undo() is not None
        self.at -= 1

    @precondition(lambda self: self.at + 1 < len(self.dumps))
    @rule()
    def redo(self) -> None:
        assert self.store.redo() is not None
        self.at += 1

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = open_file(self.folder / "steps.db")

    @invariant()
    def what_is_seen_is_what_was_there(self) -> None:
        if hasattr(self, "dumps"):
            assert dump(self.store) == self.dumps[self.at]

    def teardown(self) -> None:
        while self.at:
            assert self.store.undo() is not None
            self.at -= 1
        assert self.store.undo() is None
        assert dump(self.store) == self.dumps[0]
        assert self.store.read(log.chain_problems) == []
        self.store.close()


def test_undone_and_redone_histories_are_equal(template: Path, tmp_path: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    machine = type("StepsHere", (Steps,), {"folder": tmp_path, "template": template})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        machine, settings=settings(max_examples=4, stateful_step_count=25, deadline=None, suppress_health_check=checks)
    )


@pytest.mark.parametrize("count", [1500])
def test_a_large_import_is_one_step_back(store: Store, count: int) -> None:
    before = dump(store)
    store.write("Import", records.create_many, Customer, [{"name": f"客户{index}"} for index in range(count)])
    assert len(dump(store)) == count
    store.undo()
    assert dump(store) == before
    store.redo()
    assert len(dump(store)) == count
