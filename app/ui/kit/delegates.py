"""How a cell looks: text, a badge, a colour, painted by hand because a list repaints at every keystroke.

Interface:
- ``Cell(text, tone="", ink="", tip="")``: with a ``tone`` a badge, else text in the colour of ``ink`` ("" is the text colour).
- ``cell_of(field, value, text, present)``: the usual cell of a field: grades, states and severities as badges, moments as
  "3 days ago" with the exact time on hover, days as dates.
- ``due_cell(due, present)``: "in 2 days", "today 17:00", "3 days late" in the colour of danger.
- ``tone_of(field_key, code)``: the badge tone of a choice; "" for a value that is shown as plain text.
- ``paint_badge(painter, rect, text, tone, right)`` and ``RowDelegate`` for table views whose model has ``cell(row, column)``.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.formats import days_ago, local, moment_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models.fields import Field
from app.ui.style import colour

ROW = 36
PADDING = 12
GAP = 4
"""What a cell leaves free at its other end: with the next cell's padding the columns stand 16 px apart."""
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_SELECTED = QStyle.StateFlag.State_Selected
_FOCUS = QStyle.StateFlag.State_HasFocus

TONES: dict[str, dict[str, str]] = {
    "grade": {"gold": "gold", "silver": "silver", "ordinary": "neutral", "watch": "warning", "never": "danger"},
    "status": {"prospect": "accent", "new": "accent", "active": "good", "at_risk": "warning", "lost": "neutral",
               "recovered": "good", "never": "danger"},
    "severity": {"S4": "danger", "S3": "danger", "S2": "warning", "S1": "neutral"},
    "priority": {"P1": "danger", "P2": "warning", "P3": "neutral", "P4": "neutral"},
    "attitude": {"2": "good", "1": "good", "0": "neutral", "-1": "warning", "-2": "danger"},
    "result": {"reached": "good", "partly": "warning", "missed": "danger"},
    "way": {"up": "good", "down": "danger", "new": "accent", "gone": "warning", "same": "neutral"},
    "credit_grade": {"A": "good", "B": "neutral", "C": "warning", "D": "danger"},
    "hold": {"free": "good", "approval": "warning", "stop": "danger"},
}  # fmt: skip
_STATES = {
    "planned": "accent", "done": "good", "cancelled": "neutral", "S00": "neutral", "S10": "accent", "S20": "accent",
    "S30": "accent", "S40": "accent", "S45": "warning", "S50": "warning", "S55": "accent", "S60": "good", "S65": "warning",
    "S70": "accent", "S80": "good", "S85": "good", "S90": "neutral", "S95": "neutral", "S96": "neutral", "S97": "neutral",
    "S98": "warning", "plan": "accent", "do": "accent", "check": "warning", "effective": "good", "ineffective": "danger",
    "dropped": "neutral", "registered": "accent", "dispatched": "accent", "working": "accent", "confirming": "warning",
    "rated": "good", "complaint": "warning", "called": "good", "settled": "good", "request": "accent", "open": "accent",
    "applied": "accent", "approved": "good", "refused": "danger",
}  # fmt: skip


class Cell(NamedTuple):
    """What one place in a list shows."""

    text: str
    tone: str = ""
    ink: str = ""
    tip: str = ""


BLANK = Cell("")


def tone_of(key: str, code: Any) -> str:
    """The tone of a choice's badge, or the empty text."""
    return _STATES.get(str(code), "") if key == "state" else TONES.get(key, {}).get(str(code), "")


def cell_of(field: Field, value: Any, text: str, present: date) -> Cell:
    """The usual cell of a field's value."""
    if value is None:
        return BLANK
    if field.kind == "choice":
        return Cell(text, tone_of(field.key, value))
    if field.kind == "moment":
        return Cell(days_ago(local(value).date(), present), "", "secondary", moment_text(value))
    return Cell(text.split("\n", 1)[0][:300] if field.kind == "text" else text)


def due_cell(due: date | datetime | None, present: datetime) -> Cell:
    """When something is due, seen from the firm's present moment; what is late is in the colour of danger."""
    if due is None:
        return BLANK
    if not isinstance(due, datetime):
        late = (present.date() - due).days
        return _late_cell(late, due.isoformat()) if late > 0 else Cell(days_ago(due, present.date()), tip=due.isoformat())
    here = local(due)
    exact = moment_text(due)
    if here < present:
        return _late_cell((present.date() - here.date()).days, exact)
    if here.date() == present.date():
        return Cell(_("today {time}").format(time=here.strftime("%H:%M")), tip=exact)
    return Cell(days_ago(here.date(), present.date()), tip=exact)


def _late_cell(days: int, exact: str) -> Cell:
    if days == 0:
        return Cell(_("late since today"), "", "danger", exact)
    return Cell(ngettext_text("{count} day late", "{count} days late", days).format(count=days), "", "danger", exact)


def paint_badge(painter: QPainter, rect: QRect, text: str, tone: str, right: bool = False) -> int:
    """A badge at the left (or right) end of ``rect``, in its middle; returns its width."""
    font = painter.font()
    font.setPixelSize(12)
    painter.save()
    painter.setFont(font)
    metrics = painter.fontMetrics()
    width = min(metrics.horizontalAdvance(text) + 16, rect.width())
    box = QRect(rect.right() - width + 1 if right else rect.left(), rect.center().y() - 9, width, 20)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(f"tint_{tone}"))
    painter.drawRoundedRect(box, 10, 10)
    painter.setPen(colour(f"ink_{tone}"))
    painter.drawText(box, _CENTRE, metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 8))
    painter.restore()
    return width


class Elider:
    """Cut texts, remembered: measuring text costs more than drawing it."""

    def __init__(self) -> None:
        self._cut: dict[tuple[str, int], str] = {}

    def cut(self, metrics: QFontMetrics, text: str, width: int) -> str:
        """The text, or its beginning with an ellipsis where it is too wide."""
        known = self._cut.get((text, width))
        if known is None:
            if len(self._cut) > 5000:
                self._cut.clear()
            known = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._cut[text, width] = known
        return known


class RowDelegate(QStyledItemDelegate):
    """Paints the cells of a table model that has ``cell(row, column) -> Cell | None`` and ``right(column) -> bool``.

    None is a row that has not arrived: a pale bar. Qt's own painting is bypassed, roles and all.
    """

    def __init__(self, height: int = ROW) -> None:
        super().__init__()
        self._height = height
        self._elider = Elider()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        rect, state = option.rect, option.state
        if state & _SELECTED:
            painter.fillRect(rect, colour("selected"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        model = index.model()
        cell = model.cell(index.row(), index.column())  # type: ignore[attr-defined]
        right = model.right(index.column())  # type: ignore[attr-defined]
        inner = rect.adjusted(GAP if right else PADDING, 0, -PADDING if right else -GAP, -1)
        if cell is None:
            painter.fillRect(inner.left(), inner.center().y() - 3, min(inner.width(), 70), 7, colour("hover"))
        elif cell.tone:
            paint_badge(painter, inner, cell.text, cell.tone, right)
        elif cell.text:
            painter.setPen(colour(cell.ink or "text"))
            painter.drawText(inner, _RIGHT if right else _LEFT, self._elider.cut(painter.fontMetrics(), cell.text, inner.width()))
        if state & _FOCUS:
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), colour("accent"))
