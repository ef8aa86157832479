"""Where a service request's fields stand: the list's columns and views, the intake, the whole record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.analysis.request_states import CONFIRMING, DONE, OPEN, RATED, UNANSWERED, WORKING, next_due
from app.formats import moment_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.types import now_utc
from app.services.lists import Filter
from app.ui.forms.form import Layout
from app.ui.kit.delegates import Cell, due_cell
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View
from app.ui.lists.views import mine

COLUMNS = ("respond_due", "customer_id", "subject", "kind", "handler_id", "state", "arrive_due", "number")
FIT = Fit(
    {"respond_due": 96, "customer_id": 120, "subject": 170, "kind": 64, "handler_id": 70, "state": 84, "arrive_due": 88,
     "number": 100},
    ("subject", "customer_id"), ("number", "arrive_due", "kind", "handler_id"), 130,
)  # fmt: skip
FILTERS = ("handler_id", "state", "kind", "level", "received_at", "channel", "entitlement", "rating", "first_owner_id")

_OPEN = Filter("state", "in", tuple(sorted(OPEN)))


def _late() -> tuple[Filter, ...]:
    return (Filter("state", "in", tuple(sorted(UNANSWERED))), Filter("respond_due", "before", (now_utc(),)))


VIEWS = (
    View(N_("Open requests"), (_OPEN,)),
    View(N_("My requests"), lambda: (_OPEN, mine("handler_id"))),
    View(N_("Not answered in time"), _late),
    View(N_("To be confirmed"), (Filter("state", "in", (CONFIRMING,)),)),
    View(N_("Completed requests"), (Filter("state", "in", (DONE, RATED)),)),
    View(N_("All requests")),
)
ALL_VIEW = 5
SORTS = (("respond_due", False), ("respond_due", False), ("respond_due", False), ("done_at", False), ("done_at", True),
         ("received_at", True))  # fmt: skip
"""(field, descending) of each view."""

_WHO = ("customer_id", "subject", "kind", "caller", "caller_phone", "text")
INTAKE: Layout = (
    ("", _WHO, False),
    (N_("Product and price"), ("product", "serial_no", "level", "entitlement", "price", "price_accepted"), True),
    (N_("Receipt and responsibility"), ("received_at", "channel", "contact_id", "handler_id", "notes"), True),
)
WHOLE: Layout = (
    ("", (*_WHO, "contact_id"), False),
    (N_("Product concerned"), ("product", "serial_no"), False),
    (N_("Entitlement and price"), ("level", "entitlement", "price", "price_accepted"), False),
    (N_("Receipt and responsibility"), ("received_at", "channel", "first_owner_id", "handler_id"), False),
    (N_("Outcome"), ("solution", "done_at", "confirmed_at", "rating", "rating_note"), False),
    (N_("Notes"), ("notes",), False),
)


def cells(values: Mapping[str, Any], present: datetime) -> dict[str, Cell]:
    """Cells that read otherwise than usual: what is late says so. The first column tells the next deadline: of a request in work
    by when somebody is on the spot."""
    state = values.get("state", "")
    number = Cell(values.get("number") or "", ink="secondary")
    found = {"number": number}
    arrive = values.get("arrive_due") if state in UNANSWERED | {WORKING} else None
    due = next_due(state, values.get("respond_due"), arrive)
    found["respond_due"], found["arrive_due"] = due_cell(due, present), due_cell(arrive, present)
    if due is not None and due == arrive:
        found["respond_due"] = found["respond_due"]._replace(tip=_("On site by {time}").format(time=moment_text(due)))
    return found
