"""An improvement as it stood on an earlier day, where its fields were written over since: begun again, dropped, or carried
out after it had been planned only. Read from the change log, whose lines nobody writes over (domain/00 G5)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.analysis.improvement_states import DROPPED, PLAN
from app.formats import local, today
from app.models import Employee
from app.models.session import logged

_MOST = 5000  # changes of one improvement that are looked through
Row = Mapping[str, Any]


def as_it_stood(session: Session, row: Row, day: date) -> Row:
    """The values of the round that was going on at the end of a day, before it was dropped or begun again; ``row`` has those of
    now, and ``owner``, a name. What was amended within a round counts as it does now. ``planned`` is added: whether nobody had
    begun to carry it out by then."""
    if day >= today() or (row["state"] == PLAN and not row["begun_again"]):
        return {**row, "planned": row["state"] == PLAN}
    found, planned, rounds, running = row, row["state"] == PLAN, row["begun_again"] or 0, dict(row)
    for line in logged(session, row["id"], _MOST):
        before, after = line.change.before, line.change.after
        if before is None or local(line.at).date() <= day:
            break
        running.update(before)
        again = rounds and after.get("begun_again") == rounds and (before["begun_again"] or 0) < rounds
        if again or (found["state"] == DROPPED == after.get("state") and "begun_again" not in after):
            rounds, found, planned = rounds - bool(again), dict(running), running["state"] == PLAN
        planned = planned or before.get("state") == PLAN
    return {**found, "planned": planned, "owner": row["owner"] if found is row else _name(session, found)}


def _name(session: Session, row: Row) -> str | None:
    owner = session.get(Employee, row["owner_id"]) if row["owner_id"] else None
    return owner.name if owner is not None else None
