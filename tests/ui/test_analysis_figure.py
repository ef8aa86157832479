"""The canvas of an analysis paints its points once, however often another one is marked."""

from uuid import UUID

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from app.ui.screens.analysis.figure import FigureCanvas, Spot


class Counted:
    """Two dots; ``times`` painted."""

    times = 0

    def paint(self, painter: QPainter, area: QRectF) -> list[Spot]:
        self.times += 1
        painter.fillRect(area, "#112233")
        return [Spot(QRectF(20.0 + 40 * place, 20, 10, 10), (UUID(int=place),), f"{place}") for place in range(2)]


def test_points_are_painted_once_whatever_is_marked(qtbot: QtBot) -> None:
    canvas, drawing = FigureCanvas(), Counted()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.show_drawing(drawing)
    plain = canvas.grab().toImage()
    assert plain.pixelColor(150, 100).name() == "#112233"
    canvas.choose(1)
    assert canvas.grab().toImage() != plain
    assert drawing.times == 1
    canvas.resize(320, 200)
    canvas.grab()
    assert drawing.times == 2
    assert canvas.picture().size() == canvas.size() * 2


def test_another_drawing_takes_the_place_of_the_one_kept(qtbot: QtBot) -> None:
    canvas, first, second = FigureCanvas(), Counted(), Counted()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    for drawing in (first, second):
        canvas.show_drawing(drawing)
        canvas.grab()
    assert (first.times, second.times) == (1, 1)
