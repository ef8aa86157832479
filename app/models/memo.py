"""Phone memo: who called, for whom, what about, and who stays responsible until it is taken over (F-07)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models import request  # noqa: F401 (a table its links name)
from app.models import visit_choices as v
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class PhoneMemo(Entity):
    """A call taken for somebody else. Whoever took it stays responsible until the addressee has taken it over."""

    entity = "phone_memos"
    label = N_("Phone memo")
    plural = N_("Phone memos")
    titles = ("subject", "number")
    prefix = "LY"
    number_field = "number"
    monthly_number = True

    number: Mapped[str] = f.code(N_("Memo no."))
    called_at: Mapped[datetime] = f.moment(N_("Called at"))
    customer_id: Mapped[UUID | None] = f.link(N_("Customer"), "customers")
    contact_id: Mapped[UUID | None] = f.link(N_("Person"), "contacts")
    caller: Mapped[str | None] = f.name(N_("Caller"))
    caller_firm: Mapped[str | None] = f.name(N_("Caller's firm"), 200)
    caller_phone: Mapped[str | None] = f.phone(N_("Caller's phone"))
    for_id: Mapped[UUID | None] = f.link(N_("For"), "employees")
    subject: Mapped[str] = f.line(N_("Matter"), 500)
    urgency: Mapped[str | None] = f.choice(N_("Urgency"), c.URGENCY)
    call_back: Mapped[bool] = f.flag(N_("Call back"))
    call_by: Mapped[datetime | None] = f.moment(N_("Call back by"))
    taken_by_id: Mapped[UUID | None] = f.link(N_("Taken by"), "employees")
    passed_on: Mapped[int | None] = f.integer(N_("Times passed on"), check=amount_problem)
    accepted_at: Mapped[datetime | None] = f.moment(N_("Taken over at"))
    state: Mapped[str] = f.choice(N_("State"), v.MEMO_STATE, default="open")
    settled_at: Mapped[datetime | None] = f.moment(N_("Settled at"))
    result: Mapped[str | None] = f.text(N_("Outcome"))
    complaint_id: Mapped[UUID | None] = f.link(N_("Complaint"), "complaints")
    request_id: Mapped[UUID | None] = f.link(N_("Service request"), "requests")
    notes: Mapped[str | None] = f.text(N_("Notes"))


live_index(PhoneMemo, "called_at")
live_index(PhoneMemo, "call_by")
