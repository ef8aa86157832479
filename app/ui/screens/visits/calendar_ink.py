"""How a visit is drawn in the calendar: one line or a box. Its state is a sign and a word, the colour only helps."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter

from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.visit_calendar import Entry
from app.services.visit_conflicts import Clash
from app.ui.style import colour

LINE = 20
_BAR, _WIDE = 3, 400
PROPOSED = {
    "new": ("+", N_("New")), "to": ("→", N_("Moved here")), "from": ("←", N_("Moves away")), "drop": ("×", N_("Dropped")),
}  # fmt: skip
"""What a proposed plan does to a visit: sign and word."""


def tone(entry: Entry) -> str:
    """The role of the colour of a visit's state."""
    if entry.state in PROPOSED:
        return "accent" if entry.state in ("new", "to") else "secondary"
    if not entry.planned:
        return "good"
    return "danger" if entry.day < today() else "accent"


def sign(entry: Entry) -> str:
    """What stands before a visit: it took place, or the customer agreed to the day, or what a plan does to it."""
    if entry.state in PROPOSED:
        return PROPOSED[entry.state][0]
    return "✓" if not entry.planned else "●" if entry.confirmed else ""


def state_word(entry: Entry, clashes: Sequence[Clash] = ()) -> str:
    """The state in a word; what needs a hand comes first."""
    if entry.state in PROPOSED:
        return _(PROPOSED[entry.state][1])
    if not entry.planned:
        return _("Done")
    if entry.day < today():
        return _("Overdue")
    if clashes:
        return _("Conflict")
    return _("Agreed") if entry.confirmed else _("Planned")


def alarm(entry: Entry, clashes: Sequence[Clash]) -> str:
    """The word of a visit that needs a hand, else the empty text."""
    return state_word(entry, clashes) if entry.planned and (entry.day < today() or clashes) else ""


def line_text(entry: Entry, clashes: Sequence[Clash], whose: bool, short: bool = False) -> str:
    """A visit in one line; where that is ``short``, a sign stands for the word, and the time is left to the tip."""
    word = alarm(entry, clashes)
    clock = "" if short else entry.clock
    mark = "" if short and entry.confirmed else sign(entry)
    first = " ".join(part for part in (mark, "!" if word and short else word, clock) if part)
    name = " · ".join(part for part in (entry.customer, entry.owner if whose else "") if part)
    return f"{first} {name}".strip()


def told(entry: Entry, clashes: Sequence[Clash]) -> str:
    """Everything the calendar knows of a visit, for the tip and for screen readers."""
    head = " · ".join(part for part in (state_word(entry, clashes), entry.clock, _("Repeats") if entry.repeats else "") if part)
    rest = (entry.customer, entry.purpose, entry.contact, entry.owner, *(each.sentence for each in clashes))
    return "\n".join(dict.fromkeys(part for part in (head, *rest) if part))


def face(painter: QPainter, pixels: int, strong: bool = False) -> None:
    """Write on in this size."""
    font = QFont(painter.font())
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    painter.setFont(font)


def write(painter: QPainter, rect: QRect, text: str, role: str, right: bool = False) -> None:
    """One line of text, cut where it does not fit."""
    painter.setPen(colour(role))
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, cut)


def draw(painter: QPainter, rect: QRect, entry: Entry, clashes: Sequence[Clash], marked: bool, whose: bool) -> None:
    """A visit in its place: a line, or where there is room a box with what for and who."""
    role = "warning" if entry.planned and clashes and entry.day >= today() else tone(entry)
    painter.setPen(colour("accent" if marked else "line"))
    painter.setBrush(colour("selected" if marked else "tint_accent" if entry.state in ("new", "to") else "surface"))
    painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 4, 4)
    painter.fillRect(QRect(rect.x() + 3, rect.y() + 4, _BAR, rect.height() - 8), colour(role))
    inner = rect.adjusted(10, 0, -4, 0)
    needs = role in ("warning", "danger")
    if rect.height() < 2 * LINE - 2:
        face(painter, 12)
        taken = painter.fontMetrics().horizontalAdvance(" ".join((sign(entry), alarm(entry, clashes), entry.clock)))
        goes = entry.state in ("from", "drop")
        text = line_text(entry, clashes, whose, taken * 2 > inner.width())
        write(painter, inner, text, role if needs or goes else "text")
        return
    _draw_box(painter, inner, entry, clashes, role if needs else "secondary")


def _draw_box(painter: QPainter, rect: QRect, entry: Entry, clashes: Sequence[Clash], role: str) -> None:
    face(painter, 12)
    head = " ".join(part for part in (sign(entry), entry.clock, state_word(entry, clashes)) if part)
    if rect.width() > _WIDE and entry.planned:
        head = " · ".join((head, *dict.fromkeys(each.sentence for each in clashes)))
    last = " · ".join(part for part in (entry.purpose, entry.owner) if part)
    lines = ((head, role), (entry.customer, "text"), (last, "secondary"))
    for place, (text, ink) in enumerate(lines):
        line = QRect(rect.x(), rect.y() + 2 + place * 18, rect.width(), 18)
        if line.bottom() <= rect.bottom():
            face(painter, 12, strong=place == 1)
            write(painter, line, text, ink)


def draw_more(painter: QPainter, rect: QRect, count: int) -> None:
    """How many visits of a day are not shown."""
    face(painter, 12)
    write(painter, rect.adjusted(10, 0, 0, 0), more_text(count), "accent")


def more_text(count: int) -> str:
    """``+3 more``."""
    return _("+{count} more").format(count=f"{count:,}")
