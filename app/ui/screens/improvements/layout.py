"""Where an improvement's fields stand: the list's columns and views, a new one, the whole record as plan, do, check, act."""

from collections.abc import Mapping
from typing import Any

from app.analysis.improvement_states import CHECK, DO, EFFECTIVE, INEFFECTIVE, OPEN, PLAN
from app.formats import today
from app.i18n import N_
from app.services.lists import Filter
from app.ui.editors.editor import firm_now
from app.ui.forms.form import Layout
from app.ui.kit.delegates import Cell, due_cell
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View

COLUMNS = ("due_on", "name", "owner_id", "state", "category", "number")
FIT = Fit(
    {"due_on": 92, "name": 220, "owner_id": 76, "state": 132, "category": 110, "number": 112},
    ("name",), ("number", "category", "owner_id"), 150,
)  # fmt: skip
FILTERS = ("owner_id", "state", "category", "source", "due_on", "opened_on", "effective", "cause")

_OPEN = Filter("state", "in", tuple(sorted(OPEN)))


def _late() -> tuple[Filter, ...]:
    return (Filter("state", "in", (PLAN, DO)), Filter("due_on", "before", (today(),)))


VIEWS = (
    View(N_("Open improvements"), (_OPEN,)),
    View(N_("Late"), _late),
    View(N_("To be checked"), (Filter("state", "in", (CHECK,)),)),
    View(N_("Effective"), (Filter("state", "in", (EFFECTIVE,)),)),
    View(N_("All improvements")),
)
SORTS = (("due_on", False), ("due_on", False), ("check_on", False), ("closed_on", True), ("number", True))
"""(field, descending) of each view."""

NEW: Layout = (
    ("", ("name", "category", "source", "problem", "owner_id", "due_on", "plan"), False),
    (N_("Figures and cause"), ("data", "cause", "cause_text", "metric", "unit", "baseline", "target"), False),
)
WHOLE: Layout = (
    ("", ("name", "category", "source", "opened_on", "number"), False),
    (N_("P: plan"), ("problem", "data", "cause", "cause_text", "plan", "owner_id", "due_on", "expected", "metric", "unit",
                     "baseline", "target"), False),
    (N_("D: do"), ("done_on", "evidence"), False),
    (N_("C: check"), ("check_on", "checked_on", "checked_by_id", "measured", "effective", "check_note", "same_person_reason"),
     False),
    (N_("A: act"), ("standardised", "notes"), False),
)  # fmt: skip


def cells(values: Mapping[str, Any]) -> dict[str, Cell]:
    """Cells that read otherwise than usual: what is late says so, what is done does not."""
    due = values.get("due_on")
    if due is None:
        return {}
    waited = values.get("state", PLAN) in (PLAN, DO, INEFFECTIVE)
    return {"due_on": due_cell(due, firm_now()) if waited else Cell(due.isoformat(), "", "secondary")}
