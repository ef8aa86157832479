"""投诉渠道告示: how customers complain here, what happens then and by when; to hang up or hand out (ISO 10002, 7.1)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.analysis.priorities import Allowance
from app.i18n import N_, language, ngettext_text
from app.i18n import gettext_text as _
from app.reports.document import Block, Cell, Column, Document, Facts, Heading, Paragraph, Table
from app.reports.heading import Firm, firm, printed_text
from app.services import complaint_due, settings
from app.services.present import phone_text

SETTING = "complaint.notice"
"""{"zh": {"welcome": …, "channels": …, "outside": …}, "en": …}: the firm's own words; what is left out keeps ours."""

WELCOME = N_(
    "You are not satisfied with our goods, our service or our conduct? Tell us. Complaining costs nothing and brings you no "
    "disadvantage; whoever hears your complaint first stays with it until you know the outcome."
)
OUTSIDE = N_(
    "If we cannot agree, you may turn to the consumer hotline 12315, to a conciliation body, to arbitration or to a court."
)
HOURS = N_("Working days and hours are those of our firm. Where it takes longer, we tell you before, and why.")
TOLD = N_("Tell us, as far as you know: what happened and when, the product and the order, what you expect, how we reach you.")


def build(session: Session) -> Document:
    """The notice of this firm as its settings and profile say."""
    ours, profile, own = firm(session), settings.company(session), _own(session)
    blocks = (
        Paragraph(own.get("welcome") or _(WELCOME)), Heading(_("How you reach us")), *_channels(session, ours, profile, own),
        Paragraph(_(TOLD)), Heading(_("What happens with your complaint")), _steps(session),
        Paragraph(_(HOURS), quiet=True),
        Heading(_("If we cannot agree")), Paragraph(own.get("outside") or _(OUTSIDE)),
    )  # fmt: skip
    return Document(
        title=_("How to complain"), blocks=blocks, company=ours.name, logo=ours.logo, footer=(printed_text(),),
        language=language(),
    )  # fmt: skip


def _own(session: Session) -> Mapping[str, str]:
    found: Mapping[str, Any] = settings.value(session, SETTING).get(language(), {})
    return {key: str(text).strip() for key, text in found.items()}


def _channels(session: Session, ours: Firm, profile: Mapping[str, Any], own: Mapping[str, str]) -> tuple[Block, ...]:
    """The firm's own lines, or what its profile knows; lines to write on where that is nothing."""
    if own.get("channels"):
        return (Paragraph(own["channels"]),)
    opened = {key: settings.value(session, f"work.{key}") for key in ("opens", "closes")}
    hours = _("{opens} to {closes} on working days").format(**opened)
    known: tuple[tuple[str, Cell], ...] = (
        (_("Department"), ours.department), (_("Phone"), phone_text(profile.get("phone") or "") or _WRITE),
        (_("Email"), profile.get("email") or _WRITE), (_("Website"), profile.get("website") or None),
        (_("Address"), profile.get("address") or _WRITE), (_("Hours"), hours),
    )  # fmt: skip
    return (Facts(tuple((label, value) for label, value in known if value is not None), 1),)


_WRITE = "________________________"


def _steps(session: Session) -> Table:
    """Each step with the longest time that the firm's targets give it, and that for urgent cases."""
    targets = complaint_due.targets(session)
    slow, urgent = targets["P4"], targets["P1"]
    told = (
        (_("We confirm that we have it, and tell you who deals with it"), "acknowledge"),
        (_("We look into it and tell you how it stands"), "update"), (_("We give you our answer and a solution"), "answer"),
        (_("We carry it out and close the case with you"), "close"), (_("We ask you whether you are satisfied"), "follow_up"),
    )  # fmt: skip
    columns = (
        Column(_("No."), kind="number"), Column(_("Step"), weight=1), Column(_("At the latest")), Column(_("In urgent cases")),
    )  # fmt: skip
    rows = tuple(
        (place, text, _time(getattr(slow, name), name), _time(getattr(urgent, name), name))
        for place, (text, name) in enumerate(told, 1)
    )
    return Table(columns, rows)


def _time(allowance: Allowance, name: str) -> str:
    text = _within(allowance)
    if name == "update" and allowance.unit == "working_days":
        often = ngettext_text("every working day", "every {count} working days", allowance.amount)
        return often.format(count=allowance.amount)
    return _("{time} after closing").format(time=text) if name == "follow_up" else text


def _within(allowance: Allowance) -> str:
    count = allowance.amount
    if allowance.unit == "hours":
        return ngettext_text("within {count} hour", "within {count} hours", count).format(count=count)
    if allowance.unit == "working_hours":
        return ngettext_text("within {count} working hour", "within {count} working hours", count).format(count=count)
    return ngettext_text("within {count} working day", "within {count} working days", count).format(count=count)
