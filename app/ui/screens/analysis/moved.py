"""Movements between two gradings as a table, and as a matrix: from (down the side) to (along the top)."""

from collections.abc import Mapping
from typing import Any

from app.analysis.grade_moves import DOWN, GONE, NEW, ORDERS, SAME, UP, direction
from app.formats import number_text
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.business.clients import Line
from app.services.business.words import BANDS, STATUS, TIERS
from app.services.grade_moves import Move, Moves, moves
from app.ui.screens.analysis.drawings import Cells, Item
from app.ui.screens.analysis.figure import Drawing
from app.ui.screens.analysis.shown import CODE, NAME, Column, Row, Shown, Wanted, row_of

FIELDS = (
    ("main", N_("Main grade")), ("band", N_("Band of the score")), ("abc", N_("ABC grade")), ("tier", N_("Tier")),
    ("pareto", N_("ABC by share of sales")), ("status", N_("Status")),
)  # fmt: skip
WAYS: Mapping[str, str] = {
    UP: N_("Moved up"), DOWN: N_("Moved down"), NEW: N_("For the first time"), GONE: N_("No grade any more"),
    SAME: N_("As before"),
}  # fmt: skip
_TONES = {UP: "good", DOWN: "danger", NEW: "accent", GONE: "warning", SAME: "neutral"}
_NAMES: Mapping[str, Mapping[str, str]] = {
    "main": {**BANDS, "never": N_("Never serve")}, "band": BANDS, "tier": TIERS, "status": STATUS,
    "abc": {letter: letter for letter in "ABC"}, "pareto": {letter: letter for letter in "ABC"},
}  # fmt: skip


def name_of(field: str, code: str) -> str:
    """A grade in words."""
    return _(_NAMES[field].get(code, code)) if code else _("No grade")


def columns(field: str) -> tuple[Column, ...]:
    """The columns of a system."""
    tones = "grade" if field in ("main", "band") else "status" if field == "status" else ""
    words = _NAMES[field]
    return (
        CODE, NAME, Column(N_("Grade before"), "badge", 110, words=words, tones=tones),
        Column(N_("Grade after"), "badge", 110, words=words, tones=tones),
        Column(N_("Movement"), "badge", 130, words=WAYS, tones="way"),
        Column(N_("Score before"), "decimal", 96), Column(N_("Score after"), "decimal", 96),
    )  # fmt: skip


def movement(session: Any, wanted: Wanted) -> Shown:
    """Who moved between two gradings; who did not stands below."""
    field = wanted.mode or "main"
    found = moves(session, field, *wanted.gradings)
    shown = columns(field)
    rows = tuple(
        row_of(shown, line.client, (one.before or None, one.after or None, one.way, one.score_before, one.score_after), line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    facts = tuple((_(WAYS[way]), number_text(found.company.ways[way])) for way in WAYS if found.company.ways.get(way))
    return Shown(shown, rows, facts, _notes(found.company), found)


def _notes(whole: Moves) -> tuple[str, ...]:
    if whole.first is None or whole.second is None:
        return ()
    later = _("The second grading is of an earlier day than the first.")
    return (later,) if whole.second.as_of < whole.first.as_of else ()


def matrix(rows: Any, shown: Shown, _which: str) -> Drawing:
    """How many went from which grade to which."""
    field = shown.chart.company.field
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.raw[2] or "", row.raw[3] or ""), []).append(row)
    known = [code for code in (*ORDERS[field], "") if any(code in pair for pair in groups)]
    items = [_cell(field, before, after, groups.get((before, after), [])) for before in known for after in known]
    names = tuple(name_of(field, code) for code in known)
    return Cells(items, names, names, _("From ↓ to →"))


def _cell(field: str, before: str, after: str, rows: list[Row]) -> Item:
    words = ngettext_text("{before} → {after}: {count} customer", "{before} → {after}: {count} customers", len(rows))
    tip = words.format(before=name_of(field, before), after=name_of(field, after), count=len(rows))
    keys = tuple(row.customer for row in rows if row.customer is not None)
    return Item(keys, tip, len(rows), tone=_TONES[direction(field, before, after)], tip=tip)


def by_move(line: Line[Move], whole: Any) -> list[str]:
    """From what to what, with the scores, and where the reasons stand."""
    one, field = line.row, whole.company.field
    found = [_("{before} → {after}: {way}").format(before=name_of(field, one.before), after=name_of(field, one.after),
                                                    way=_(WAYS[one.way]))]  # fmt: skip
    if one.score_before is not None and one.score_after is not None:
        said = _("The score went from {before} to {after}.")
        found.append(said.format(before=number_text(one.score_before, 1), after=number_text(one.score_after, 1)))
    return [*found, _("The Business tab of the customer says why in each system.")]
