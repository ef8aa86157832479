"""How the grades of a customer read: the grade of each system, what stands behind it, what holds by hand, and why."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from app.formats import DASH, local, number_text
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.models.trade_choices import GRADE_SYSTEM
from app.services import customer_grades
from app.services.business import why
from app.services.business.words import LEVELS, SEGMENTS
from app.services.customer_grades import LEVEL, RFM, STATUS, CustomerGrades, Graded
from app.ui.kit.delegates import Cell, tone_of
from app.ui.screens.analysis.moved import name_of

NAMES: Mapping[str, str] = {
    **{each.code: each.label for each in GRADE_SYSTEM}, RFM: N_("RFM"), STATUS: N_("Status"), LEVEL: N_("Relationship level"),
}  # fmt: skip
_FIELDS = {"scorecard": "band", "matrices": "abc", "pyramid": "tier", "pareto": "pareto", STATUS: "status"}
_WHY: Mapping[str, Callable[[Any, Any], list[str]]] = {
    "scorecard": why.by_score, "matrices": why.by_matrices, "pyramid": why.by_tier, "pareto": why.by_share,
    RFM: why.by_rfm, STATUS: why.by_orders, LEVEL: why.by_level,
}  # fmt: skip


def grade_words(system: str, code: str) -> str:
    """A grade of a system in words; a dash for none."""
    if not code:
        return DASH
    if system in (RFM, LEVEL):
        return _((SEGMENTS if system == RFM else LEVELS).get(code, code))
    return name_of(_FIELDS[system], code)


def note_of(found: CustomerGrades, newest: Graded | None) -> str:
    """Of which day, whether it may still change, and which system is the main one."""
    main = _("The main grade is the one of “{system}”: it drives visits, policies and care.").format(system=_(NAMES[found.main]))
    if newest is None:
        return joined(_("Not graded yet."), main)
    words = _("As of {day}, final.") if newest.final else _("As of {day}, provisional: the month is not over.")
    computed = _("Computed at {moment}, parameters version {edition}.").format(
        moment=f"{local(newest.computed_at):%Y-%m-%d %H:%M}", edition=newest.edition or DASH
    )
    partial = (_("Something was not known, so the main grade may change."),) if newest.provisional else ()
    return joined(words.format(day=newest.as_of.isoformat()), computed, *partial, main)


def joined(*sentences: str) -> str:
    """Sentences in a row, as the language sets them."""
    return ("" if language() == "zh" else " ").join(filter(None, sentences))


def tone(system: str, code: str) -> str:
    key = "grade" if system == "scorecard" else "status" if system == STATUS else ""
    return tone_of(key, code) or "neutral"


def value_of(system: str, one: Graded | None) -> str:
    """What stands behind the grade: points, the letters of the matrices, the three scores."""
    if one is None:
        return ""
    if system == "scorecard":
        return _("{score} points").format(score=number_text(one.score, 1)) if one.score is not None else ""
    return {"matrices": one.cells, RFM: one.rfm}.get(system, "")


def hand_words(system: str, found: CustomerGrades) -> str:
    hand = found.by_hand.get(system)
    if hand is None:
        return ""
    until = hand.until.isoformat() if hand.until is not None else _("until it is ended")
    said = _("By hand: {grade}, until {day}. {reason}") if hand.until is not None else _("By hand: {grade}, {day}. {reason}")
    words = said.format(grade=grade_words(system, hand.value), day=until, reason=hand.reason)
    return f"{words} ({hand.by})" if hand.by else words


def past_cells(one: Graded) -> tuple[Cell, ...]:
    g = one.grades
    main = Cell(name_of("main", one.main), tone_of("grade", one.main) or "neutral") if one.main else Cell(DASH, "", "secondary")
    score = number_text(one.score, 1) if one.score is not None else DASH
    others = (Cell(grade_words(system, g[system])) for system in ("matrices", "pyramid", "pareto", STATUS))
    kind = _("final") if one.final else _("provisional")
    return (Cell(one.as_of.isoformat()), main, Cell(grade_words("scorecard", g["scorecard"])), Cell(score), *others,
            Cell(kind, "", "secondary"))  # fmt: skip


def reckoned(gateway: Any, key: UUID, system: str, newest: Graded) -> list[str]:
    """Beside the window: the sentences, and whether the records say something else by now."""
    line, whole = gateway.read_now(customer_grades.anew, key, system, newest.as_of)
    if line is None:
        return [_("Nothing in this period to reckon with.")]
    said = _WHY[system](line, whole)
    now = _now(system, line)
    if now is not None and now != newest.grades[system]:
        said.append(_("Records changed since: reckoned anew it would be {grade}.").format(grade=grade_words(system, now)))
    return said


def _now(system: str, line: Any) -> str | None:
    """The grade as the records say it now; None where it is told differently."""
    one = line.row
    ways: Mapping[str, Any] = {
        "scorecard": lambda: one.score.band, "matrices": lambda: one[1].grade or "", "pyramid": lambda: one[0],
        "pareto": lambda: one.letter or "", RFM: lambda: one.segment,
    }  # fmt: skip
    return str(ways[system]()) if system in ways else None
