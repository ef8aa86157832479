"""How a complaint's stage and deadline read: in the list, on the step bar, on the card of the next step."""

from datetime import datetime

from app.analysis.complaint_states import CLOSED, PAUSED, STAGES, is_open, stage_of, state
from app.analysis.workdays import Calendar, working_days_between
from app.formats import local, moment_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.services.complaint_lists import Summary
from app.ui.kit.delegates import BLANK, Cell

_STAGE_LABELS = {stage.code: stage.label for stage in STAGES}


def stage_text(code: str) -> str:
    """The visible stage of a state; states beside the way, drafts and follow-ups by their own name."""
    stage = stage_of(code)
    if stage is None or code in {"S00", "S45", "S85", "S90", "S98"}:
        return _(state(code).label)
    return _(_STAGE_LABELS[stage])


def due_words(due: datetime, present: datetime, calendar: Calendar) -> str:
    """"in 2 working days", "today 17:00", "3 days late"; ``present`` is the firm's own time without zone."""
    here = local(due)
    if here < present:
        days = (present.date() - here.date()).days
        if days == 0:
            return _("late since {time}").format(time=here.strftime("%H:%M"))
        return ngettext_text("{count} day late", "{count} days late", days).format(count=days)
    if here.date() == present.date():
        return _("today {time}").format(time=here.strftime("%H:%M"))
    days = working_days_between(calendar, present.date(), here.date())
    if days == 0:
        return _("until {day}").format(day=here.strftime("%m-%d"))
    return ngettext_text("in {count} working day", "in {count} working days", days).format(count=days)


def due_cell(code: str, due: datetime | None, present: datetime, calendar: Calendar) -> Cell:
    """The list's last column: what is late is said in words and in the colour of danger; a paused case is not late."""
    if due is None or not (is_open(code) or code in CLOSED):
        return BLANK
    if code in PAUSED:
        return Cell(_("paused"), "", "secondary", moment_text(due))
    late = local(due) < present
    if code in CLOSED and not late:
        return Cell(due_words(due, present, calendar), "", "secondary", moment_text(due))
    return Cell(due_words(due, present, calendar), "", "danger" if late else "", moment_text(due))


def short_moment(moment: datetime, present: datetime) -> str:
    """``11-12 09:40``; with the year where it is another one."""
    here = local(moment)
    return here.strftime("%m-%d %H:%M" if here.year == present.year else "%Y-%m-%d")


def summary_words(found: Summary) -> str:
    """``7 open, 2 overdue, 1 to accept, 1 follow-up late``."""
    parts = [ngettext_text("{count} open", "{count} open", found.open).format(count=found.open)]
    if found.overdue:
        parts.append(ngettext_text("{count} overdue", "{count} overdue", found.overdue).format(count=found.overdue))
    if found.to_accept:
        waiting = ngettext_text("{count} to accept", "{count} to accept", found.to_accept)
        parts.append(waiting.format(count=found.to_accept))
    if found.follow_ups:
        late = ngettext_text("{count} follow-up late", "{count} follow-ups late", found.follow_ups)
        parts.append(late.format(count=found.follow_ups))
    return _(", ").join(parts)


def empty_words(some: bool) -> tuple[str, str]:
    """What an empty list says; ``some``: there may be complaints in other views."""
    if some:
        return _("No complaints here."), _("Choose another view, or record a complaint.")
    return _("No complaints yet."), _("Record the first one when a customer calls, or import a file.")
