"""Icons: the outlines in resources/icons, drawn in the colour of a role.

``icon`` gives one in the theme in force; ``put`` sets it on a button or action and draws it anew when the theme changes.
"""

from functools import cache
from typing import Protocol
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import isValid

from app.paths import resource
from app.ui.style import colour, events

SIZES = (16,)


class Bearer(Protocol):
    """A button or an action."""

    def setIcon(self, icon: QIcon, /) -> None: ...


_bearers: WeakKeyDictionary[Bearer, tuple[str, str]] = WeakKeyDictionary()


def icon(name: str, role: str = "text") -> QIcon:
    """The icon ``resources/icons/<name>.svg`` in the colour of ``role``; the empty name gives an empty icon."""
    return _drawn(name, colour(role).name(), _ratio()) if name else QIcon()


def pixmap(name: str, size: int = 16, role: str = "text") -> QPixmap:
    """The icon as a picture of ``size`` logical pixels."""
    return _picture(_source(name, colour(role).name()), size, _ratio())


def put(bearer: Bearer, name: str, role: str = "text") -> None:
    """Give a button or action an icon that follows the theme."""
    _bearers[bearer] = (name, role)
    bearer.setIcon(icon(name, role))


def _redraw() -> None:
    for bearer, (name, role) in list(_bearers.items()):
        if isValid(bearer):  # the widget may be gone while something still holds its Python side
            bearer.setIcon(icon(name, role))


@cache
def _drawn(name: str, colour_name: str, ratio: float) -> QIcon:
    drawn = QIcon()
    source = _source(name, colour_name)
    for size in SIZES:
        drawn.addPixmap(_picture(source, size, ratio))
    return drawn


@cache
def _source(name: str, colour_name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour_name.encode())


def _picture(source: bytes, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


events.changed.connect(_redraw)
