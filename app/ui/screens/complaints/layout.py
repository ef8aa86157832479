"""Where a complaint's fields stand: the list's columns, its views, the tabs of the record, the intake."""

from app.analysis.complaint_states import CLOSED, ENDED, OPEN, PAUSED
from app.formats import from_local
from app.i18n import N_
from app.models.types import now_utc
from app.services.lists import Filter
from app.ui.editors.editor import firm_now
from app.ui.forms.form import Layout
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View

COLUMNS = ("number", "customer_id", "subject", "priority", "state", "next_due")
FILTERS = ("received_at", "salesperson_id", "severity", "priority", "handler_id", "category", "state", "channel", "validity")

_OPEN = Filter("state", "in", tuple(sorted(OPEN)))


FIT = Fit(
    {"number": 100, "customer_id": 120, "subject": 170, "priority": 56, "state": 64, "next_due": 80},
    ("customer_id", "subject"), ("number", "priority"), 112,
)  # fmt: skip


def _overdue() -> tuple[Filter, ...]:
    return (Filter("state", "in", tuple(sorted(OPEN - PAUSED))), Filter("next_due", "before", (now_utc(),)))


def _this_month() -> tuple[Filter, ...]:
    start = firm_now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (Filter("state", "not_in", ("S00",)), Filter("received_at", "from", (from_local(start),)))


VIEWS = (
    View(N_("Open complaints"), (_OPEN,)),
    View(N_("Overdue complaints"), _overdue),
    View(N_("Received this month"), _this_month),
    View(N_("To be followed up"), (Filter("state", "in", ("S80", "S85")),)),
    View(N_("Closed complaints"), (Filter("state", "in", tuple(sorted(CLOSED | ENDED))),)),
    View(N_("All complaints"), (Filter("state", "not_in", ("S00",)),)),
    View(N_("Drafts"), (Filter("state", "in", ("S00",)),)),
)
ALL_VIEW = 5
FOLLOW_VIEW = 3
BY_DUE = frozenset({0, 1, 3})
"""Views sorted by what is due; the others show the latest first."""

TABS: tuple[tuple[str, str, Layout], ...] = (
    ("receipt", N_("Receipt"), (
        ("", ("subject", "customer_id", "text", "description", "complainant", "complainant_phone", "contact_id", "relation"),
         False),
        (N_("What it is about"), ("product", "batch", "serial_no", "order_no", "occurred_at", "place"), False),
        (N_("What the customer wants"), ("demands", "demand_amount", "expected_on", "told", "mood"), False),
        (N_("Receipt and responsibility"),
         ("received_at", "channel", "first_owner_id", "salesperson_id", "region", "repeat_of_id", "restated", "safety",
          "publicity", "anonymous"), False),
        (N_("Notes"), ("notes",), True),
    )),
    ("assessment", N_("Assessment"), (
        ("", ("category", "scope", "severity", "urgency", "handler_id", "department", "validity", "party"), False),
    )),
    ("investigation", N_("Investigation"), (
        ("", ("containment", "investigation", "cause", "cause_text"), False),
    )),
    ("solution", N_("Solution and cost"), (
        ("", ("solution", "answer", "accepted", "executed_on", "prevention"), False),
        (N_("Cost"), ("compensation", "returns_cost", "logistics_cost", "labour_minutes"), False),
    )),
    ("follow_up", N_("Follow-up"), (
        ("", ("follow_up_at", "follow_up_by_id", "follow_up_result", "satisfaction", "fair_outcome", "fair_process",
              "fair_manner", "stays", "follow_up_note"), False),
    )),
)  # fmt: skip

FIELDS: Layout = tuple((title or tab, keys, folded) for _key, tab, layout in TABS for title, keys, folded in layout)
"""Where the fields stand in the menu of filters."""

INTAKE: Layout = (
    ("", ("customer_id", "subject", "severity", "complainant", "complainant_phone", "text"), False),
    (N_("What it is about"),
     ("category", "product", "batch", "serial_no", "order_no", "occurred_at", "place", "description"), True),
    (N_("What the customer wants"), ("demands", "demand_amount", "expected_on", "told", "mood"), True),
    (N_("More about the complainant"), ("contact_id", "relation", "anonymous"), True),
    (N_("Receipt and responsibility"),
     ("received_at", "channel", "urgency", "first_owner_id", "handler_id", "salesperson_id", "repeat_of_id", "restated",
      "safety", "publicity"), True),
)  # fmt: skip
