"""What the window says of a care date: a line of the list, the facts beside it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from app.formats import day_text, money_text
from app.i18n import gettext_text as _
from app.models import fields_of
from app.models.care import CareTask
from app.services.care import CareItem, occasion_day
from app.services.care_list import CareDetail
from app.services.present import text_of
from app.ui.kit.delegates import Cell, due_cell

TONES = {"open": "accent", "held": "warning", "skipped": "neutral"}


def title_of(item: CareItem) -> str:
    """What it is: the plan, and what runs out."""
    return " · ".join(part for part in (item.plan, item.about) if part)


def _dated(item: CareItem) -> str:
    """What it is, and on which day where it is to be done on another; the same words as on Today."""
    return " · ".join(part for part in (title_of(item), occasion_day(item)) if part)


def whom(item: CareItem) -> str:
    """The customer, and the person it is about."""
    return " · ".join(part for part in (item.customer, item.contact) if part)


def state_of(item: CareItem) -> tuple[str, str]:
    """The state in words, and the tone of its badge."""
    return text_of(fields_of(CareTask)["state"], item.state), TONES.get(item.state, "neutral")


def means_of(item: CareItem) -> str:
    """By which means, in words."""
    return text_of(fields_of(CareTask)["means"], item.means) if item.means else ""


def cells(item: CareItem, owners: Mapping[UUID, str], present: datetime) -> tuple[Cell, ...]:
    """One line."""
    who = owners.get(item.owner_id, "") if item.owner_id is not None else ""
    state, tone = state_of(item)
    return (
        due_cell(item.remind_on, present), Cell(_dated(item), tip=_dated(item)),
        Cell(_person_first(item), "", "secondary", whom(item)), Cell(means_of(item), "", "secondary"),
        Cell(who, "", "secondary"), Cell(state, tone, tip=item.reason),
    )  # fmt: skip


def _person_first(item: CareItem) -> str:
    """In a column that cuts what is long, the one it is about stands first."""
    return " · ".join(part for part in (item.contact, item.customer) if part)


def due_words(item: CareItem, owner: str) -> str:
    """When it happens, how, and who does it."""
    happens = _("on {day}").format(day=day_text(item.happens_on)) if item.happens_on else ""
    return " · ".join(part for part in (happens, means_of(item), owner) if part)


def gift_words(item: CareItem, found: CareDetail) -> list[str]:
    """The gift, its cap, and what was spent this year."""
    lines = []
    if item.gift:
        cap = _("at most {amount}").format(amount=money_text(item.gift_cap)) if item.gift_cap is not None else ""
        lines.append(_("Gift: {what}").format(what=" · ".join(part for part in (item.gift, cap) if part)))
    if found.budget.limit is not None or found.budget.spent:
        limit = money_text(found.budget.limit) if found.budget.limit is not None else "—"
        spent = _("Care of this customer this year: {spent} of {limit}")
        lines.append(spent.format(spent=money_text(found.budget.spent), limit=limit))
    if found.given:
        lines.append(_("Gifts to this person this year: {amount}").format(amount=money_text(found.given)))
    return lines
