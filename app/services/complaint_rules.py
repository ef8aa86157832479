"""Which guards of a complaint a firm asks for: what nobody can meet in a firm of its size is off, unless it says otherwise.

The setting ``complaint.rules`` holds {key: "on" | "off"}; a rule that is left out ("auto") follows the number of colleagues.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.i18n import N_
from app.services import roles, settings
from app.services.complaint_people import colleagues

AUTO, ON, OFF = "auto", "on", "off"
SEVERAL, DEPARTMENTS = 2, 6
"""Colleagues from which there is somebody else to ask, and from which a firm has departments and files to keep in order."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can be set; ``people`` is the number of colleagues from which "auto" turns it on. Both texts are msgids."""

    key: str
    label: str
    words: str
    people: int


RULES = (
    Rule("approvals", N_("Solutions are approved"),
         N_("Serious cases, and costs over the handler's limit, go to a supervisor first."), SEVERAL),
    Rule("other_follows_up", N_("Somebody other than the handler asks the customer afterwards"), "", SEVERAL),
    Rule("transfer_acceptance", N_("A transfer counts once it is accepted"),
         N_("Not accepted in time, the case falls back to the first contact."), SEVERAL),
    Rule("first_contact_confirms", N_("The first contact confirms that the customer knows the outcome"), "", SEVERAL),
    Rule("supervisor_confirms", N_("Urgent cases (P1, P2) are closed by a supervisor"), "", SEVERAL),
    Rule("corrective_action", N_("Justified serious or repeated cases need a measure before they are closed"), "", 0),
    Rule("named_people", N_("The first contact and the handler take their own steps"),
         N_("Or a supervisor. Where nobody has a role, everybody may."), DEPARTMENTS),
    Rule("department", N_("The assessment names the responsible department"), "", DEPARTMENTS),
    Rule("remedies_told", N_("The answer tells the customer what else they can do"), "", DEPARTMENTS),
    Rule("evidence", N_("Closing needs proof of what was carried out"),
         N_("An attachment, or how the customer agreed."), DEPARTMENTS),
    Rule("archive_checklist", N_("Archiving asks for the whole checklist"), "", DEPARTMENTS),
)  # fmt: skip
_BY_KEY: Mapping[str, Rule] = {rule.key: rule for rule in RULES}


def on(session: Session, key: str) -> bool:
    """Whether a rule is in force; KeyError for one there is not."""
    rule, chosen = _BY_KEY[key], settings.value(session, "complaint.rules").get(key, AUTO)
    return bool(chosen == ON or (chosen != OFF and len(colleagues(session)) >= rule.people))


def in_force(session: Session) -> frozenset[str]:
    """Every rule in force."""
    chosen, people = settings.value(session, "complaint.rules"), len(colleagues(session))
    return frozenset(
        rule.key for rule in RULES
        if chosen.get(rule.key) == ON or (chosen.get(rule.key, AUTO) == AUTO and people >= rule.people)
    )  # fmt: skip


def automatic(session: Session) -> frozenset[str]:
    """The rules that would be in force if all were left to the number of colleagues."""
    people = len(colleagues(session))
    return frozenset(rule.key for rule in RULES if people >= rule.people)


def authority(session: Session) -> int | None:
    """What the person at the keyboard may grant in fen (domain/40 §4.9), None without limit: the owner, and everybody in a
    firm that gave nobody a role."""
    limits = settings.value(session, "complaint.limits")
    held = roles.role(session)
    return None if held == "owner" else {"manager": limits["manager"], "salesperson": limits["handler"]}.get(held, 0)
