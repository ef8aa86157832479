"""Visit: one record for the plan line F-08 and the record F-06 (domain/20)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity, live_index
from app.models.checks import amount_problem, clock_problem


class Visit(Entity):
    """A contact with a customer, planned or done: who meets whom, what for, what came of it, what was promised."""

    entity = "visits"
    label = N_("Visit")
    plural = N_("Visits")
    titles = ("purpose", "number")
    prefix = "BF"
    number_field = "number"
    monthly_number = True
    rolls_up = (
        ("customer_id", "happened_at", "last_contact_at"),
        ("contact_id", "happened_at", "last_contact_at"),
    )

    number: Mapped[str] = f.code(N_("Visit no."))
    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    contact_id: Mapped[UUID | None] = f.link(N_("Whom"), "contacts")
    kind: Mapped[str] = f.choice(N_("Kind"), c.VISIT_KIND, default="visit")
    state: Mapped[str] = f.choice(N_("State"), c.VISIT_STATE, default="planned")
    direction: Mapped[str | None] = f.choice(N_("Direction"), c.DIRECTION)
    phase: Mapped[str | None] = f.choice(N_("Phase"), c.SALES_PHASE)
    planned_on: Mapped[date | None] = f.day(N_("Planned for"))
    planned_time: Mapped[str | None] = f.code(N_("Planned at"), 5, check=clock_problem)
    day_order: Mapped[int | None] = f.integer(N_("Order of the day"))
    confirmed_on: Mapped[date | None] = f.day(N_("Confirmed with the customer on"))
    origin: Mapped[str | None] = f.choice(N_("Origin of the plan"), c.VISIT_ORIGIN)
    first_planned_on: Mapped[date | None] = f.day(N_("First planned for"))
    moved_times: Mapped[int | None] = f.integer(N_("Times moved"))
    moved_reason: Mapped[str | None] = f.line(N_("Why it was moved"), 500)
    missed: Mapped[str | None] = f.choice(N_("Why it did not happen"), c.VISIT_MISSED)
    level: Mapped[str | None] = f.choice(N_("Visiting level"), c.LEVEL)
    owner_id: Mapped[UUID | None] = f.link(N_("Done by"), "employees")
    purpose: Mapped[str | None] = f.line(N_("Purpose"))
    preparation: Mapped[str | None] = f.text(N_("To prepare"))
    happened_at: Mapped[datetime | None] = f.moment(N_("Happened at"))
    recorded_at: Mapped[datetime | None] = f.moment(N_("Recorded at"))
    minutes: Mapped[int | None] = f.integer(N_("Duration (minutes)"), check=amount_problem)
    place: Mapped[str | None] = f.line(N_("Place"))
    with_us: Mapped[str | None] = f.line(N_("Our participants"))
    with_them: Mapped[str | None] = f.line(N_("Their participants"))
    content: Mapped[str | None] = f.text(N_("What was said"))
    needs: Mapped[str | None] = f.text(N_("Customer's needs"))
    competition: Mapped[str | None] = f.text(N_("News of competitors"))
    promise: Mapped[str | None] = f.line(N_("Promised"), 500)
    promise_due: Mapped[date | None] = f.day(N_("Promise due"))
    promise_kept_on: Mapped[date | None] = f.day(N_("Promise kept on"))
    result: Mapped[str | None] = f.choice(N_("Result"), c.VISIT_RESULT)
    next_step: Mapped[str | None] = f.line(N_("Next step"), 500)
    next_on: Mapped[date | None] = f.day(N_("Next step due"))
    cost: Mapped[int | None] = f.money(N_("Expenses"), check=amount_problem)
    travel_cost: Mapped[int | None] = f.money(N_("Travel expenses"), check=amount_problem)
    hosting_cost: Mapped[int | None] = f.money(N_("Entertaining"), check=amount_problem)
    gift_cost: Mapped[int | None] = f.money(N_("Gifts"), check=amount_problem)
    mood: Mapped[str | None] = f.choice(N_("Mood"), c.SCALE)
    project_no: Mapped[str | None] = f.code(N_("Project no."))
    project_stage: Mapped[str | None] = f.line(N_("Project stage"), 80)
    project_amount: Mapped[int | None] = f.money(N_("Project amount"), check=amount_problem)
    calendar_uid: Mapped[str | None] = f.opaque(N_("Calendar entry"), 255)
    """The UID of the calendar entry (RFC 5545) where it came from a calendar, or the series' where it repeats."""

    occurs_on: Mapped[date | None] = f.day(N_("Day in the series"))
    """Which time of the series it is (RECURRENCE-ID): stays when the visit is moved."""

    notes: Mapped[str | None] = f.text(N_("Notes"))
    own: Mapped[dict[str, str] | None] = f.own_values()


Index("ix_visits_number", Visit.number)
live_index(Visit, "happened_at")
live_index(Visit, "planned_on")
live_index(Visit, "promise_due")
live_index(Visit, "next_on")

Index("ix_visits_calendar_uid", Visit.calendar_uid)

_PLANNED = text("deleted_at IS NULL AND state = 'planned'")
_PROMISED = text("deleted_at IS NULL AND promise IS NOT NULL AND promise_kept_on IS NULL")
Index("ix_visits_planned_open", Visit.planned_on, sqlite_where=_PLANNED)
Index("ix_visits_promised_open", Visit.promise_due, sqlite_where=_PROMISED)
