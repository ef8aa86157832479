"""Who takes a step of a complaint where the firm is large enough to have somebody for each (domain/40 §4.5, last column)."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.complaint_transitions import FIRST_CONTACT, HANDLER, transition
from app.errors import ValidationError
from app.i18n import N_
from app.models import Complaint
from app.services import complaint_effects, complaint_rules, roles
from app.services.complaint_checks import name_of
from app.services.complaint_people import me

RULE = "named_people"
_ASSESSED_BY_FIRST = "T04"


def require_named(session: Session, record: Complaint, action: str) -> None:
    """ValidationError where a step of the first contact's, or the handler's, is taken by somebody who is neither that nor a
    supervisor. Nothing is asked where it is not known who is at the keyboard, nor where nobody has a role: then everybody
    supervises."""
    usual, who = transition(action).actor, me(session)
    if who is None or (usual not in (FIRST_CONTACT, HANDLER) and action != _ASSESSED_BY_FIRST):
        return
    named = _named(session, record, FIRST_CONTACT if action == _ASSESSED_BY_FIRST else usual)
    if who not in named and named and complaint_rules.on(session, RULE) and not roles.may(session, "approve"):
        raise ValidationError(
            N_("This step is {name}'s, or a supervisor's. Have the case handed over, or switch the person with Ctrl+Shift+P."),
            name=name_of(session, named[0]),
        )  # fmt: skip


def _named(session: Session, record: Complaint, usual: str) -> list[UUID]:
    """Whose step it is: the handler's, until there is one the first contact's, and whoever was asked to take the case over. What
    the first contact does, the handler does by agreement (§4.4)."""
    handler = record.handler_id or record.first_owner_id
    several = (record.first_owner_id, handler) if usual == FIRST_CONTACT else (handler, complaint_effects.asked(session, record))
    return [each for each in several if each is not None]
