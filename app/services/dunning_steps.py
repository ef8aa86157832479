"""Taking a step of the ladder (F-33): what a new one begins with, what it must say, the letter that is kept with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import dunning_ladder as ladders
from app.analysis.ageing import late_interest
from app.errors import ValidationError
from app.formats import today
from app.i18n import N_
from app.models.receivable import Dunning, Invoice
from app.services import attachments, dunning, dunning_promises, records
from app.services.business.late_interest import is_owed_by
from app.services.dunning import Bill, Debtor

Values = Mapping[str, Any]
MEANS = {ladders.REMINDER: "wechat", ladders.MESSAGE: "wechat", ladders.CALL: "phone", ladders.LETTER: "letter",
         ladders.STOP: "letter", ladders.LAWYER: "lawyer", ladders.COURT: "court"}  # fmt: skip
"""The usual means of a step."""


def begun(session: Session, customer_id: UUID, invoice_id: UUID | None = None, day: date | None = None) -> dict[str, Any]:
    """What the step due for a customer, or for one of its invoices, begins with: step, means, sum, what comes next and when."""
    as_of = day or today()
    found = dunning.debtor(session, customer_id, as_of)
    bills = [bill for bill in found.bills if invoice_id in (None, bill.id)] if found is not None else []
    if found is None or not bills:
        return {}
    steps = dunning.ladder(session)
    running = [bill for bill in bills if not bill.held] or bills
    step = step_of(found, running, steps)
    late = [bill for bill in running if bill.late > 0] or running[:1]
    ahead = ladders.next_rung(late[0].due_on, step, as_of, steps)
    following = {"next_step": ahead.step, "next_on": ahead.day} if ahead is not None else {}
    return {"step": step, "method": MEANS[step], "amount": sum(bill.open for bill in late), **following}


def step_of(found: Debtor, bills: list[Bill], steps: Mapping[str, int]) -> str:
    """The step to take: what is due, else what was taken last, else the first of the ladder."""
    taken = [one.taken for one in found.done]
    due = [bill.step for bill in bills]
    done = [list(steps)[place] for bill in bills if (place := ladders.covered(bill.due_on, taken, steps)) >= 0]
    for several in (due, done):
        highest = max(several, key=lambda each: ladders.rank(each, steps), default="")
        if highest:
            return highest
    return next(iter(steps), ladders.REMINDER)


def following(session: Session, dunning_id: UUID) -> dict[str, Any]:
    """What the step after this one begins with: the one that was agreed then, about the same."""
    row = records.get(session, Dunning, dunning_id)
    known = {"customer_id": row["customer_id"], "invoice_id": row["invoice_id"], "step": row["next_step"]}
    return {key: value for key, value in known.items() if value is not None}


def save(session: Session, values: Values, dunning_id: UUID | None = None) -> UUID:
    """Write a step. ValidationError for days out of order, a promised sum without a day, an invoice of somebody else; a promise
    that receipts have kept already is kept."""
    before = records.get(session, Dunning, dunning_id) if dunning_id is not None else {}
    _check(session, {**before, **values})
    if dunning_id is None:
        dunning_id = records.create(session, Dunning, {key: each for key, each in values.items() if each not in (None, "")})
    else:
        records.update(session, Dunning, dunning_id, values)
    dunning_promises.follow(session, records.get(session, Dunning, dunning_id)["customer_id"])
    return dunning_id


def _check(session: Session, whole: Values) -> None:
    done = whole.get("done_on")
    if done is not None and done > today():
        raise ValidationError(N_("This lies in the future."), field="done_on")
    if whole.get("promised") and not whole.get("promised_on"):
        raise ValidationError(N_("By when did they promise to pay?"), field="promised_on")
    for key in ("promised_on", "next_on"):
        if done is not None and whole.get(key) is not None and whole[key] < done:
            raise ValidationError(N_("This lies before the day of the step."), field=key)
    invoice = whole.get("invoice_id")
    if invoice and whole.get("customer_id") and records.get(session, Invoice, invoice)["customer_id"] != whole["customer_id"]:
        raise ValidationError(N_("This invoice is another customer's."), field="invoice_id")


def keep_letter(session: Session, dunning_id: UUID, name: str, data: bytes) -> UUID:
    """Keep the printed letter with its step: it is the evidence of a written demand. Its attachment."""
    row = records.get(session, Dunning, dunning_id)
    if row["method"] is None:
        records.update(session, Dunning, dunning_id, {"method": "letter"})
    return attachments.add(session, Dunning.entity, dunning_id, attachments.Fresh(name, data, "form"))


@dataclass(frozen=True, slots=True)
class Stand:
    """How things stand about a step today: its promise (kept, broken, over, open, "" none), the step agreed next where none
    was taken since, what is open of what it was about (fen), until when that can be sued for (None where nothing is due), and the
    interest that this customer owes for paying it late (fen, 0 where the law gives none)."""

    promise: str
    next_step: str
    next_on: date | None
    open: int
    sue_until: date | None
    interest: int


def stand(session: Session, dunning_id: UUID, as_of: date) -> Stand:
    """Where a step has led to by a day."""
    row = records.get(session, Dunning, dunning_id)
    found = dunning.debtor(session, row["customer_id"], as_of)
    bills = [bill for bill in found.bills if row["invoice_id"] in (None, bill.id)] if found is not None else []
    newest = found is not None and bool(found.done) and found.done[0].id == dunning_id
    until = min((bill.sue_until for bill in bills if bill.late > 0), default=None)
    due = row["promised_on"]
    promise = ladders.promise_state(row["kept_on"], row["broken"], due, as_of) if due is not None else ""
    step, day = (row["next_step"] or "", row["next_on"]) if newest else ("", None)
    return Stand(promise, step, day, sum(bill.open for bill in bills), until, _interest(session, row["customer_id"], bills))


def _interest(session: Session, customer_id: UUID, bills: Sequence[Bill]) -> int:
    running = [bill for bill in bills if not bill.held and bill.late > 0]
    owed = running and is_owed_by(session, customer_id)
    return sum(late_interest(bill.open, bill.late) for bill in running) if owed else 0
