"""Service request: a question, a repair, a suggestion; no complaint as long as nobody is dissatisfied (domain/40 §4.11)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class ServiceRequest(Entity):
    """Something a customer asks for: received, dispatched, done, confirmed, rated; a complaint where it turns into one."""

    entity = "requests"
    label = N_("Service request")
    plural = N_("Service requests")
    titles = ("subject", "number")
    prefix = "FW"
    number_field = "number"
    monthly_number = True

    number: Mapped[str] = f.code(N_("Request no."))
    subject: Mapped[str] = f.line(N_("Subject"))
    state: Mapped[str] = f.choice(N_("State"), c.REQUEST_STATE, default="registered")
    kind: Mapped[str | None] = f.choice(N_("Kind"), c.REQUEST_KIND, default="enquiry")
    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    contact_id: Mapped[UUID | None] = f.link(N_("Person"), "contacts")
    caller: Mapped[str | None] = f.name(N_("Caller"))
    caller_phone: Mapped[str | None] = f.phone(N_("Caller's phone"))
    received_at: Mapped[datetime] = f.moment(N_("Received"))
    channel: Mapped[str | None] = f.choice(N_("Channel"), c.COMPLAINT_CHANNEL, default="phone")
    first_owner_id: Mapped[UUID | None] = f.link(N_("First-contact owner"), "employees")
    handler_id: Mapped[UUID | None] = f.link(N_("Handler"), "employees")
    product: Mapped[str | None] = f.line(N_("Product"))
    serial_no: Mapped[str | None] = f.code(N_("Serial no."), 80)
    text: Mapped[str | None] = f.text(N_("In the customer's words"))
    level: Mapped[str | None] = f.choice(N_("Service level"), c.SERVICE_LEVEL)
    entitlement: Mapped[str | None] = f.choice(N_("Entitlement"), c.ENTITLEMENT)
    price: Mapped[int | None] = f.money(N_("Price"), check=amount_problem)
    price_accepted: Mapped[str | None] = f.choice(N_("Price accepted"), c.YES_NO)
    respond_due: Mapped[datetime | None] = f.moment(N_("Respond by"))
    arrive_due: Mapped[datetime | None] = f.moment(N_("On site by"))
    dispatched_at: Mapped[datetime | None] = f.moment(N_("Dispatched on"))
    responded_at: Mapped[datetime | None] = f.moment(N_("Responded on"))
    done_at: Mapped[datetime | None] = f.moment(N_("Completed on"))
    solution: Mapped[str | None] = f.text(N_("Solution"))
    confirmed_at: Mapped[datetime | None] = f.moment(N_("Confirmed on"))
    rating: Mapped[str | None] = f.choice(N_("Rating"), c.SATISFACTION)
    rating_note: Mapped[str | None] = f.text(N_("Customer's comment"))
    complaint_id: Mapped[UUID | None] = f.link(N_("Complaint"), "complaints")
    notes: Mapped[str | None] = f.text(N_("Notes"))
    own: Mapped[dict[str, str] | None] = f.own_values()


Index("ix_requests_number", ServiceRequest.number)
Index("ix_requests_state", ServiceRequest.state)
live_index(ServiceRequest, "received_at")
live_index(ServiceRequest, "respond_due")
