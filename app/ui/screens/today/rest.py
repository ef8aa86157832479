"""Where the things to do are listed whole that today only counts: the screen, and what its list is narrowed to."""

from datetime import datetime
from uuid import UUID

from app.i18n import N_
from app.services.approaches import STATUS
from app.services.lists import Filter
from app.services.today_items import FOLLOWED, RUNNING, Kind, Part, day_spans, moment_spans
from app.ui.lists.filters import Only
from app.ui.screens.complaints import layout as complaint_layout
from app.ui.screens.visits import layout as visit_layout

_LABELS: dict[Part, str] = {"late": N_("Late"), "today": N_("Due today"), "soon": N_("In the next 7 days")}


def rest(part: Part, kind: Kind, moment: datetime, ids: tuple[UUID, ...] = ()) -> tuple[str, Only]:
    """(screen, what it shows); next steps are named by their ids."""
    label = _LABELS[part]
    if kind in ("complaint", "follow_up"):
        states, view = (RUNNING, 0) if kind == "complaint" else (FOLLOWED, complaint_layout.FOLLOW_VIEW)
        since, until = moment_spans(moment)[part]
        due = (Filter("next_due", "from", (since,)), Filter("next_due", "before", (until,)))
        return "complaints", Only(view, label, (Filter("state", "in", states), *due))
    if kind == "next_step":
        return "visits", Only(visit_layout.DONE_VIEW, label, (Filter("id", "in", ids),))
    since, until = day_spans(moment)[part]
    if kind == "approach":
        due = (Filter("next_touch_on", "from", (since,)), Filter("next_touch_on", "before", (until,)))
        return "customers", Only(0, label, (Filter("status", "in", (STATUS,)), *due))
    key, view = ("promise_due", visit_layout.PROMISE_VIEW) if kind == "promise" else ("planned_on", 0)
    return "visits", Only(view, label, (Filter(key, "from", (since,)), Filter(key, "before", (until,))))
