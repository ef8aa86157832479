"""Where a visit's fields stand: the list's columns and views, the short plan, the short record, the whole record."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.formats import today
from app.i18n import N_
from app.services.lists import Filter
from app.ui.editors.editor import firm_now
from app.ui.forms.form import Layout
from app.ui.kit.delegates import Cell, due_cell
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View

COLUMNS = ("planned_on", "customer_id", "purpose", "owner_id", "kind")
DONE_COLUMNS = ("happened_at", "customer_id", "purpose", "owner_id", "result")
PROMISE_COLUMNS = ("promise_due", "customer_id", "promise", "owner_id")
ALL_COLUMNS = ("number", "customer_id", "purpose", "owner_id", "state")
COLUMNS_OF = (COLUMNS, COLUMNS, DONE_COLUMNS, PROMISE_COLUMNS, ALL_COLUMNS)
"""The columns of each view."""

FIT = Fit(
    {"planned_on": 88, "happened_at": 88, "promise_due": 88, "number": 100, "customer_id": 180, "purpose": 180,
     "promise": 180, "owner_id": 72, "kind": 72, "state": 72, "result": 88},
    ("customer_id", "purpose", "promise"), ("kind", "owner_id"), 140,
)  # fmt: skip
FILTERS = ("owner_id", "customer_id", "kind", "state", "happened_at", "planned_on", "result", "level", "phase")

_PLANNED = Filter("state", "in", ("planned",))
_DONE = Filter("state", "in", ("done",))


def _overdue() -> tuple[Filter, ...]:
    return (_PLANNED, Filter("planned_on", "before", (today(),)))


def _open_promises() -> tuple[Filter, ...]:
    return (Filter("promise", "filled"), Filter("promise_kept_on", "empty"))


VIEWS = (
    View(N_("Planned visits"), (_PLANNED,)),
    View(N_("Overdue visits"), _overdue),
    View(N_("Visits done"), (_DONE,)),
    View(N_("Open promises"), _open_promises),
    View(N_("All visits")),
)
DONE_VIEW = 2
PROMISE_VIEW = 3
SORTS = (("planned_on", False), ("planned_on", False), ("happened_at", True), ("promise_due", False), ("number", True))
"""(field, descending) of each view."""

_MORE = ("purpose", "mood", "minutes", "place", "with_us", "with_them", "direction", "phase", "level", "project_no", "notes")

NEXT = N_("Promise and next step")
PLAN: Layout = (
    ("", ("customer_id", "contact_id", "planned_on", "planned_time", "confirmed_on", "owner_id", "purpose", "kind"), False),
    (N_("To prepare"), ("level", "minutes", "place", "preparation", "with_us", "project_no", "notes"), True),
)
RECORD: Layout = (
    ("", ("customer_id", "happened_at", "result", "contact_id", "content"), False),
    (NEXT, ("next_step", "next_on", "promise", "promise_due"), False),
    (N_("Needs and competitors"), ("needs", "competition"), True),
    (N_("Expenses"), ("travel_cost", "hosting_cost", "gift_cost"), True),
    (N_("More about it"), ("kind", "owner_id", *_MORE), True),
)
WHOLE: Layout = (
    ("", ("customer_id", "contact_id", "kind", "owner_id", "purpose", "number"), False),
    (N_("Plan"), ("planned_on", "planned_time", "confirmed_on", "moved_reason", "level", "preparation"), False),
    (N_("What happened"), ("happened_at", "minutes", "content", "result", "mood", "place", "with_us", "with_them"), False),
    (NEXT, ("promise", "promise_due", "promise_kept_on", "next_step", "next_on"), False),
    (N_("Needs, competitors, expenses"),
     ("needs", "competition", "cost", "direction", "phase", "project_no", "notes"), True),
)  # fmt: skip


def cells(values: Mapping[str, Any]) -> dict[str, Cell]:
    """Cells that read otherwise than usual: a plan that is late says so."""
    present = firm_now()
    found = {}
    if values.get("state", "planned") == "planned" and values.get("planned_on"):
        found["planned_on"] = due_cell(values["planned_on"], present)
    elif values.get("planned_on"):
        found["planned_on"] = Cell(values["planned_on"].isoformat(), "", "secondary")
    if values.get("promise_due") and not values.get("promise_kept_on"):
        found["promise_due"] = due_cell(values["promise_due"], present)
    return found


def next_workdays(first: date) -> tuple[tuple[str, date], ...]:
    """Days one often moves a visit to: (msgid, day)."""
    monday = first + timedelta(days=7 - first.weekday())
    near = ((N_("Tomorrow"), first + timedelta(days=1)), (N_("In 3 days"), first + timedelta(days=3)))
    return (*near, (N_("Next Monday"), monday))
