"""One complaint as its screen shows it: values, names, the five stages, the log in words, what can be done now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.complaint_states import ACCEPT, ANSWER, CLOSE, HANDLE, REGISTER, STAGES, is_open
from app.models import Complaint, Employee
from app.services import complaint_events, complaint_plan, records
from app.services.complaint_events import Entry
from app.services.complaint_plan import Options
from app.services.complaint_record import load

# the stage in which somebody has to do something, by state
_PENDING = {
    "S00": REGISTER, "S10": ACCEPT, "S20": ACCEPT, "S30": ACCEPT, "S40": HANDLE, "S45": HANDLE, "S50": HANDLE, "S98": HANDLE,
    "S55": ANSWER, "S65": ANSWER, "S60": CLOSE, "S70": CLOSE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StageView:
    """One step of the bar: ``at`` when it was done; ``due`` for the one in hand (None where it is not known)."""

    code: str
    label: str
    at: datetime | None
    current: bool
    due: datetime | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything a complaint's record shows. ``names`` are the titles behind its links, by field key."""

    values: Mapping[str, Any]
    names: Mapping[str, str]
    stages: tuple[StageView, ...]
    log: tuple[Entry, ...]
    people: Mapping[UUID, str]
    options: Options
    option_names: Mapping[str, str]


def case_view(session: Session, complaint_id: UUID) -> CaseView:
    """Read one complaint for its screen. ConflictError when it is gone."""
    record = load(session, complaint_id)
    values = records.get(session, Complaint, complaint_id)
    log = tuple(complaint_events.entries(session, complaint_id))
    people = records.titles(session, Employee, [entry.by_id for entry in log if entry.by_id])
    options = complaint_plan.options(session, complaint_id)
    return CaseView(
        values, records.link_titles(session, Complaint, values), _stages(record, log), log, people, options,
        _option_names(session, options),
    )  # fmt: skip


def _stages(record: Complaint, log: tuple[Entry, ...]) -> tuple[StageView, ...]:
    done = {
        REGISTER: record.received_at if record.state != "S00" else None,
        ACCEPT: record.acknowledged_at or record.assessed_at, HANDLE: complaint_events.entered(log, "S55") or record.answered_at,
        ANSWER: record.answered_at, CLOSE: record.closed_at,
    }  # fmt: skip
    pending = _PENDING.get(record.state)
    order = [stage.code for stage in STAGES]
    reached = order.index(pending) if pending else len(order)
    return tuple(
        StageView(
            stage.code, stage.label, done[stage.code] if place < reached else None, stage.code == pending,
            record.next_due if stage.code == pending and is_open(record.state) else None,
        )
        for place, stage in enumerate(STAGES)
    )  # fmt: skip


def _option_names(session: Session, options: Options) -> dict[str, str]:
    """The names behind the links that steps are prefilled with."""
    names: dict[str, str] = {}
    for option in (options.next, *options.others):
        if option is not None:
            names |= records.link_titles(session, Complaint, option.values)
    return names
