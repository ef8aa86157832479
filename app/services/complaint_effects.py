"""What a step of a complaint brings along in other records: promises, transfers, service requests, notes on the master.

The entities behind are mapped when first needed: no start waits for them.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.complaint_states import FINAL
from app.i18n import gettext_text as _
from app.models import Complaint, ComplaintEvent
from app.services import complaint_rules
from app.services.complaint_people import me

Extra = Mapping[str, Any]


def after(session: Session, record: Complaint, action: str, line: ComplaintEvent, extra: Extra) -> None:
    """Called once the step's line is in the log."""
    if action in _AFTER:
        _AFTER[action](session, record, line, extra)
    if record.state in FINAL:  # by whatever way it got there
        _ended(session, record, line, extra)
    session.flush()


def waits_for_another(session: Session, record: Complaint) -> bool:
    """Whether the case goes to somebody who has to accept it themselves, and nobody was asked yet (§4.4)."""
    from app.services import complaint_transfer_lines

    who = me(session)
    if who is None or record.handler_id in (None, who) or not complaint_rules.on(session, "transfer_acceptance"):
        return False
    return complaint_transfer_lines.open_one(session, record.id) is None


def asked(session: Session, record: Complaint) -> UUID | None:
    """Who has been asked to take the case over and has not answered."""
    from app.services import complaint_transfer_lines

    transfer = complaint_transfer_lines.open_one(session, record.id)
    return transfer.to_id if transfer is not None else None


def hand_on(session: Session, record: Complaint, reason: str) -> None:
    """Hand the case over to the handler that was named; until they accept, it is the first contact's."""
    from app.services import complaint_transfer_lines

    taker, record.handler_id = record.handler_id, record.first_owner_id
    assert taker is not None  # noqa: S101 - waits_for_another asked
    complaint_transfer_lines.ask(session, record.id, taker, reason)


def _promised(session: Session, record: Complaint, line: ComplaintEvent, extra: Extra) -> None:
    """Acknowledging tells the customer when the answer comes: a promise (T02)."""
    from app.services import complaint_promises

    due = extra.get("promise_due") or record.answer_due
    name = _("Answer to the complaint")
    if due is not None:
        complaint_promises.promise(session, record.id, name, due, at=line.at)


def _answered(session: Session, record: Complaint, line: ComplaintEvent, _extra: Extra) -> None:
    from app.services import complaint_promises

    complaint_promises.keep_answer(session, record.id, line.at)


def _accepted(session: Session, record: Complaint, line: ComplaintEvent, _extra: Extra) -> None:
    from app.services import complaint_transfer_lines

    complaint_transfer_lines.settle(session, record.id, "accepted", line.at)


def _returned(session: Session, record: Complaint, line: ComplaintEvent, _extra: Extra) -> None:
    from app.services import complaint_transfer_lines

    complaint_transfer_lines.settle(session, record.id, "returned", line.at)
    record.handler_id = record.first_owner_id


def _ended(session: Session, record: Complaint, line: ComplaintEvent, _extra: Extra) -> None:
    """Nobody has to accept what is over."""
    from app.services import complaint_transfer_lines

    complaint_transfer_lines.settle(session, record.id, "fell_back", line.at)


def _merged(session: Session, record: Complaint, line: ComplaintEvent, extra: Extra) -> None:
    from app.services import complaint_messages

    _ended(session, record, line, extra)
    words = _("{number} was merged into this complaint: its customer is told along with this one's.").format(number=record.number)
    if record.merged_into_id is not None:
        complaint_messages.add(session, record.merged_into_id, "note", words)


def _converted(session: Session, record: Complaint, line: ComplaintEvent, extra: Extra) -> None:
    from app.services.request_of_complaint import from_complaint

    _ended(session, record, line, extra)
    from_complaint(session, record.id, extra.get("request_kind") or "enquiry", line.reason or "")


def _continued(_session: Session, record: Complaint, _line: ComplaintEvent, _extra: Extra) -> None:
    record.waiting_for, record.waiting_until = None, None


def _raised(_session: Session, record: Complaint, _line: ComplaintEvent, extra: Extra) -> None:
    record.level = max(record.level or 0, int(extra.get("level") or (record.level or 0) + 1))


_AFTER: Mapping[str, Callable[[Session, Complaint, ComplaintEvent, Extra], None]] = {
    "T02": _promised, "T03": _answered, "T06": _accepted, "T07": _returned, "T09": _continued, "T14": _answered, "T23": _ended,
    "T24": _merged, "T25": _converted, "T26": _ended, "T28": _raised,
}  # fmt: skip
