"""The words of the calendar's days and spans."""

from datetime import date

from app.formats import long_day, month_title, today, weekday
from app.i18n import gettext_text as _
from app.i18n import language
from app.services.visit_calendar import Span

DAY, WEEK, MONTH, AGENDA = "day", "week", "month", "agenda"
MODES = (DAY, WEEK, MONTH, AGENDA)


def day_note(span: Span | None, day: date) -> str:
    """What a day's head says beside its number: the present day, a day off, who is away."""
    if span is None:
        return ""
    words = [_("Today")] if day == today() else []
    if day in span.off and day.weekday() < 5:
        words.append(_("Day off"))
    elif day not in span.off and day.weekday() > 4:
        words.append(_("Working day"))
    away = span.away.get(day, ())
    if away:
        words.append(_("{names} away").format(names=_(", ").join(away)))
    return " · ".join(words)


def whole_day(day: date) -> str:
    """A day with its weekday."""
    return _("{weekday}, {day}").format(weekday=weekday(day), day=long_day(day))


def column_head(day: date, narrow: bool) -> str:
    """The weekday and the number over a column; in Chinese a narrow one keeps the sign that differs."""
    return f"{weekday(day)[-1] if narrow and language() == 'zh' else weekday(day)} {day.day}"


def span_title(mode: str, span: Span, day: date) -> str:
    """What the calendar's head calls the days that are shown."""
    if mode == MONTH:
        return month_title(day.year, day.month)
    if mode == DAY:
        return whole_day(day)
    return f"{long_day(span.first)} – {long_day(span.last)}"
