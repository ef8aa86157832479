"""投诉处理过程记录: everything that happened with one complaint, step by step, and every change (domain/40 §4.10).

Steps that were undone stay and are marked; hidden values stay hidden unless the paper is made in clear.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import complaint_states
from app.analysis.complaint_transitions import transition
from app.formats import moment_text
from app.i18n import gettext_text as _
from app.models import Complaint, Employee, fields_of
from app.models.complaint_parts import Message, Promise, Transfer
from app.models.session import logged
from app.reports.complaint_subject import Case, case_of, paper
from app.reports.document import Block, Cell, Column, Document, Empty, Facts, Heading, Signatures, Table
from app.services import past, present, records
from app.services.complaint_events import Entry
from app.services.past import Past

MOST = 2000
"""Changes of fields that are printed, the oldest first."""

Part = TypeVar("Part", Message, Promise, Transfer)
_HEAD = ("number", "state", "customer_id", "complainant", "received_at", "channel", "first_owner_id", "handler_id", "priority",
         "category", "closed_at", "reopened")  # fmt: skip
_UNTOLD = frozenset({"state", "next_due"})
"""What follows from the steps, which are told already."""


def build(session: Session, complaint: str | UUID) -> Document:
    """The record of one complaint, by number or id."""
    case = case_of(session, complaint)
    facts = tuple((_(fields_of(Complaint)[key].label), case.text(key) or None) for key in _HEAD)
    blocks = (
        Facts(((_("Subject"), case.values["subject"]),), 1), Facts(facts, 2), Heading(_("Steps")), *_steps(case),
        *_contacts(session, case), *_transfers(session, case), Heading(_("Changes of what is recorded")),
        *_changes(session, case), Signatures((_("First-contact owner"), _("Handler"), _("Reviewed by"))),
    )  # fmt: skip
    return paper(session, _("Complaint process record"), case, blocks, across=True)


def _steps(case: Case) -> tuple[Block, ...]:
    if not case.log:
        return (Empty(_("Nothing has happened yet: it is a draft.")),)
    columns = (
        Column(_("No."), kind="number"), Column(_("At")), Column(_("By")), Column(_("Step"), weight=2),
        Column(_("Former state")), Column(_("New state")), Column(_("Reason"), weight=3), Column(_("Recorded at")),
    )  # fmt: skip
    rows = tuple(_step(place, entry, case) for place, entry in enumerate(case.log, 1))
    note = _("Steps marked “undone” do not count; they are never removed.")
    return (Table(columns, rows, notes=(note,) if any(not entry.stands for entry in case.log) else ()),)


def _step(place: int, entry: Entry, case: Case) -> tuple[Cell, ...]:
    who = _name(case.people, entry.by_id)
    label = _("{code} {step}").format(code=entry.action, step=_(transition(entry.action).label))
    if entry.revokes is not None:
        label = _("Taken back: {step}").format(step=label)
    elif entry.revoked:
        label = _("{step} (undone)").format(step=label)
    return (place, moment_text(entry.at), who, label, _state(entry.from_state), _state(entry.to_state), entry.reason,
            moment_text(entry.recorded_at))  # fmt: skip


def _state(code: str | None) -> str | None:
    return _(complaint_states.state(code).label) if code else None


def _contacts(session: Session, case: Case) -> tuple[Block, ...]:
    """What was said with the customer meanwhile, and what was promised."""
    talks = session.scalars(_of(Message, case).order_by(Message.at, Message.id)).all()
    promised = session.scalars(_of(Promise, case).order_by(Promise.id)).all()
    found: list[tuple[datetime | None, UUID | None, str, str]] = []
    for talk in talks:
        found.append((talk.at, talk.by_id, present.text_of(fields_of(Message)["kind"], talk.kind), talk.text or ""))
    for one in promised:
        due = _("due {moment}, kept {kept}").format(moment=moment_text(one.due_at), kept=moment_text(one.kept_at))
        found.append((one.created_at, one.by_id, _("Promise"), _("{what} ({due})").format(what=one.name, due=due)))
    if not found:
        return ()
    people = _people(session, (by for _at, by, _kind, _text in found))
    columns = (Column(_("At")), Column(_("By")), Column(_("Kind")), Column(_("What was said"), weight=1))
    told = sorted(found, key=lambda each: moment_text(each[0]))
    rows = tuple((moment_text(at), _name(people, by), kind, text) for at, by, kind, text in told)
    return Heading(_("Contact with the customer")), Table(columns, rows)


def _transfers(session: Session, case: Case) -> tuple[Block, ...]:
    found = session.scalars(_of(Transfer, case).order_by(Transfer.asked_at, Transfer.id)).all()
    if not found:
        return ()
    people = _people(session, (who for one in found for who in (one.from_id, one.to_id)))
    columns = (
        Column(_("Handed over at")), Column(_("Handed over by")), Column(_("Handed over to")), Column(_("State")),
        Column(_("Answered on")),
        Column(_("Reason"), weight=1),
    )  # fmt: skip
    rows = tuple(
        (moment_text(one.asked_at), _name(people, one.from_id), _name(people, one.to_id),
         present.text_of(fields_of(Transfer)["state"], one.state), moment_text(one.answered_at), one.reason)
        for one in found
    )  # fmt: skip
    return Heading(_("Transfers")), Table(columns, rows)


def _of(entity: type[Part], case: Case) -> sa.Select[Part]:
    return sa.select(entity).where(entity.complaint_id == case.values["id"], entity.deleted_at.is_(None))


def _people(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    return records.titles(session, Employee, [one for one in ids if one])


def _name(people: Mapping[UUID, str], who: UUID | None) -> str | None:
    return people.get(who) if who else None


def _changes(session: Session, case: Case) -> tuple[Block, ...]:
    """Every change of a field with the value before and after, as the history of the window tells it."""
    told = list(_lines(session, case.values["id"]))
    if not told:
        return (Empty(_("No changes.")),)
    columns = (
        Column(_("At")), Column(_("By")), Column(_("Step"), weight=1), Column(_("Field")), Column(_("Before"), weight=2),
        Column(_("After"), weight=2),
    )  # fmt: skip
    rows = tuple(
        (moment_text(line.at), line.who or None, line.step, line.field, line.before or None, line.after or None)
        for line in told[:MOST]
    )
    more = _("{count} later changes are left out here; the history on the screen has them.").format(count=len(told) - MOST)
    return (Table(columns, rows, notes=(more,) if len(told) > MOST else ()),)


def _lines(session: Session, complaint_id: UUID) -> Iterator[past.Line]:
    entries = sorted(logged(session, complaint_id, 100_000), key=attrgetter("at"))
    pasts = [Past(e.at, e.actor, e.label.text, e.change.before, e.change.after) for e in entries]
    return (line for line in past.readable(session, Complaint, pasts) if line.key not in _UNTOLD)
