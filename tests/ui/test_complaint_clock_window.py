"""The clock of complaints beside the window: what falls due is written by itself, is none of undo's, and ends with its file."""

from datetime import timedelta
from typing import Any

import pytest

from app.models import Complaint, Customer
from app.models.types import now_utc
from app.services import complaints, records
from app.store.store import Store
from app.ui.context import Context
from app.ui.gateway import Gateway
from app.ui.guard.complaint_clock import ComplaintClock
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences


@pytest.fixture
def window(gateway: Gateway, qtbot: Any) -> MainWindow:
    made = MainWindow(Preferences(None))
    qtbot.addWidget(made)
    made.context = Context(gateway, made, made.preferences)
    return made


def test_what_falls_due_is_written_and_undo_passes_over_it(window: MainWindow, gateway: Gateway, store: Store) -> None:
    customer = store.write("x", records.create, Customer, {"name": "A"}).value
    given = {"customer_id": customer, "subject": "x", "severity": "S1", "received_at": now_utc() - timedelta(days=60)}
    case = store.write("x", complaints.register, given).value
    told: list[Any] = []
    gateway.changed.connect(told.append)
    ComplaintClock.follow(window)
    (clock,) = window.findChildren(ComplaintClock)
    clock.tick()
    assert store.read(records.get, Complaint, case)["level"] == 3
    assert [changes.entities() for changes in told] == [frozenset({"complaints", "complaint_events"})]
    clock.tick()
    assert len(told) == 1
    store.undo()
    found = store.read(records.get, Complaint, case)
    assert (found["state"], found["level"]) == ("S00", 3)
    ComplaintClock.follow(window)
    (other,) = window.findChildren(ComplaintClock)
    assert other is not clock
    ComplaintClock.leave_all(window)
    assert not window.findChildren(ComplaintClock)
