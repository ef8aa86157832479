"""Who takes a step of a complaint where the firm is large enough to have somebody for each (domain/40 §4.5, last column)."""

from collections.abc import Sequence
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
_HANDS_ON = frozenset({"T04", "T05", "T06"})


def require_named(session: Session, record: Complaint, action: str) -> None:
    """ValidationError where a step of the first contact's, or the handler's, is taken by somebody who is neither that nor a
    supervisor. Nothing is asked where it is not known who is at the keyboard, nor where nobody has a role: then everybody
    supervises."""
    who = held(session)
    error = _refusal(session, record, action, who) if who is not None else None
    if error is not None:
        raise error


def held(session: Session) -> UUID | None:
    """Who is at the keyboard and held to their own steps; None where nobody is: the firm is without the rule, they supervise, or
    it is not known who it is."""
    who = me(session)
    free = who is None or not complaint_rules.on(session, RULE) or roles.may(session, "approve")
    return None if free else who


def why_not(session: Session, record: Complaint, codes: Sequence[str], who: UUID | None) -> str:
    """The sentence with which these steps in a row are refused to the person at the keyboard as the case stands: their role does
    not approve, or the rule names somebody else (``who`` is of ``held``); "" where nothing is known against it: whose the steps
    after a hand-over are is known only then, and so is whether an assessment is mild where nobody approves."""
    if denied := _denied(session, codes):
        return denied
    for code in codes if who is not None else ():
        sure = code != _ASSESSED_BY_FIRST or complaint_rules.on(session, "approvals")
        error = _refusal(session, record, code, who) if sure and who is not None else None
        if error is not None or code in _HANDS_ON:
            return error.sentence if error is not None else ""
    return ""


def _denied(session: Session, codes: Sequence[str]) -> str:
    """The sentence of who may not approve, about the first of these steps that somebody who may takes."""
    if not complaint_rules.on(session, "approvals") or roles.may(session, "approve"):
        return ""
    try:
        for code in codes:
            if code != _ASSESSED_BY_FIRST:  # the first contact assesses mild cases
                roles.require_actor(session, transition(code).actor)
    except ValidationError as error:
        return error.sentence
    return ""


def _refusal(session: Session, record: Complaint, action: str, who: UUID) -> ValidationError | None:
    usual = FIRST_CONTACT if action == _ASSESSED_BY_FIRST else transition(action).actor
    named = _named(session, record, usual) if usual in (FIRST_CONTACT, HANDLER) else []
    if not named or who in named:
        return None
    words = N_("This step is {name}'s, or a supervisor's. Have the case handed over, or switch the person with Ctrl+Shift+P.")
    return ValidationError(words, name=name_of(session, named[0]))


def _named(session: Session, record: Complaint, usual: str) -> list[UUID]:
    """Whose step it is: the handler's, until there is one the first contact's, and whoever was asked to take the case over. What
    the first contact does, the handler does by agreement (§4.4)."""
    handler = record.handler_id or record.first_owner_id
    several = (record.first_owner_id, handler) if usual == FIRST_CONTACT else (handler, complaint_effects.asked(session, record))
    return [each for each in several if each is not None]
