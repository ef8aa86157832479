"""The words on a visit's record: whether it was written down in time, how late what it asks for is."""

from datetime import date, timedelta
from typing import Any

from app.analysis.visit_figures import IN_TIME
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.services.visit_repeats import often_of
from app.services.visit_view import Repeated
from app.ui.editors.editor import firm_now
from app.ui.kit.delegates import due_cell


def in_time(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Whether the record was written within a day (C36); nothing where nobody knows when it was."""
    if values["state"] != "done" or values["recorded_at"] is None or values["happened_at"] is None:
        return []
    late = values["recorded_at"] - values["happened_at"] - IN_TIME
    if late <= timedelta():
        return [(_("Recorded in time"), "good")]
    hours = -(-late // timedelta(hours=1))
    return [(ngettext_text("Recorded {count} hour late", "Recorded {count} hours late", hours).format(count=hours), "warning")]


def repeats_words(series: Repeated | None) -> str:
    """That a visit repeats, how often, and which of the times planned so far it is."""
    if series is None:
        return ""
    from app.ui.screens.visits.series_form import often_words

    often = often_of(series.rule)
    words = often_words(often, series.starts_on) if often else _("Repeats")
    return _("{often}, {place} of {count}").format(often=words, place=series.place, count=series.count)


def due_words(day: date | None) -> tuple[str, str]:
    """(in the colour of danger, calmly)."""
    if day is None:
        return "", ""
    cell = due_cell(day, firm_now())
    planned = day.isoformat()
    return (cell.text, planned) if cell.ink == "danger" else ("", f"{cell.text} · {planned}")
