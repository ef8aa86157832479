"""The small picture beside a record's name: a firm's logo, somebody's portrait. Hidden where there is none."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.style import colour

SIDE = 40
_ROUND = 6


class Portrait(QWidget):
    """A picture fitted into a white tile with round corners: logos are made for white paper."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}.portrait")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._picture = QPixmap()
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def show_picture(self, picture: QImage | None) -> None:
        """Show a picture, or nothing."""
        self._picture = QPixmap() if picture is None else QPixmap.fromImage(picture)
        self.setVisible(not self._picture.isNull())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(box, _ROUND, _ROUND)
        painter.fillPath(path, Qt.GlobalColor.white)
        painter.setClipPath(path)
        size = self._picture.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(box.center().x() - size.width() / 2, box.center().y() - size.height() / 2, size.width(), size.height())
        painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
        painter.setClipping(False)
        painter.setPen(colour("line"))
        painter.drawPath(path)
