"""Where a complaint's fields stand: the list's columns, its views, the tabs of the record, the intake."""

from datetime import timedelta

from app.analysis.complaint_states import CLOSED, ENDED, OPEN, PAUSED
from app.formats import from_local
from app.i18n import N_
from app.models.types import now_utc
from app.services.lists import Filter
from app.ui.editors.editor import firm_now
from app.ui.forms.form import Layout
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View
from app.ui.lists.views import handed, mine

COLUMNS = ("number", "customer_id", "subject", "priority", "state", "next_due")
FILTERS = ("received_at", "salesperson_id", "severity", "priority", "handler_id", "category", "state", "channel", "validity")

_OPEN = Filter("state", "in", tuple(sorted(OPEN)))


FIT = Fit(
    {"number": 100, "customer_id": 120, "subject": 170, "priority": 56, "state": 64, "next_due": 80},
    ("customer_id", "subject"), ("number", "priority"), 112,
)  # fmt: skip


def _overdue() -> tuple[Filter, ...]:
    return (Filter("state", "in", tuple(sorted(OPEN - PAUSED))), Filter("next_due", "before", (now_utc(),)))


def _due_today() -> tuple[Filter, ...]:
    tomorrow = from_local(firm_now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1))
    running = Filter("state", "in", (*sorted(OPEN - PAUSED), "S80", "S85"))
    return (running, Filter("next_due", "from", (now_utc(),)), Filter("next_due", "before", (tomorrow,)))


def _this_month() -> tuple[Filter, ...]:
    start = firm_now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (Filter("state", "not_in", ("S00",)), Filter("received_at", "from", (from_local(start),)))


VIEWS = (
    View(N_("Open complaints"), (_OPEN,)),
    View(N_("My complaints"), lambda: (_OPEN, mine("handler_id"))),
    View(N_("To accept"), lambda: (_OPEN, handed())),
    View(N_("Overdue complaints"), _overdue),
    View(N_("Due today"), _due_today),
    View(N_("Waiting for the customer"), (Filter("state", "in", ("S45",)),)),
    View(N_("Escalated complaints"), (_OPEN, Filter("level", "from", (1,)))),
    View(N_("To be followed up"), (Filter("state", "in", ("S80", "S85")),)),
    View(N_("Received this month"), _this_month),
    View(N_("Closed complaints"), (Filter("state", "in", tuple(sorted(CLOSED | ENDED))),)),
    View(N_("All complaints"), (Filter("state", "not_in", ("S00",)),)),
    View(N_("Drafts"), (Filter("state", "in", ("S00",)),)),
)
FOLLOW_VIEW, ALL_VIEW = 7, 10
BY_DUE = frozenset(range(FOLLOW_VIEW + 1))
"""Views sorted by what is due; the others show the latest first."""

WHY, ESCAPE, BONES = N_("Why it happened"), N_("Why it was not caught"), N_("Fishbone")
REMEDIES, COSTS, FAIRNESS = N_("Remedies"), N_("Cost"), N_("How fair it was, 1 to 5")
OTHERS, RESPONSIBILITY = N_("Other complaints of this customer"), N_("Responsibility")
TABS: tuple[tuple[str, str, Layout], ...] = (
    ("receipt", N_("Receipt"), (
        ("", ("subject", "customer_id", "text", "description", "complainant", "complainant_phone", "contact_id", "relation"),
         False),
        (N_("What it is about"), ("product", "batch", "serial_no", "order_no", "occurred_at", "place"), False),
        (N_("What the customer wants"), ("demands", "demand_amount", "expected_on", "told", "mood"), False),
        (N_("Receipt and responsibility"),
         ("received_at", "channel", "first_owner_id", "salesperson_id", "region", "repeat_of_id", "restated", "safety",
          "publicity", "anonymous"), False),
        (OTHERS, (), False),
        (N_("Notes"), ("notes",), True),
    )),
    ("assessment", N_("Assess"), (
        ("", ("category", "validity", "severity", "urgency", "scope", "complexity"), False),
        (RESPONSIBILITY, ("handler_id", "department", "party"), False),
    )),
    ("investigation", N_("Inquiry"), (
        ("", ("containment", "investigation"), False),
        (WHY, ("cause", "cause_detail", "cause_text"), False),
        (ESCAPE, ("escape_cause", "escape_text"), True),
        (BONES, (), True),
    )),
    ("solution", N_("Solution"), (
        ("", ("solution",), False),
        (REMEDIES, (), False),
        (N_("Answer to customer"), ("answer", "answer_channel", "remedies_told"), False),
        (N_("So that it does not happen again"), ("prevention", "eight_d_asked"), True),
    )),
    ("execution", N_("Execution"), (
        ("", ("executed_on", "acceptance", "accepted"), False),
        (COSTS, ("compensation", "returns_cost", "logistics_cost", "rework_cost", "credit_notes", "fines", "recovered_cost",
                 "labour_minutes"), False),
        (N_("External procedure"), ("external_body", "external_no", "external_due", "external_result"), True),
    )),
    ("follow_up", N_("Follow-up"), (
        ("", ("follow_up_at", "follow_up_by_id", "follow_up_result", "satisfaction", "follow_up_note"), False),
        (FAIRNESS, ("fair_outcome", "fair_process", "fair_manner"), False),
        (N_("From here on"), ("stays", "recommend"), False),
        (N_("Archiving"), ("archive_checks",), True),
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
