"""What stands over a drawing that leaves the program: which analysis, of when, of which firm, and whom it shows."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from app.formats import day_text
from app.i18n import gettext_text as _
from app.services import settings
from app.ui.screens.analysis.drawings import LEFT, RIGHT
from app.ui.screens.analysis.figure import ink, write
from app.ui.style import colour

if TYPE_CHECKING:
    from app.ui.screens.analysis.screen import AnalysisScreen

_HIGH, _EDGE = 58, 16


class Heading(NamedTuple):
    """The title at the left, the firm at the right, the period and what is left out in a line below."""

    title: str
    firm: str
    line: str


def heading_of(screen: "AnalysisScreen") -> Heading:
    """The heading of what the screen draws now."""
    title, way = _(screen.analysis.title), screen.chart.way_words()
    parts = (when_words(screen), *_owner_words(screen), screen.chart.note)
    firm = screen.context.gateway.read_now(settings.company)["name"]
    return Heading(_("{title}: {way}").format(title=title, way=way) if way else title, firm, " · ".join(filter(None, parts)))


def when_words(screen: "AnalysisScreen") -> str:
    """The days it looks at: a period, one day, or two gradings."""
    asked, span = screen.wanted, screen.analysis.span
    if asked is None:
        return ""
    if span == "gradings":
        between = screen.asked.between
        return _("{first} to {last}").format(first=between.first.currentText(), last=between.second.currentText())
    if span == "day":
        return _("As of {day}").format(day=day_text(asked.as_of))
    period = asked.period
    return _("{first} to {last}").format(first=day_text(period.first), last=day_text(period.last))


def _owner_words(screen: "AnalysisScreen") -> tuple[str, ...]:
    """Whose customers they are and what they were filtered by, where somebody chose."""
    return screen.asked.owner.title(), screen.asked.text()


def titled(picture: QPixmap, heading: Heading) -> QPixmap:
    """The picture with its heading above it."""
    ratio = picture.devicePixelRatio()
    size = picture.deviceIndependentSize()
    made = QPixmap(int(size.width() * ratio), int((size.height() + _HIGH) * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(colour("surface"))
    painter = QPainter(made)
    painter.drawPixmap(0, _HIGH, picture)
    room = size.width() - 2 * _EDGE
    ink(painter, "text", 16, strong=True)
    write(painter, QRectF(_EDGE, 10, room * 0.6, 22), heading.title, LEFT)
    ink(painter, "secondary", 13)
    write(painter, QRectF(_EDGE + room * 0.6, 10, room * 0.4, 22), heading.firm, RIGHT)
    write(painter, QRectF(_EDGE, 34, room, 18), heading.line, LEFT)
    painter.end()
    return made
