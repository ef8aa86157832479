"""The head of a complaint's record: its badges, and the line of facts under its subject."""

from app.analysis.complaint_states import READ_ONLY
from app.formats import number_said
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint, fields_of
from app.services.complaint_view import CaseView
from app.ui.kit.delegates import tone_of
from app.ui.screens.complaints.words import stage_text


def badges(view: CaseView) -> list[tuple[str, str]]:
    """(text, tone) of each: severity, priority, level, extension, and a state beside the way."""
    values, fields = view.values, fields_of(Complaint)
    severity = fields["severity"].choice(values["severity"])
    found = [(_(severity.label), tone_of("severity", values["severity"]))] if severity else []
    found.append((values["priority"] or "", tone_of("priority", values["priority"])))
    if values["level"]:
        found.append((_("Escalated to level {level}").format(level=values["level"]), "warning"))
    if values["extended_from"]:
        found.append((_("Extended"), "neutral"))
    if values["state"] in READ_ONLY | {"S00", "S45", "S98"}:
        found.append((stage_text(values["state"]), "neutral"))
    return found


def facts(view: CaseView) -> list[str]:
    """Number, customer, complainant, first contact and handler."""
    people = [(N_("first contact {name}"), "first_owner_id"), (N_("handler {name}"), "handler_id")]
    named = [_(text).format(name=view.names[key]) for text, key in people if view.names.get(key)]
    customer, said = view.names.get("customer_id", ""), view.values["complainant"] or ""
    who = [said] if said and said != customer else []  # the walk-in customer is everybody's
    return [number_said(view.values["number"]), customer, *who, *named]
