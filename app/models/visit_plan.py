"""What visits are planned by: how often each class is visited (F-08, domain/70 §7.3), exceptions, absences, series."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models import visit_choices as v
from app.models.base import Entity
from app.models.checks import amount_problem, clock_problem


class VisitPolicy(Entity):
    """One version of the grid class × level × visits a year, valid from a day on until the next version."""

    entity = "visit_policies"
    label = N_("Visit policy")
    plural = N_("Visit policies")
    titles = ("title",)
    searched = False

    title: Mapped[str | None] = f.line(N_("Title"))
    edition: Mapped[int] = f.integer(N_("Version"), check=amount_problem)
    effective_on: Mapped[date] = f.day(N_("Valid from"))
    notes: Mapped[str | None] = f.text(N_("Notes"))


class VisitRate(Entity):
    """One cell of the grid: so many visits a year of this level at customers of this class; 0 is "none"."""

    entity = "visit_rates"
    label = N_("Visits a year")
    plural = N_("Visits a year")
    titles = ("grade",)
    searched = False

    policy_id: Mapped[UUID] = f.link(N_("Visit policy"), "visit_policies", owned=True)
    grade: Mapped[str] = f.choice(N_("Class"), v.VISIT_CLASS, default="ordinary")
    level: Mapped[str] = f.choice(N_("Visiting level"), v.VISIT_LEVEL, default="manager")
    per_year: Mapped[int] = f.integer(N_("Visits a year"), check=amount_problem)


class VisitException(Entity):
    """A customer visited more or less often than its class, for a reason."""

    entity = "visit_exceptions"
    label = N_("Exception to the visit policy")
    plural = N_("Exceptions to the visit policy")
    titles = ("reason",)

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    level: Mapped[str] = f.choice(N_("Visiting level"), v.VISIT_LEVEL, default="manager")
    per_year: Mapped[int] = f.integer(N_("Visits a year"), check=amount_problem)
    reason: Mapped[str] = f.line(N_("Reason"), 500)
    begins_on: Mapped[date | None] = f.day(N_("Valid from"))
    ends_on: Mapped[date | None] = f.day(N_("Valid until"))


class Absence(Entity):
    """Days on which a colleague visits nobody, first and last included."""

    entity = "absences"
    label = N_("Absence")
    plural = N_("Absences")
    titles = ("notes", "kind")
    searched = False

    employee_id: Mapped[UUID] = f.link(N_("Colleague"), "employees", owned=True)
    kind: Mapped[str] = f.choice(N_("Kind"), v.ABSENCE, default="leave")
    begins_on: Mapped[date] = f.day(N_("First day"))
    ends_on: Mapped[date] = f.day(N_("Last day"))
    notes: Mapped[str | None] = f.line(N_("Notes"))


class VisitSeries(Entity):
    """A visit that repeats: its rule as RRULE (RFC 5545); the single times are visits that carry its ``calendar_uid``."""

    entity = "visit_series"
    label = N_("Repeating visit")
    plural = N_("Repeating visits")
    titles = ("purpose",)

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    contact_id: Mapped[UUID | None] = f.link(N_("Whom"), "contacts")
    owner_id: Mapped[UUID | None] = f.link(N_("Done by"), "employees")
    kind: Mapped[str] = f.choice(N_("Kind"), c.VISIT_KIND, default="visit")
    level: Mapped[str | None] = f.choice(N_("Visiting level"), c.LEVEL)
    purpose: Mapped[str] = f.line(N_("Purpose"))
    rule: Mapped[str] = f.line(N_("Rule"), 500)
    starts_on: Mapped[date] = f.day(N_("First day"))
    planned_time: Mapped[str | None] = f.code(N_("Planned at"), 5, check=clock_problem)
    minutes: Mapped[int | None] = f.integer(N_("Duration (minutes)"), check=amount_problem)
    place: Mapped[str | None] = f.line(N_("Place"))
    planned_until: Mapped[date | None] = f.day(N_("Planned up to"))
    ended_on: Mapped[date | None] = f.day(N_("Ended on"))
    calendar_uid: Mapped[str | None] = f.opaque(N_("Calendar entry"), 255)


Index("ix_visit_series_calendar_uid", VisitSeries.calendar_uid)
