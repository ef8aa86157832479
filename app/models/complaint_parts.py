"""What hangs on a complaint: causes found, remedies, hand-overs, talks, promises, the 8D sheet (domain/40)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity
from app.models.checks import amount_problem


class Recovery(Entity):
    """One thing done to make it good again (§4.9). Where there are such lines, the complaint's compensation is their sum."""

    entity = "recoveries"
    label = N_("Remedy")
    plural = N_("Remedies")
    titles = ("name", "kind")
    keep = True

    complaint_id: Mapped[UUID] = f.link(N_("Complaint"), "complaints", owned=True)
    kind: Mapped[str] = f.choice(N_("Kind"), c.RECOVERY, default="other")
    name: Mapped[str | None] = f.line(N_("What is done"), 500)
    amount: Mapped[int | None] = f.money(N_("Amount"), check=amount_problem)
    responsible_id: Mapped[UUID | None] = f.link(N_("Responsible"), "employees")
    due_on: Mapped[date | None] = f.day(N_("Due on"))
    done_on: Mapped[date | None] = f.day(N_("Done on"))


class Why(Entity):
    """One answer to "why?" (5-Why): ``side`` asks why it happened or why it was not caught; ``place`` counts from 1."""

    entity = "whys"
    label = N_("Why")
    plural = N_("Five times why")
    titles = ("name",)
    keep = True

    complaint_id: Mapped[UUID] = f.link(N_("Complaint"), "complaints", owned=True)
    side: Mapped[str] = f.choice(N_("Question"), c.SIDE, default="occurrence")
    place: Mapped[int | None] = f.integer(N_("Order"))
    name: Mapped[str] = f.line(N_("Because"), 500)


class PossibleCause(Entity):
    """One bone of the fishbone: a cause that was thought of, below its branch of the cause tree (§4.8)."""

    entity = "possible_causes"
    label = N_("Possible cause")
    plural = N_("Fishbone")
    titles = ("name",)
    keep = True

    complaint_id: Mapped[UUID] = f.link(N_("Complaint"), "complaints", owned=True)
    branch: Mapped[str] = f.choice(N_("Branch"), c.CAUSE, default="man")
    name: Mapped[str] = f.line(N_("Possible cause"), 200)
    confirmed: Mapped[str | None] = f.choice(N_("Confirmed"), c.YES_NO)


class EightD(Entity):
    """The 8D sheet of a complaint: one field a discipline, D0 to D8 (F-26)."""

    entity = "eight_ds"
    label = N_("8D report")
    plural = N_("8D reports")
    titles = ("problem",)
    keep = True

    complaint_id: Mapped[UUID] = f.link(N_("Complaint"), "complaints", owned=True)
    leader_id: Mapped[UUID | None] = f.link(N_("Team leader"), "employees")
    opened_on: Mapped[date | None] = f.day(N_("Opened on"))
    due_on: Mapped[date | None] = f.day(N_("Due on"))
    closed_on: Mapped[date | None] = f.day(N_("Closed on"))
    emergency: Mapped[str | None] = f.text(N_("D0 Preparation and emergency action"))
    team: Mapped[str | None] = f.text(N_("D1 Team"))
    problem: Mapped[str | None] = f.text(N_("D2 Description of the problem (5W2H)"))
    containment: Mapped[str | None] = f.text(N_("D3 Containment"))
    occurrence: Mapped[str | None] = f.text(N_("D4 Root cause: why it happened"))
    slipped: Mapped[str | None] = f.text(N_("D4 Root cause: why it was not caught"))
    chosen: Mapped[str | None] = f.text(N_("D5 Chosen measures"))
    verified: Mapped[str | None] = f.text(N_("D6 Carried out and verified"))
    prevention: Mapped[str | None] = f.text(N_("D7 Prevention"))
    closing: Mapped[str | None] = f.text(N_("D8 Conclusion and recognition"))


class Transfer(Entity):
    """A hand-over of a complaint to somebody else: complete only when accepted, else it falls back (§4.4)."""

    entity = "transfers"
    label = N_("Transfer")
    plural = N_("Transfers")
    titles = ("reason",)
    searched = False
    keep = True

    complaint_id: Mapped[UUID] = f.link(N_("Complaint"), "complaints", owned=True)
    from_id: Mapped[UUID | None] = f.link(N_("Handed over by"), "employees")
    to_id: Mapped[UUID | None] = f.link(N_("Handed over to"), "employees")
    state: Mapped[str] = f.choice(N_("State"), c.TRANSFER_STATE, default="open")
    asked_at: Mapped[datetime] = f.moment(N_("Handed over at"))
    due_at: Mapped[datetime | None] = f.moment(N_("Accept by"))
    answered_at: Mapped[datetime | None] = f.moment(N_("Answered on"))
    reason: Mapped[str | None] = f.line(N_("Reason"), 500)


class Message(Entity):
    """A contact about a complaint: the customer asks again, hears of the progress, is not reached; or a mere note."""

    entity = "messages"
    label = N_("Message")
    plural = N_("Messages")
    titles = ("text",)
    keep = True

    complaint_id: Mapped[UUID] = f.link(N_("Complaint"), "complaints", owned=True)
    kind: Mapped[str] = f.choice(N_("Kind"), c.MESSAGE_KIND, default="contact")
    at: Mapped[datetime] = f.moment(N_("At"))
    by_id: Mapped[UUID | None] = f.link(N_("By"), "employees")
    channel: Mapped[str | None] = f.choice(N_("Channel"), c.COMPLAINT_CHANNEL)
    text: Mapped[str | None] = f.text(N_("What was said"))


class Promise(Entity):
    """What was promised to a customer, by when, and whether it was kept. It belongs to a complaint or to a visit."""

    entity = "promises"
    label = N_("Promise")
    plural = N_("Promises")
    keep = True

    complaint_id: Mapped[UUID | None] = f.link(N_("Complaint"), "complaints", part=True)
    visit_id: Mapped[UUID | None] = f.link(N_("Visit"), "visits", part=True)
    name: Mapped[str] = f.line(N_("Promised"), 500)
    due_at: Mapped[datetime | None] = f.moment(N_("Promise due"))
    kept_at: Mapped[datetime | None] = f.moment(N_("Promise kept on"))
    by_id: Mapped[UUID | None] = f.link(N_("Promised by"), "employees")


Index("ix_transfers_state", Transfer.state)
Index("ix_promises_due_at", Promise.due_at)
