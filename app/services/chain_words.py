"""What a decision chain says, in sentences: for the window, the report and whoever asks (F-04)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.analysis.decision_chain import DECIDER_NOT_CONTACTED, NO_DECIDER, WEIGHTS_NOT_100, Alert, ChainView
from app.formats import days_ago, local, number_text, percent_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models import Contact, fields_of
from app.services.contacts import roles_of
from app.services.people_chain import Chain, Member
from app.services.present import text_of

CIRCLE, STRAY = "circle", "stray"
SIGNS = {"2": "++", "1": "+", "0": "0", "-1": "−", "-2": "−−"}
"""How an attitude reads without colour."""

@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at: why (an alert's reason, CIRCLE or STRAY), the sentence, and the person meant."""

    reason: str
    sentence: str
    person: UUID | None = None


def remarks(chain: Chain) -> tuple[Remark, ...]:
    """Everything that should be looked at, the gravest first."""
    found = [_alert(chain, alert) for alert in chain.figures.alerts]
    for reason, people in ((CIRCLE, chain.forest.circles), (STRAY, chain.forest.strays)):
        sentence = _("The line of {name} leads back to where it begins; it is not drawn.") if reason == CIRCLE else _(
            "{name} reports to somebody who no longer works there.")  # fmt: skip
        members = [member for person in people if (member := chain.member(person)) is not None]
        found += [Remark(reason, sentence.format(name=member.values["name"]), member.id) for member in members]
    return tuple(found)


def _alert(chain: Chain, alert: Alert) -> Remark:
    if alert.reason == NO_DECIDER:
        return Remark(NO_DECIDER, _("Nobody is marked as the one who decides."))
    if alert.reason == WEIGHTS_NOT_100:
        return Remark(WEIGHTS_NOT_100, _("The weights add up to {total}, not to 100.").format(total=chain.weights()))
    member = chain.member(alert.node)
    return Remark(alert.reason, _silence(chain, alert, member.values), member.id) if member else Remark(alert.reason, "")


def _silence(chain: Chain, alert: Alert, values: dict[str, Any]) -> str:
    decides, last = alert.reason == DECIDER_NOT_CONTACTED, values["last_contact_at"]
    if last is None:
        never = _("{name} decides, and no contact is recorded.") if decides else _("{name} approves, and no contact is recorded.")
        return never.format(name=values["name"])
    days = (chain.today - local(last).date()).days
    text = (
        ngettext_text("{name} decides, and the last contact was {days} day ago.",
                      "{name} decides, and the last contact was {days} days ago.", days)
        if decides else
        ngettext_text("{name} approves, and the last contact was {days} day ago.",
                      "{name} approves, and the last contact was {days} days ago.", days)
    )  # fmt: skip
    return text.format(name=values["name"], days=days)


def figure_words(figures: ChainView) -> str:
    """Coverage and support in one line; a dash where one is undefined."""
    support = figures.support.value
    sign = "+" if support is not None and support > 0 else ""
    return _("Coverage in 90 days {coverage} · support {support}").format(
        coverage=percent_text(figures.coverage.value, 0), support=sign + number_text(support, 2)
    )


def gap_words(figures: ChainView) -> str:
    """Why a figure is missing, and what would bring it; the empty text where both are there."""
    if figures.coverage.value is None:
        return _("Coverage appears once somebody has a weight.")
    return _("Support appears once the attitude of somebody with a weight is known.") if figures.support.value is None else ""


def role_words(values: dict[str, Any]) -> str:
    """Somebody's roles, the first one first."""
    labels = {choice.code: _(choice.label) for choice in fields_of(Contact)["role"].choices}
    return _(", ").join(labels.get(role, role) for role in roles_of(values))


def attitude_words(values: dict[str, Any]) -> str:
    """``++ Supports``: sign and word, so that no colour is needed; the word alone that it isn't known."""
    code = values["attitude"]
    if code is None:
        return _("Attitude unknown")
    return f"{SIGNS.get(code, '')} {text_of(fields_of(Contact)['attitude'], code)}".strip()


def weight_words(values: dict[str, Any]) -> str:
    """``40 %``; nothing without a weight."""
    return "" if values["weight"] is None else f"{values['weight']} %"


def contact_words(chain: Chain, values: dict[str, Any]) -> str:
    """When the last contact was, seen from the chain's day."""
    last = values["last_contact_at"]
    return days_ago(local(last).date(), chain.today) if last else _("no contact yet")


def spoken(chain: Chain, member: Member) -> str:
    """A member in one sentence, as a screen reader says it."""
    values = member.values
    boss = chain.member(chain.forest.above[member.id.hex])
    parts = (values["name"], values["title"], role_words(values), attitude_words(values), weight_words(values),
             contact_words(chain, values), _("reports to {name}").format(name=boss.values["name"]) if boss else "")  # fmt: skip
    return _(", ").join(part for part in parts if part)
