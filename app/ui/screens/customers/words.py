"""What the window says about a customer: badges, next step, the lines of the timeline."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from app.formats import days_ago, local, moment_text, number_said, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer, Visit, entity_named, fields_of
from app.services.customer_view import CustomerView, Step
from app.services.timeline import Happening
from app.ui.kit.delegates import due_cell, tone_of
from app.ui.records.timeline import Moment

Badges = list[tuple[str, str]]


class StepWords(NamedTuple):
    """A next step as the card shows it."""

    title: str
    detail: str
    danger: str
    action: str
    other: str = ""


_TITLES = {
    "complaint": N_("Next: answer the complaint “{text}”"),
    "promise": N_("Next: keep the promise “{text}”"),
    "visit": N_("Next: {text}"),
    "next_step": N_("Next: {text}"),
    "birthday": N_("Next: birthday of {text}"),
    "contact": N_("Next: get in touch"),
    "approach": N_("Next: approach the prospect"),
}
_ACTIONS = {
    "complaint": (N_("Open complaint"), ""),
    "promise": (N_("Promise kept"), N_("Open visit")),
    "visit": (N_("Record visit"), N_("Move")),
    "next_step": (N_("Record visit"), N_("Plan visit")),
    "birthday": (N_("Record visit"), ""),
    "contact": (N_("Plan visit"), N_("Record visit")),
    "approach": (N_("Record visit"), N_("Plan visit")),
}


def badges(values: dict[str, Any]) -> Badges:
    """Grade and status."""
    found: Badges = []
    for key in ("grade", "status"):
        choice = fields_of(Customer)[key].choice(values.get(key))
        if choice is not None:
            found.append((_(choice.label), tone_of(key, choice.code) or "neutral"))
    return found


def facts(view: CustomerView) -> list[str]:
    """Number, business, salesperson, completeness."""
    owner = view.titles.get("owner_id", "")
    return [
        number_said(view.values["code"]),
        view.values["business"] or view.values["employer"] or "",
        _("Salesperson {name}").format(name=owner) if owner else "",
        _("file {percent} complete").format(percent=percent_text(view.completeness, 0)),
    ]


def step_words(step: Step, present: datetime) -> StepWords:
    """The next step in words; ``present`` is the firm's own time without zone."""
    action, other = _ACTIONS[step.kind]
    text = step.text.split("\n", 1)[0] or _("visit")
    late, detail = _due_words(step, present)
    who = _("by {name}").format(name=step.who) if step.who else ""
    if step.kind == "contact":
        return StepWords(_(_TITLES["contact"]), _gap_words(step), "", _(action), _(other))
    return StepWords(
        _(_TITLES[step.kind]).format(text=text), " · ".join(part for part in (detail, who) if part), late, _(action), _(other)
    )


def _due_words(step: Step, present: datetime) -> tuple[str, str]:
    """(how late, when)."""
    if step.due is None:
        return "", ""
    cell = due_cell(step.due, present)
    day = local(step.due).strftime("%m-%d %H:%M") if isinstance(step.due, datetime) else step.due.isoformat()
    if step.kind == "birthday" or cell.ink != "danger":
        return "", f"{cell.text} · {day}" if cell.text != day else day
    return cell.text, _("due {day}").format(day=day)


def _gap_words(step: Step) -> str:
    if isinstance(step.due, date):
        return _("No contact for long, due since {day}").format(day=step.due.isoformat())
    return _("No contact recorded yet")


def moments(found: Sequence[Happening], present: datetime) -> list[Moment]:
    """The timeline's lines."""
    return [_moment(each, present) for each in found]


def _moment(each: Happening, present: datetime) -> Moment:
    here = local(each.at)
    at = here.strftime("%m-%d %H:%M" if here.year == present.year else "%Y-%m-%d")
    kind = fields_of(Visit)["kind"].choice(each.kind)
    head = _(kind.label if kind else entity_named(each.entity).label)
    text = " · ".join(part for part in (head, each.text) if part)
    return Moment(at, text, *_badge(each, present), (each.entity, each.id), moment_text(each.at))


def _badge(each: Happening, present: datetime) -> tuple[str, str]:
    if each.promise_due is not None:
        late = each.promise_due <= present.date()
        due = days_ago(each.promise_due, present.date())
        return _("promise due {when}").format(when=due), "danger" if late else "warning"
    state = fields_of(entity_named(each.entity))["state"].choice(each.state) if each.entity != "visits" else None
    return (_(state.label), tone_of("state", each.state) or "neutral") if state else ("", "neutral")
