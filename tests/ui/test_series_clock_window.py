"""The visits that repeat go on by themselves while the program runs; what was made so is none of undo's."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import today
from app.models import Customer, Visit
from app.models.visit_plan import VisitSeries
from app.services import records, visit_series
from app.store.store import Store
from app.ui.context import Context
from app.ui.frame import badges
from app.ui.gateway import Gateway
from app.ui.guard import locking
from app.ui.guard.series_clock import SeriesClock
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences


def _made_two_months_ago(session: Session) -> None:
    """A weekly visit planned as far as it was when the file was last opened."""
    customer = records.create(session, Customer, {"name": "A"})
    weekly = {"customer_id": customer, "purpose": "x", "rule": "FREQ=WEEKLY", "starts_on": today()}
    series, last = visit_series.create(session, weekly), today() + timedelta(days=300)
    session.flush()
    records.delete(session, Visit, list(session.scalars(sa.select(Visit.id).where(Visit.planned_on > last))))
    records.update(session, VisitSeries, series, {"planned_until": last})


def _ahead(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Visit).where(Visit.deleted_at.is_(None))) or 0


def test_a_series_goes_on_after_the_start(gateway: Gateway, store: Store, qtbot: Any) -> None:
    store.write("x", _made_two_months_ago)
    store.write("x", records.create, Customer, {"name": "B"})
    assert store.read(_ahead) == 43
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.context = Context(gateway, window, window.preferences)
    told: list[Any] = []
    gateway.changed.connect(told.append)
    badges.watch(window)
    (clock,) = window.findChildren(SeriesClock)
    clock.tick()
    assert store.read(_ahead) == 53
    assert [changes.entities() for changes in told] == [frozenset({"visits", "visit_series"})]
    clock.tick()
    assert len(told) == 1
    store.undo()  # takes back what a person did last, not the program's own step
    assert store.read(_ahead) == 53
    SeriesClock.follow(window)
    (other,) = window.findChildren(SeriesClock)
    assert other is not clock
    locking.follow_no_more(window)
    assert not window.findChildren(SeriesClock)
