"""Where a phone memo's fields stand: the list's columns and views, the short entry, the whole record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.analysis.memo_moves import OPEN
from app.i18n import N_
from app.models.types import now_utc
from app.services.lists import Filter
from app.ui.forms.form import Layout
from app.ui.kit.delegates import Cell, due_cell
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View
from app.ui.lists.views import mine

COLUMNS = ("call_by", "subject", "customer_id", "caller", "for_id", "state", "called_at", "number")
FIT = Fit(
    {"call_by": 104, "subject": 180, "customer_id": 110, "caller": 80, "for_id": 72, "state": 122, "called_at": 88, "number": 96},
    ("subject", "customer_id"), ("number", "called_at", "caller", "for_id"), 90,
)  # fmt: skip
FILTERS = ("for_id", "taken_by_id", "state", "called_at", "call_by", "urgency", "call_back")

_OPEN = Filter("state", "in", (OPEN,))


def _late() -> tuple[Filter, ...]:
    return (_OPEN, Filter("call_by", "before", (now_utc(),)))


VIEWS = (
    View(N_("Open memos"), (_OPEN,)),
    View(N_("For me, open"), lambda: (_OPEN, mine("for_id"))),
    View(N_("Taken by me, not taken over"), lambda: (_OPEN, mine("taken_by_id"), Filter("accepted_at", "empty"))),
    View(N_("Not called back in time"), _late),
    View(N_("All memos")),
)
SORTS = (("call_by", False), ("call_by", False), ("called_at", False), ("call_by", False), ("called_at", True))
"""(field, descending) of each view."""

INTAKE: Layout = (
    ("", ("customer_id", "caller", "caller_phone", "subject", "for_id", "call_by", "call_back"), False),
    (N_("More about the call"), ("caller_firm", "contact_id", "urgency", "called_at", "taken_by_id", "notes"), True),
)
WHOLE: Layout = (
    ("", ("subject", "customer_id", "contact_id", "caller", "caller_phone", "caller_firm"), False),
    (N_("Call back"), ("call_back", "call_by", "urgency"), False),
    (N_("The call"), ("called_at", "taken_by_id"), False),
    (N_("What came of it"), ("result", "notes"), False),
)  # fmt: skip


def cells(values: Mapping[str, Any], present: datetime) -> dict[str, Cell]:
    """Cells that read otherwise than usual: an open call back says when it is due."""
    by = values.get("call_by") if values.get("state", OPEN) == OPEN else None
    return {"number": Cell(values.get("number") or "", ink="secondary"), "call_by": due_cell(by, present)}
