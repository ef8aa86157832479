"""The 8D sheet of a complaint: asked for, begun, and what the complaint knows already (F-26: D0 to D8)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import READ_ONLY
from app.errors import ValidationError
from app.formats import local, today
from app.i18n import N_
from app.models import Complaint, Employee, fields_of
from app.models.complaint_parts import EightD, Why
from app.services import complaint_parts_lines, present, records
from app.services.complaint_record import load

_ASKED = frozenset({"S3", "S4"})


def sheet(session: Session, complaint_id: UUID) -> tuple[dict[str, Any], dict[str, str]] | None:
    """The sheet with the names behind its links; None while nobody began one."""
    found = complaint_parts_lines.listed(session, "eight_ds", complaint_id)
    return found[0] if found else None


def asked(session: Session, complaint_id: UUID) -> bool:
    """Whether a sheet belongs here: a serious or critical case, a repeat, the customer wants one, or it is begun."""
    record = load(session, complaint_id)
    wanted = record.severity in _ASKED or record.repeat_of_id is not None or record.eight_d_asked == "yes"
    return wanted or sheet(session, complaint_id) is not None


def save(session: Session, complaint_id: UUID, values: Mapping[str, Any], version: int | None = None) -> None:
    """Store the sheet, begun with the first save. ConflictError where it moved on since ``version``."""
    if load(session, complaint_id).state in READ_ONLY:
        raise ValidationError(N_("An archived complaint is only read. Undo the archiving first."))
    found = sheet(session, complaint_id)
    if found is None:
        records.create(session, EightD, {"opened_on": today(), **values, "complaint_id": complaint_id})
    else:
        records.update(session, EightD, found[0]["id"], values, version)


def proposed(session: Session, complaint_id: UUID) -> dict[str, str]:
    """What the complaint knows for D2, D3, D4, D5 and D7, by field; what it does not know is left out."""
    record = load(session, complaint_id)
    found = {
        "team": _team(session, record), "problem": _problem(record), "containment": record.containment,
        "occurrence": _because(session, record, "occurrence", record.cause, record.cause_text),
        "slipped": _because(session, record, "escape", record.escape_cause, record.escape_text),
        "chosen": record.solution, "prevention": record.prevention,
    }  # fmt: skip
    return {key: text for key, text in found.items() if text}


def _team(session: Session, record: Complaint) -> str:
    people = [person for person in (record.handler_id, record.first_owner_id) if person]
    names = records.titles(session, Employee, people)
    return "\n".join(dict.fromkeys(names[person] for person in people if person in names))


def _problem(record: Complaint) -> str:
    said = local(record.occurred_at or record.received_at).strftime("%Y-%m-%d %H:%M")
    what = (record.product, record.batch, record.serial_no)
    lines = (record.subject, " · ".join(part for part in (said, record.place, *what) if part), record.description or record.text)
    return "\n".join(line for line in lines if line)


def _because(session: Session, record: Complaint, side: str, branch: str | None, text: str | None) -> str:
    wanted = (Why.complaint_id == record.id, Why.side == side, Why.deleted_at.is_(None))
    chain = session.scalars(sa.select(Why.name).where(*wanted).order_by(Why.place, Why.id))
    key = "cause" if side == "occurrence" else "escape_cause"
    word = present.text_of(fields_of(Complaint)[key], branch) if branch else ""
    return "\n".join(line for line in (word, text, *(f"{number}. {name}" for number, name in enumerate(chain, 1))) if line)
